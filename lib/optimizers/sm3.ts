import { defineOptimizer } from "./define";
import { decay } from "./shared-options";
import { defineRule, type ReferenceTensor, type StepNumbers } from "./spec";

const numbers = ["momentum", "epsilonRoot"] as const;

function stepTensor(tensor: ReferenceTensor, { learningRate, momentum, epsilonRoot }: StepNumbers<(typeof numbers)[number]>): void {
  const { momentum: mean, row, column } = tensor.slots as Record<"momentum" | "row" | "column", Float32Array>;
  const [rows, columns] = [new Float64Array(tensor.rows), new Float64Array(tensor.columns)];
  for (let i = 0; i < tensor.length; ++i) {
    const [r, c] = [Math.floor(i / tensor.columns), i % tensor.columns];
    const g = tensor.gradient(i);
    const total = Math.min(row[r] as number, column[c] as number) + g * g;
    const moved = momentum * (mean[i] as number) + (1 - momentum) * (total === 0 ? 0 : g / Math.sqrt(total + epsilonRoot));
    rows[r] = Math.max(rows[r] as number, total);
    columns[c] = Math.max(columns[c] as number, total);
    mean[i] = moved;
    tensor.move(i, tensor.parameter(i) - learningRate * moved);
  }
  row.set(rows);
  column.set(columns);
}

const rule = defineRule({
  name: "SM3",
  slots: ["momentum", "row", "column"],
  numbers,
  slotLength: ({ length, rows, columns }, slot) => (slot === "momentum" ? length : slot === "row" ? rows : columns),
  stepGroup: (now) => (tensors) => {
    for (const tensor of tensors) if (tensor.length > 0) stepTensor(tensor, now as StepNumbers<(typeof numbers)[number]>);
  },
});

/**
 * Adagrad with one accumulator for each row and each column instead of each element: ν = min(row, column) + g²,
 * m ← momentum·m + (1 − momentum)·g / √(ν + epsilonRoot), p ← p − learningRate·m; row and column become the largest ν that they hold
 * (SM3-II of Anil et al. 2019, with the momentum of optax.sm3). The rows of a tensor are those of its first dimension; a vector has an
 * accumulator for each element, as Adagrad.
 */
export class SM3 extends defineOptimizer({
  name: "SM3",
  source: "Anil et al. (2019), Memory-efficient adaptive optimization; optax.sm3",
  options: {
    momentum: { initial: 0.9, domain: "rate", meaning: "how slowly the mean of the steps moves" },
    epsilonRoot: { initial: 1e-8, domain: "nonNegative", meaning: "added to the accumulator under the root" },
    ...decay,
  },
  learningRate: 0.1,
  rules: [rule],
  rule: () => rule,
}) {}
