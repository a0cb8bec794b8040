/** A loss with its options as a backend receives it. */
import type { Reduction } from "./arrays";
import type { KernelChoice, PointwiseDefinition, RowwiseDefinition } from "./definition";

export interface LossSpec {
  readonly definition: PointwiseDefinition | RowwiseDefinition;
  /** All declared options, numbers rounded to float32. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly kernel: KernelChoice;
  readonly reduction: Reduction;
  /** One per class; empty where all are 1. */
  readonly classWeights: readonly number[];
  /** The label whose rows count for nothing; NaN for none. */
  readonly ignoredLabel: number;
}
