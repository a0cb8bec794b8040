/** One call of a loss as the reference evaluates it. */
import { type LabelArray, TargetKind } from "../losses/arrays";
import type { LossSpec } from "../losses/spec";

/** The arrays of one call; of several predictions one of each kind. */
export interface Call {
  readonly wanted: number;
  readonly rows: number;
  readonly columns: number;
  /** The length of a projection's hidden vectors. */
  readonly depth: number;
  readonly kind: number;
  readonly inputs: readonly Float32Array[];
  readonly targets: Float32Array | LabelArray;
  readonly weights: Float32Array | undefined;
  readonly values: Float32Array | undefined;
  /** What each row's full hessian is to be multiplied with. */
  readonly vector: Float32Array | undefined;
  readonly gradients: readonly (Float32Array | undefined)[];
  readonly hessians: readonly (Float32Array | undefined)[];
}

/** A term that is NaN where an input is, and 0 where its weight is 0 whatever the inputs are. */
export function weigh(term: number, factor: number, weight: number, invalid: boolean): number {
  if (weight === 0) return 0;
  return invalid ? Number.NaN : Math.fround(term) * factor;
}

/** Whether a row's label is the ignored one. */
export function isIgnored(call: Call, spec: LossSpec, row: number): boolean {
  return call.kind !== TargetKind.soft && call.targets[row] === spec.ignoredLabel;
}

/** The weight of a class; 1 where none are given. */
export function classWeight(spec: LossSpec, index: number): number {
  return spec.classWeights.length === 0 ? 1 : (spec.classWeights[index] as number);
}

/** The targets of a row, one-hot for a label. */
export function targetsOf(call: Call, row: number): Float64Array {
  const { columns, targets } = call;
  if (call.kind === TargetKind.soft) return Float64Array.from((targets as Float32Array).subarray(row * columns, (row + 1) * columns));
  const hot = new Float64Array(columns);
  hot[targets[row] as number] = 1;
  return hot;
}
