/** Cross-entropy of projected hidden vectors in plain TypeScript: the logits of one row after the other. */
import { Wanted } from "../losses/arrays";
import type { ProjectionDefinition, RowTerms } from "../losses/definition";
import type { LossSpec } from "../losses/spec";
import { type Call, classWeight, isIgnored, targetsOf } from "./loss-call";

/** Writes what was asked for; returns the sum of the weighted terms. */
export function evaluateProjection(call: Call, spec: LossSpec, scale: number): number {
  const { rows, columns, wanted, weights, values } = call;
  const definition = spec.definition as ProjectionDefinition;
  const classWeights = Float64Array.from({ length: columns }, (_, c) => classWeight(spec, c));
  const outputs = new Outputs(call);
  let sum = 0;
  for (let row = 0; row < rows; ++row) {
    const weight = isIgnored(call, spec, row) ? 0 : weights === undefined ? 1 : (weights[row] as number);
    if (values !== undefined) values[row] = 0;
    if (weight === 0) continue;
    const terms = definition.row(logitsOf(call, row), targetsOf(call, row), classWeights, spec.options as never);
    const value = Math.fround(Math.fround(terms.value) * weight);
    sum += value;
    if (values !== undefined) values[row] = value;
    if ((wanted & Wanted.gradient) !== 0) outputs.addGradient(row, terms, weight * scale);
    if ((wanted & Wanted.hessian) !== 0) outputs.addHessian(row, terms, weight * scale);
  }
  outputs.store();
  return sum;
}

/** The logits of a row, each rounded to float32 once. */
function logitsOf({ inputs: [hidden, weight, bias], columns, depth }: Call, row: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, c) => {
    let logit = bias?.[c] ?? 0;
    for (let j = 0; j < depth; ++j) {
      logit += ((hidden as Float32Array)[row * depth + j] as number) * ((weight as Float32Array)[c * depth + j] as number);
    }
    return Math.fround(logit);
  });
}

/** Derivatives by hidden vectors, weight and bias, summed in double. */
class Outputs {
  private readonly sums: readonly Float64Array[];
  private readonly arrays: readonly (Float32Array | undefined)[];

  constructor(private readonly call: Call) {
    this.arrays = (call.wanted & Wanted.hessian) !== 0 ? call.hessians : call.gradients;
    this.sums = this.arrays.map((array) => new Float64Array(array?.length ?? 0));
  }

  addGradient(row: number, { gradient }: RowTerms, factor: number): void {
    this.add(row, gradient, factor, (x) => x);
  }

  /** By hidden element j: Wⱼ·H·Wⱼ with H the row's full hessian by its logits and Wⱼ the j-th number of every class. */
  addHessian(row: number, { hessian, hessianVector }: RowTerms, factor: number): void {
    const { columns, depth, inputs } = this.call;
    const weight = inputs[1] as Float32Array;
    this.add(row, hessian, factor, (x) => x * x);
    for (let j = 0; j < depth; ++j) {
      const column = Float64Array.from({ length: columns }, (_, c) => weight[c * depth + j] as number);
      const product = (hessianVector as NonNullable<RowTerms["hessianVector"]>)(column);
      const curvature = product.reduce((sum, x, c) => sum + x * (column[c] as number), 0);
      (this.sums[0] as Float64Array)[row * depth + j] = factor * curvature;
    }
  }

  /** Adds `terms`·W to the row's hidden vector, and `terms`·`of(x)` to weight and bias. */
  private add(row: number, terms: Float64Array, factor: number, of: (x: number) => number): void {
    const { columns, depth, inputs } = this.call;
    const [hidden, weight] = inputs as readonly [Float32Array, Float32Array];
    const [hiddenSum, weightSum, biasSum] = this.sums as [Float64Array, Float64Array, Float64Array];
    for (let c = 0; c < columns; ++c) {
      const slope = (terms[c] as number) * factor;
      if (biasSum.length > 0) biasSum[c] = (biasSum[c] as number) + slope;
      for (let j = 0; j < depth; ++j) {
        const place = c * depth + j;
        hiddenSum[row * depth + j] = (hiddenSum[row * depth + j] as number) + slope * (weight[place] as number);
        weightSum[place] = (weightSum[place] as number) + slope * of(hidden[row * depth + j] as number);
      }
    }
  }

  store(): void {
    for (const [i, array] of this.arrays.entries()) array?.set(this.sums[i] as Float64Array);
  }
}
