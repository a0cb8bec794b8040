/** Metrics of numbers against numbers. */
import { activeBackend } from "../backend";
import { checkFloat32, checkLength, checkShaped, describe, type Matrix } from "../check";
import { rangeError } from "../errors";
import type { Values } from "../losses/arrays";
import { dataOf } from "../losses/loss";
import type { RegressionMetricDefinition } from "./definition";
import { mergeRegression, noRegression, type RegressionStatistics, readRegression, regressionNumbers } from "./statistics";
import { type MetricCallOptions, refuseWeight, StreamingMetric } from "./streaming";

/** A batch after its checks, as a backend measures it. */
export interface RegressionBatch {
  readonly prediction: Float32Array;
  readonly target: Float32Array;
  /** One per element or one per row of equal length. */
  readonly weights: Float32Array | undefined;
}

/** A regression metric gathered over several calls. */
export class StreamingRegression extends StreamingMetric<Values, Values, number> {
  private statistics: RegressionStatistics = noRegression;

  /** @internal */
  constructor(private readonly definition: RegressionMetricDefinition) {
    super(definition.name);
  }

  reset(): void {
    this.statistics = noRegression;
  }

  protected add(prediction: Values, target: Values, weights: Float32Array | undefined): void {
    const batch = checkBatch(prediction, target, weights, this.definition);
    const numbers = new Float64Array(regressionNumbers);
    const refusal = activeBackend().measureRegression(batch, numbers);
    if (refusal !== undefined) refuseWeight(weights, refusal.index);
    this.statistics = mergeRegression(this.statistics, readRegression(numbers));
  }

  protected isEmpty(): boolean {
    return this.statistics.weight === 0;
  }

  protected compute(): number {
    return this.definition.from(this.statistics);
  }
}

function checkBatch(
  prediction: Values,
  target: Values,
  weights: Float32Array | undefined,
  definition: RegressionMetricDefinition,
): RegressionBatch {
  const batch = { prediction: dataOf(prediction, "prediction"), target: dataOf(target, "target"), weights };
  const { length } = batch.prediction;
  checkLength(batch.target, length, "target", "one per prediction");
  const rows = prediction instanceof Float32Array ? length : (checkShaped(prediction, "prediction").shape[0] as number);
  if (!(target instanceof Float32Array)) checkShaped(target, "target");
  if (definition.single && length > rows) {
    const received = (prediction as Matrix).shape.join(", ");
    throw rangeError("ERR_INVALID_SHAPE", `prediction.shape: expected one number per row for ${definition.name}, received [${received}]`);
  }
  if (weights !== undefined) checkWeightCount(checkFloat32(weights, "weights"), length, rows);
  return batch;
}

function checkWeightCount(weights: Float32Array, elements: number, rows: number): void {
  if (weights.length === elements || weights.length === rows) return;
  const each =
    elements === rows ? `${elements} elements (one per prediction)` : `${elements} elements (one per prediction) or ${rows} (one per row)`;
  throw rangeError("ERR_INVALID_LENGTH", `weights: expected ${each}, received ${describe(weights)}`);
}

/**
 * A metric of predictions and targets, Float32Arrays of one length or `{ data, shape }`: in one call, or with
 * `streaming()` over many. In double precision; where a term that counts is NaN the result is NaN.
 */
export interface RegressionMetric {
  /**
   * The metric of one batch.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, bad weights, and no terms at all.
   */
  (prediction: Values, target: Values, options?: MetricCallOptions): number;
  /** The same metric gathered over several batches. */
  streaming(): StreamingRegression;
  readonly definition: RegressionMetricDefinition;
}

/** Declares a regression metric. */
export function defineRegressionMetric(
  declared: Omit<RegressionMetricDefinition, "statistics" | "single"> & { single?: boolean },
): RegressionMetric {
  const definition: RegressionMetricDefinition = { single: false, ...declared, statistics: "regression" };
  const streaming = (): StreamingRegression => new StreamingRegression(definition);
  const metric = (prediction: Values, target: Values, options?: MetricCallOptions): number => {
    const gathered = streaming();
    gathered.update(prediction, target, options);
    return gathered.result();
  };
  return Object.assign(metric, { streaming, definition });
}
