import { AdamW } from "./adam";
import { Convention, conventionOption } from "./convention";
import { defineOptimizer, type OptimizerClass, type OptimizerDefinition } from "./define";
import type { Optimizer, OptimizerOptions, ParameterGroupOptions } from "./optimizer";
import type { Parameter } from "./parameter";
import type { PolicyOptions } from "./policy";
import { decoupledDecay } from "./shared-options";
import { defineRule, type ReferenceTensor, type StepNumbers } from "./spec";
import { normOf } from "./tensor-sums";

const numbers = [
  "momentum",
  "nesterov",
  "epsilon",
  "newtonSchulzSteps",
  "linear",
  "cubic",
  "quintic",
  "matchesRms",
  "rmsRate",
  "convention",
] as const;

type Numbers = StepNumbers<(typeof numbers)[number]>;

/** A matrix in double, row by row. */
interface Matrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** Σ_k left(i, k)·right(k, j). */
function multiply(left: Matrix, right: Matrix): Matrix {
  const data = new Float64Array(left.rows * right.columns);
  for (let i = 0; i < left.rows; ++i) {
    for (let k = 0; k < left.columns; ++k) {
      const factor = left.data[i * left.columns + k] as number;
      for (let j = 0; j < right.columns; ++j) data[i * right.columns + j]! += factor * (right.data[k * right.columns + j] as number);
    }
  }
  return { data, rows: left.rows, columns: right.columns };
}

function transpose({ data, rows, columns }: Matrix): Matrix {
  return { data: data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)] as number), rows: columns, columns: rows };
}

/** Newton–Schulz: x ← a·x + (b·g + c·g²)·x with g = x·xᵀ. */
function orthogonalize(x: Matrix, { newtonSchulzSteps, linear, cubic, quintic }: Numbers): Matrix {
  if (x.rows > x.columns) return transpose(orthogonalize(transpose(x), { newtonSchulzSteps, linear, cubic, quintic } as Numbers));
  let now = x;
  for (let step = 0; step < newtonSchulzSteps; ++step) {
    const gram = multiply(now, transpose(now));
    const square = multiply(gram, gram);
    const factor = { ...gram, data: gram.data.map((g, i) => cubic * g + quintic * (square.data[i] as number)) };
    const turned = multiply(factor, now);
    now = { ...turned, data: turned.data.map((y, i) => linear * (now.data[i] as number) + y) };
  }
  return now;
}

/** Moves the momentum on and returns the direction, of norm 1. */
function directionOf(tensor: ReferenceTensor, { step, momentum, nesterov, epsilon, convention }: Numbers): Float64Array {
  const own = convention === Convention.keras ? 1 : 1 - momentum;
  const optax = convention === Convention.optax;
  const [now, ahead] = optax ? [1 - momentum ** step, 1 - momentum ** (step + 1)] : [1, 1];
  const buffer = tensor.slots["momentum"] as Float32Array;
  const direction = Float64Array.from({ length: tensor.length }, (_, i) => {
    const g = tensor.gradient(i);
    const moved = momentum * (buffer[i] as number) + own * g;
    buffer[i] = moved;
    return nesterov === 1 ? (momentum * moved) / ahead + (own * g) / now : moved / now;
  });
  const norm = normOf(tensor, (i) => direction[i] as number);
  const divisor = convention === Convention.pytorch ? Math.max(norm, epsilon) : norm + epsilon;
  return direction.map((d) => d / divisor);
}

function stepTensor(tensor: ReferenceTensor, now: Numbers): void {
  const { learningRate, matchesRms, rmsRate, convention } = now;
  const { rows, columns } = tensor;
  const orthogonal = orthogonalize({ data: directionOf(tensor, now), rows, columns }, now);
  const aspect = convention === Convention.optax ? columns / rows : rows / columns;
  const scale = matchesRms === 1 ? rmsRate * Math.sqrt(Math.max(rows, columns)) : Math.sqrt(Math.max(1, aspect));
  for (let i = 0; i < tensor.length; ++i) tensor.move(i, tensor.parameter(i) - learningRate * scale * (orthogonal.data[i] as number));
}

const rule = defineRule({
  name: "Muon",
  slots: ["momentum"],
  numbers,
  stepGroup: (now) => (tensors) => {
    for (const tensor of tensors) if (tensor.length > 0) stepTensor(tensor, now as Numbers);
  },
});

const declared = defineOptimizer({
  name: "Muon",
  source: "Jordan et al. (2024), Muon; torch.optim.Muon; Liu et al. (2025) for matchRms; keras.optimizers.Muon; optax.contrib.muon",
  options: {
    momentum: { initial: 0.95, domain: "rate", meaning: "how slowly the mean of the gradient moves" },
    nesterov: { initial: true, domain: "boolean", meaning: "looks ahead along the momentum" },
    epsilon: { initial: 1e-7, domain: "positive", meaning: "the least norm that a direction is divided by, or what is added to it" },
    newtonSchulzSteps: { initial: 5, domain: "count", meaning: "the number of Newton–Schulz iterations" },
    newtonSchulzCoefficients: {
      initial: [3.4445, -4.775, 2.0315],
      domain: "triple",
      meaning: "what an iteration makes of a singular value s: a·s + b·s³ + c·s⁵",
    },
    adjustLearningRate: {
      initial: "original",
      domain: ["original", "matchRms"],
      meaning: "times √max(1, outputs / inputs), or rmsRate·√max(rows, columns) to match AdamW's steps",
    },
    rmsRate: { initial: 0.2, domain: "positive", meaning: "the root mean square of a step, if matched" },
    convention: conventionOption("pytorch", "keras", "optax"),
    ...decoupledDecay(0.1),
  },
  learningRate: 1e-3,
  decoupled: true,
  conventions: {
    keras: { weightDecay: 4e-3, adjustLearningRate: "matchRms" },
    optax: { weightDecay: 0, epsilon: 1e-8 },
  },
  rules: [rule],
  rule: () => rule,
  derived({ newtonSchulzCoefficients, adjustLearningRate }) {
    const [linear, cubic, quintic] = newtonSchulzCoefficients as readonly [number, number, number];
    return { linear, cubic, quintic, matchesRms: Number(adjustLearningRate === "matchRms") };
  },
  fallback: { definition: AdamW.definition as unknown as OptimizerDefinition, takes: ({ shape }) => shape?.length !== 2 },
});

type OptionsOfClass<Class> = Class extends OptimizerClass<infer Specs> ? OptimizerOptions<Specs> : never;
type GroupOfClass<Class> = Class extends OptimizerClass<infer Specs> ? ParameterGroupOptions<Specs> : never;

/** Options of AdamW for the parameters that are no matrices; the learning rate is that of the matrices unless it is given. */
interface WithFallback {
  readonly fallback?: Omit<OptionsOfClass<typeof AdamW>, keyof PolicyOptions> | undefined;
}

interface MuonClass {
  new (options?: OptionsOfClass<typeof declared> & WithFallback): Optimizer;
  new (
    parameters: readonly (Parameter | (GroupOfClass<typeof declared> & WithFallback))[],
    options?: OptionsOfClass<typeof declared> & WithFallback,
  ): Optimizer;
  readonly definition: (typeof declared)["definition"];
}

/**
 * Momentum whose every matrix is made orthogonal: p ← p·(1 − learningRate·weightDecay) − learningRate·scale·O, with O near the closest
 * orthogonal matrix to the momentum, by `newtonSchulzSteps` iterations of a quintic polynomial of its singular values, in float32
 * (PyTorch's run in bfloat16). By default the rule of torch.optim.Muon, to which a matrix is [outputs, inputs]: `original` scales by
 * √max(1, rows / columns); under optax's convention it is [inputs, outputs], as the kernels of `sequential`. Parameters that have no
 * `shape` of two dimensions are stepped by AdamW with the options `fallback`.
 */
export class Muon extends (declared as MuonClass) {}
