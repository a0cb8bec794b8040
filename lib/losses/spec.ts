/** A loss with its options as a backend receives it. */
import type { Reduction } from "./arrays";
import type { AnyDefinition, KernelChoice } from "./definition";
import type { ValueDomain } from "./domain";

export interface LossSpec {
  readonly definition: AnyDefinition;
  /** All declared options, numbers rounded to float32. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly kernel: KernelChoice;
  readonly reduction: Reduction;
  /** One per class; empty where all are 1. */
  readonly classWeights: readonly number[];
  /** The label whose rows count for nothing; NaN for none. */
  readonly ignoredLabel: number;
  /** What each prediction and then the target may be; empty where nothing is to be checked. */
  readonly domains: readonly ValueDomain[];
}
