/** A metric gathered over several calls. */
import { describe } from "../check";
import { rangeError } from "../errors";
import { checkNames } from "../options";

/** What a call of a metric may be given besides predictions and targets. */
export interface MetricCallOptions {
  /** How much each term counts, at least 0; 0 ignores the term. One per row, or for regression metrics one per element. */
  readonly weights?: Float32Array | undefined;
}

/** The names of {@link MetricCallOptions}. */
export const callOptionNames: readonly string[] = ["weights"];

const noOptions: MetricCallOptions = {};

/** A metric over all updates since it was made or reset: as many batches as you like, in memory that does not grow. */
export abstract class StreamingMetric<Prediction, Target, Result> {
  /** @internal */
  constructor(
    /** The name in the catalogue. */
    readonly name: string,
  ) {}

  /**
   * Takes in a batch.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, bad labels and bad weights; nothing
   * has changed then.
   */
  update(prediction: Prediction, target: Target, options: MetricCallOptions = noOptions): void {
    if (options !== noOptions) checkNames(options, callOptionNames, `${this.name}: options of the call`);
    this.add(prediction, target, options.weights);
  }

  /**
   * The metric of everything taken in.
   * @throws RangeError ERR_INVALID_LENGTH when that was nothing: no terms at all, or none of weight above 0.
   */
  result(): Result {
    if (this.isEmpty()) {
      throw rangeError("ERR_INVALID_LENGTH", `${this.name}: expected at least one term of weight above 0, received none`);
    }
    return this.compute();
  }

  /** Forgets everything taken in. */
  abstract reset(): void;

  /** Takes in a batch whose options are checked. */
  protected abstract add(prediction: Prediction, target: Target, weights: Float32Array | undefined): void;
  protected abstract isEmpty(): boolean;
  protected abstract compute(): Result;
}

/** What a backend refused: which argument, and where. */
export interface Refusal {
  readonly argument: "weights" | "prediction" | "target";
  readonly index: number;
}

/** Throws for a weight that a backend refused. */
export function refuseWeight(weights: Float32Array | undefined, index: number): never {
  throw rangeError("ERR_INVALID_WEIGHT", `weights[${index}]: expected a number of at least 0, received ${describe(weights?.[index])}`);
}
