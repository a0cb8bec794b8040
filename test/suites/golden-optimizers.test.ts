/** The optimizers' trajectories on fixed gradients against PyTorch, optax, Keras and papers in float64, element by element. */
import { optimizers, schedules } from "steepest";
import { describe, expect, test } from "vitest";
import { type Options, optimizerClasses } from "../support/catalogue";
import { inputs, readGolden } from "../support/golden";

interface Schedule {
  readonly schedule: "cosineDecay";
  readonly initial: number;
  readonly steps: number;
  readonly final: number;
}

interface GoldenRun {
  readonly optimizer: string;
  readonly options: Options;
  readonly groups?: readonly { readonly from: number; readonly to: number; readonly options: Options }[];
  readonly trajectory: readonly (readonly number[])[];
}

interface GoldenOptimizers {
  readonly start: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  readonly cases: readonly GoldenRun[];
}

const golden = readGolden("optimizers") as GoldenOptimizers;
/** On the same start and gradients. */
const elements = readGolden("optimizers-elements") as Pick<GoldenOptimizers, "cases"> & { hessians: readonly (readonly number[])[] };

/** The options with a learning rate that is described by name made a schedule. */
function given({ learningRate, ...options }: Options): Options {
  if (typeof learningRate !== "object") return learningRate === undefined ? options : { ...options, learningRate };
  const { schedule, ...own } = learningRate as Schedule;
  return { ...options, learningRate: schedules[schedule](own) };
}

/** The start cut into the run's groups, with the optimizer over them. */
function begin({ optimizer, options, groups }: GoldenRun) {
  const start = inputs(golden.start);
  const ranges = groups ?? [{ from: 0, to: start.length, options: {} }];
  const parameters = ranges.map(({ from, to }) => ({
    data: start.slice(from, to),
    gradient: new Float32Array(to - from),
    hessian: new Float32Array(to - from),
  }));
  const Class = optimizerClasses.find(([name]) => name === optimizer)?.[1] as (typeof optimizerClasses)[number][1];
  const parts = groups === undefined ? parameters : ranges.map((range, g) => ({ parameters: [parameters[g]], ...given(range.options) }));
  return { made: new Class(parts, given(options)), parameters, ranges };
}

test("every optimizer has golden trajectories", () => {
  const norms = readGolden("optimizers-norms") as Pick<GoldenOptimizers, "cases">;
  const names = [golden, elements, norms].flatMap((file) => file.cases.map(({ optimizer }) => optimizer));
  expect([...new Set(names)].sort()).toEqual(Object.keys(optimizers.catalogue).sort());
});

const cases = [...golden.cases, ...elements.cases].map((run) => ({
  ...run,
  title: `${run.optimizer} ${JSON.stringify(run.options)}${run.groups ? " in groups" : ""}`,
}));

describe.each(cases)("$title", (run) => {
  test("every element stays within 2e-6 of the larger of itself and its largest step", () => {
    const { made, parameters, ranges } = begin(run);
    const largestUpdate = new Float64Array(golden.start.length);
    let before: readonly number[] = golden.start;
    golden.gradients.forEach((gradients, step) => {
      for (const [g, { from, to }] of ranges.entries()) {
        parameters[g]?.gradient.set(gradients.slice(from, to));
        parameters[g]?.hessian.set((elements.hessians[step] as readonly number[]).slice(from, to));
      }
      made.step();
      const want = run.trajectory[step] as readonly number[];
      const got = parameters.flatMap(({ data }) => Array.from(data));
      got.forEach((p, i) => {
        const expected = want[i] as number;
        largestUpdate[i] = Math.max(largestUpdate[i] as number, Math.abs(expected - (before[i] as number)));
        const room = 2e-6 * Math.max(Math.abs(expected), largestUpdate[i] as number);
        if (!(Math.abs(p - expected) <= room)) throw new Error(`step ${step}, element ${i}: expected ${expected}, received ${p}`);
      });
      before = want;
    });
    expect(made.stepCount).toBe(golden.gradients.length);
  });
});
