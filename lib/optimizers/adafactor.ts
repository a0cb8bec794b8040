import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { direction } from "./shared-options";
import { defineRule, type ReferenceTensor, type StepNumbers } from "./spec";
import { sumOver } from "./tensor-sums";

const numbers = ["beta2Decay", "epsilon1", "epsilon2", "clipThreshold", "relativeStep", "weightDecay", "convention"] as const;

type Numbers = StepNumbers<(typeof numbers)[number]>;

/** The running means of squares: those of rows and columns of every matrix of the tensor, of a vector those of its elements. */
function average(tensor: ReferenceTensor, { step, beta2Decay, epsilon1, convention }: Numbers): void {
  const { row, column } = tensor.slots as Record<"row" | "column", Float32Array>;
  const weight = step ** beta2Decay;
  const added = convention === Convention.pytorch ? 0 : epsilon1;
  const vector = tensor.rows === 1;
  const [rowSums, columnSums] = [new Float64Array(row.length), new Float64Array(column.length)];
  for (let i = 0; i < tensor.length; ++i) {
    const square = tensor.gradient(i) ** 2;
    if (!vector) rowSums[Math.floor(i / tensor.columns)]! += square;
    columnSums[vector ? i : columnOf(tensor, i)]! += square;
  }
  const [inRow, inColumn] = [tensor.columns, vector ? 1 : tensor.rows];
  for (const [k, sum] of rowSums.entries()) row[k]! += weight * (sum / inRow + added - (row[k] as number));
  for (const [k, sum] of columnSums.entries()) column[k]! += weight * (sum / inColumn + added - (column[k] as number));
}

/** The index in the columns of all matrices of a tensor. */
function columnOf({ rows, columns }: ReferenceTensor, i: number): number {
  return Math.floor(i / (rows * columns)) * columns + (i % columns);
}

/** The mean of squares of an element, as far as rows and columns tell. */
function varianceOf(tensor: ReferenceTensor, { epsilon1, convention }: Numbers): (i: number) => number {
  const { row, column } = tensor.slots as Record<"row" | "column", Float32Array>;
  const bounds = convention === Convention.pytorch;
  const bounded = (variance: number) => (bounds ? Math.max(variance, epsilon1 ** 2) : variance);
  if (tensor.rows === 1) return (i) => bounded(column[i] as number);
  const means = Float64Array.from({ length: row.length / tensor.rows }, (_, matrix) => {
    const mean = row.subarray(matrix * tensor.rows, (matrix + 1) * tensor.rows).reduce((sum, one) => sum + one, 0) / tensor.rows;
    return bounds ? Math.max(mean, epsilon1) : mean;
  });
  return (i) => {
    const r = Math.floor(i / tensor.columns);
    const factor = (row[r] as number) / (means[Math.floor(r / tensor.rows)] as number);
    return bounded(factor * (column[columnOf(tensor, i)] as number));
  };
}

function stepTensor(tensor: ReferenceTensor, now: Numbers): void {
  const { learningRate, step, epsilon2, clipThreshold, relativeStep, weightDecay, convention } = now;
  average(tensor, now);
  const variance = varianceOf(tensor, now);
  const update = (i: number) => tensor.gradient(i) / Math.sqrt(variance(i));
  const rms = (element: (i: number) => number) => Math.sqrt(sumOver(tensor, (i) => element(i) ** 2) / tensor.length);
  const decay = convention === Convention.optax ? weightDecay : learningRate * weightDecay;
  const decayedFirst = convention === Convention.keras || convention === Convention.paper;
  const size = rms((i) => tensor.parameter(i)) * (decayedFirst ? Math.abs(1 - decay) : 1);
  const rate = relativeStep === 1 ? Math.min(learningRate, 1 / Math.sqrt(step)) : learningRate;
  const along = (rate * Math.max(epsilon2, size)) / Math.max(1, rms(update) / clipThreshold);
  for (let i = 0; i < tensor.length; ++i) tensor.move(i, tensor.parameter(i) * (1 - decay) - along * update(i));
}

const rule = defineRule({
  name: "Adafactor",
  slots: ["row", "column"],
  matrices: "last",
  numbers,
  slotLength({ length, rows, columns }, slot) {
    if (rows <= 1) return slot === "row" ? 0 : length;
    return length / (slot === "row" ? columns : rows);
  },
  stepGroup: (now) => (tensors) => {
    for (const tensor of tensors) if (tensor.length > 0) stepTensor(tensor, now as Numbers);
  },
});

/**
 * RMSprop that remembers of each matrix only the mean squares of its rows and of its columns: u = g / √(row·column / mean of rows),
 * p ← p − max(epsilon2, rms(p))·ρ·u / max(1, rms(u) / clipThreshold) with ρ = min(learningRate, 1 / √t), or with `relativeStep` off the
 * learning rate itself; the means move by t^beta2Decay (Shazeer and Stern 2018). The matrices are the last two dimensions; of a vector
 * all mean squares are remembered. By default the rule of torch.optim.Adafactor, whose epsilon1 bounds the root from below; the paper,
 * Keras and optax add it to the squares. Weight decay is times the learning rate, under optax's convention not.
 */
export class Adafactor extends defineOptimizer({
  name: "Adafactor",
  source: "Shazeer and Stern (2018); torch.optim.Adafactor; keras.optimizers.Adafactor; optax.adafactor",
  options: {
    beta2Decay: { initial: -0.8, domain: "real", meaning: "the power of the step number by which the means move" },
    epsilon1: { initial: 2 ** -23, domain: "positive", meaning: "the least root of a mean square, or what is added to squares" },
    epsilon2: { initial: 1e-3, domain: "nonNegative", meaning: "the least size of a parameter" },
    clipThreshold: { initial: 1, domain: "positive", meaning: "the largest root mean square of an update" },
    relativeStep: { initial: true, domain: "boolean", meaning: "bounds the learning rate by 1 / √t" },
    weightDecay: { initial: 0, domain: "nonNegative", meaning: "times the learning rate, taken off the parameter" },
    convention: conventionOption("pytorch", "keras", "optax", "paper"),
    ...direction,
  },
  learningRate: 1e-2,
  conventions: {
    keras: { learningRate: 1e-3, epsilon1: 1e-30 },
    optax: { epsilon1: 1e-30, relativeStep: false },
    paper: { epsilon1: 1e-30 },
  },
  rules: [rule],
  rule: () => rule,
}) {}
