/** Losses of several vectors per row in plain TypeScript, one row after the other. */
import type { EmbeddingDefinition } from "../losses/definition";
import type { LossSpec } from "../losses/spec";
import { type Call, weigh } from "./loss-call";

/** Writes what was asked for; returns the sum of the weighted terms. */
export function evaluateEmbeddings(call: Call, spec: LossSpec, scale: number): number {
  const { rows, columns, inputs, targets, weights, values } = call;
  const definition = spec.definition as EmbeddingDefinition;
  let sum = 0;
  for (let row = 0; row < rows; ++row) {
    const [begin, end] = [row * columns, (row + 1) * columns];
    const weight = weights === undefined ? 1 : (weights[row] as number);
    const target = targets[row] ?? 0;
    const vectors = inputs.map((input) => Float64Array.from(input.subarray(begin, end)));
    const invalid = Number.isNaN(target) || vectors.some((vector) => vector.some(Number.isNaN));
    const terms = definition.row(vectors, target, spec.options as never);
    const value = Math.fround(weigh(terms.value, weight, weight, invalid));
    sum += value;
    if (values !== undefined) values[row] = value;
    const write = (array: Float32Array | undefined, term: Float64Array | undefined) => {
      const weighed = term?.map((x) => (weight === 0 ? 0 : invalid ? Number.NaN : x * weight * scale));
      if (weighed !== undefined) array?.set(weighed, begin);
    };
    for (const k of inputs.keys()) {
      write(call.gradients[k], terms.gradient[k]);
      write(call.hessians[k], terms.hessian[k]);
    }
  }
  return sum;
}
