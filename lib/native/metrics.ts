/** The metrics' statistics, as the addon takes them. */
import type { ClassBatch } from "../metrics/classes";
import type { RegressionBatch } from "../metrics/regression";
import type { Refusal } from "../metrics/streaming";
import type { NativeAddon } from "./addon";

/** See {@link Backend.measureRegression}. */
export function measureRegression(addon: NativeAddon, batch: RegressionBatch, numbers: Float64Array): Refusal | undefined {
  const { prediction, target, weights } = batch;
  const index = addon.measureRegression(prediction.length, weights?.length ?? 0, prediction, target, weights, numbers);
  return index < 0 ? undefined : { argument: "weights", index };
}

/** What `countClasses` of the addon reports, from 1 on; 0 is nothing. */
const refused = ["weights", "prediction", "target"] as const;

const actualShift = 2;
const flag = { matrix: 16, weights: 32 };
const index = new Float64Array(1);

/** See {@link Backend.countClasses}. */
export function countClasses(addon: NativeAddon, batch: ClassBatch, matrix: boolean, sums: Float64Array): Refusal | undefined {
  const { rows, classes, predicted, actual, weights, ignoredLabel } = batch;
  const flags = predicted.kind | (actual.kind << actualShift) | (matrix ? flag.matrix : 0) | (weights === undefined ? 0 : flag.weights);
  const failure = addon.countClasses(
    flags,
    rows,
    classes,
    predicted.columns,
    actual.columns,
    predicted.threshold,
    ignoredLabel,
    predicted.data,
    actual.data,
    weights,
    sums,
    index,
  );
  return failure === 0 ? undefined : { argument: refused[failure - 1] as Refusal["argument"], index: index[0] as number };
}
