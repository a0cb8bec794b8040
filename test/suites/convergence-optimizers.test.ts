/** Every optimizer on a problem that it is made for: the steps it has and the distance it must reach. */
import { optimizers, schedules } from "steepest";
import { expect, test } from "vitest";
import { type Options, optimizerClasses } from "../support/catalogue";
import { type Landscape, matrix, network, parabola, sparse, valley } from "../support/landscapes";
import { withHessian } from "../support/stepping";

interface Goal {
  readonly problem: string;
  readonly landscape: Landscape;
  readonly options: Options;
  readonly steps: number;
  readonly distance: number;
}

const cosine = (initial: number, steps: number) => schedules.cosineDecay({ initial, steps });
type Problem = Pick<Goal, "problem" | "landscape">;
const fit: Problem = { problem: "a small network", landscape: network() };
const noise: Problem = { problem: "a parabola with noise on its gradient", landscape: parabola(10, 1) };
const bend: Problem = { problem: "Rosenbrock's valley", landscape: valley };
const slope: Problem = { problem: "a parabola of condition 100", landscape: parabola(100) };
const steeper: Problem = { problem: "a parabola of condition 10,000", landscape: parabola(1e4) };
const whole: Problem = { problem: "least squares for a matrix, of condition 900", landscape: matrix() };
const rare: Problem = { problem: "rows of rare features", landscape: sparse() };

const goals: Readonly<Record<string, Goal>> = {
  Adafactor: { ...whole, options: { learningRate: cosine(0.3, 1500), relativeStep: false }, steps: 1500, distance: 0.02 },
  Lamb: { ...fit, options: { learningRate: cosine(0.01, 1500) }, steps: 1500, distance: 1e-3 },
  Lars: { ...slope, options: { learningRate: cosine(20, 500) }, steps: 500, distance: 1e-3 },
  Muon: { ...whole, options: { learningRate: cosine(0.05, 300), momentum: 0.5, weightDecay: 0 }, steps: 300, distance: 1e-3 },
  NovoGrad: { ...slope, options: { learningRate: cosine(0.05, 1000) }, steps: 1000, distance: 1e-5 },
  Prodigy: { ...fit, options: { learningRate: cosine(1, 1500) }, steps: 1500, distance: 0.01 },
  SM3: { ...rare, options: { learningRate: 0.5, momentum: 0 }, steps: 4000, distance: 1e-5 },
  ADOPT: { ...fit, options: { learningRate: cosine(0.05, 1500) }, steps: 1500, distance: 0.02 },
  ASGD: { ...noise, options: { learningRate: 0.02, t0: 500, lambda: 0 }, steps: 4000, distance: 0.1 },
  AdEMAMix: { ...fit, options: { learningRate: cosine(0.02, 1500), beta3: 0.99, alpha: 2 }, steps: 1500, distance: 0.01 },
  AdaBelief: { ...bend, options: { learningRate: cosine(0.05, 3000), convention: "optax" }, steps: 3000, distance: 0.01 },
  Adadelta: { ...slope, options: { learningRate: 1, rho: 0.95, epsilon: 1e-4 }, steps: 3000, distance: 1e-6 },
  Adagrad: { ...rare, options: { learningRate: 0.5 }, steps: 4000, distance: 1e-5 },
  Adam: { ...fit, options: { learningRate: cosine(0.05, 1500) }, steps: 1500, distance: 0.01 },
  AdamW: { ...fit, options: { learningRate: cosine(0.05, 1500), weightDecay: 1e-4 }, steps: 1500, distance: 0.01 },
  Adamax: { ...fit, options: { learningRate: cosine(0.05, 1500) }, steps: 1500, distance: 0.02 },
  Adan: { ...bend, options: { learningRate: cosine(0.05, 3000) }, steps: 3000, distance: 1e-5 },
  Ftrl: { ...rare, options: { learningRate: 0.5, l1: 0.001 }, steps: 4000, distance: 1e-5 },
  Lion: { ...fit, options: { learningRate: cosine(0.01, 1500) }, steps: 1500, distance: 0.01 },
  MADGRAD: { ...rare, options: { learningRate: 0.003, momentum: 0.5 }, steps: 4000, distance: 1e-5 },
  NAdam: { ...fit, options: { learningRate: cosine(0.05, 1500) }, steps: 1500, distance: 0.01 },
  RAdam: { ...fit, options: { learningRate: cosine(0.05, 1500) }, steps: 1500, distance: 0.01 },
  RMSprop: { ...slope, options: { learningRate: cosine(0.05, 1000) }, steps: 1000, distance: 1e-6 },
  Rprop: { ...slope, options: { learningRate: 0.01 }, steps: 150, distance: 1e-5 },
  SGD: { ...slope, options: { learningRate: 0.015, momentum: 0.9 }, steps: 300, distance: 1e-5 },
  ScheduleFreeAdamW: { ...noise, options: { learningRate: 0.05 }, steps: 4000, distance: 0.2 },
  SignSGD: { ...slope, options: { learningRate: cosine(0.05, 300) }, steps: 300, distance: 1e-4 },
  Sophia: { ...steeper, options: { learningRate: cosine(0.1, 500), gamma: 1, beta2: 0.9 }, steps: 500, distance: 1e-3 },
  Yogi: { ...fit, options: { learningRate: cosine(0.05, 1500) }, steps: 1500, distance: 0.01 },
};

/** The distance after the goal's steps; of an optimizer with averages, that of the average. */
function reached(name: string, { landscape, options, steps }: Goal): number {
  const Class = optimizerClasses.find(([own]) => own === name)?.[1] as (typeof optimizerClasses)[number][1];
  const parameter = { ...withHessian(landscape.start.slice()), shape: landscape.shape };
  const made = new Class([parameter], options);
  for (let step = 0; step < steps; ++step) {
    landscape.gradient(parameter.data, parameter.gradient, step);
    landscape.hessian(parameter.data, parameter.hessian);
    made.step();
  }
  const averaged = made instanceof optimizers.ASGD || made instanceof optimizers.ScheduleFreeAdamW;
  return landscape.distance(averaged ? (made.average()[0] as Float32Array) : parameter.data);
}

test("every optimizer has a goal", () => {
  expect(Object.keys(goals).sort()).toEqual(Object.keys(optimizers.catalogue).sort());
});

const rows = Object.entries(goals).map(([name, goal]) => ({ name, ...goal }));

test.each(rows)("$name on $problem: within $distance in $steps steps", ({ name, ...goal }) => {
  const start = goal.landscape.distance(goal.landscape.start);
  const distance = reached(name, goal);
  expect(distance).toBeLessThan(goal.distance);
  expect(distance).toBeLessThan(start / 10);
});
