/** One call of a loss as the reference evaluates it. */
import type { LabelArray } from "../losses/arrays";

/** The arrays of one call; of several predictions one of each kind. */
export interface Call {
  readonly wanted: number;
  readonly rows: number;
  readonly columns: number;
  readonly kind: number;
  readonly inputs: readonly Float32Array[];
  readonly targets: Float32Array | LabelArray;
  readonly weights: Float32Array | undefined;
  readonly values: Float32Array | undefined;
  readonly gradients: readonly (Float32Array | undefined)[];
  readonly hessians: readonly (Float32Array | undefined)[];
}

/** A term that is NaN where an input is, and 0 where its weight is 0 whatever the inputs are. */
export function weigh(term: number, factor: number, weight: number, invalid: boolean): number {
  if (weight === 0) return 0;
  return invalid ? Number.NaN : Math.fround(term) * factor;
}
