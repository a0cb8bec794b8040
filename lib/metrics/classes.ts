/** How predictions and targets say which class a row is of. */
import { checkAttached, checkFloat32, checkLength, checkShaped, describe, isShaped, type Matrix, unshared } from "../check";
import { rangeError, type SteepestError, typeError } from "../errors";
import { type LabelArray, labelKind, TargetKind } from "../losses/arrays";

/**
 * The classes of rows: labels; or `{ data, shape: [rows, classes] }`, of which the largest number wins, the first of equals;
 * or one number per row for two classes. A prediction is of class 1 above the threshold; a target, from −1 to 1, above one half.
 */
export type Classes = LabelArray | Matrix | Float32Array;

/** Where a backend finds the class of each row. */
export interface ClassSource {
  /** {@link TargetKind}. */
  readonly kind: number;
  readonly data: Float32Array | LabelArray;
  /** Numbers per row, where the kind is soft. */
  readonly columns: number;
  /** Above it a single number means class 1. */
  readonly threshold: number;
  /** The largest size that a single number may have. */
  readonly bound: number;
}

/** A batch after its checks, as a backend counts it. */
export interface ClassBatch {
  readonly rows: number;
  readonly classes: number;
  readonly predicted: ClassSource;
  readonly actual: ClassSource;
  /** One per row. */
  readonly weights: Float32Array | undefined;
  /** The label whose rows count for nothing; NaN for none. */
  readonly ignoredLabel: number;
}

/** How a metric reads its arrays. */
export interface ClassReading {
  readonly threshold: number;
  /** The number of classes where the caller fixes it. */
  readonly classes: number | undefined;
  readonly ignoredLabel: number;
  /** The most classes that the metric's table can have. */
  readonly limit: number;
}

const targetThreshold = 0.5;

/** A source and its number of rows. */
function sourceOf(value: unknown, argument: string, threshold: number, bound: number): ClassSource & { readonly rows: number } {
  const kind = labelKind(value);
  if (kind !== undefined) {
    const data = unshared(value as LabelArray);
    if (data.length === 0) checkAttached(data, argument);
    return { kind, data, columns: 1, threshold, bound, rows: data.length };
  }
  if (value instanceof Float32Array) {
    return { kind: TargetKind.soft, data: checkFloat32(value, argument), columns: 1, threshold, bound, rows: value.length };
  }
  if (!isShaped(value)) {
    const expected = "labels (Int32Array, Uint16Array or Uint8Array), { data: Float32Array, shape } or a Float32Array";
    throw typeError("ERR_INVALID_TYPE", `${argument}: expected ${expected}, received ${describe(value)}`);
  }
  const { data, shape } = checkShaped(value, argument);
  const [rows, columns = 1] = shape as [number, number?];
  if (shape.length > 2 || columns === 0) {
    throw rangeError(
      "ERR_INVALID_SHAPE",
      `${argument}.shape: expected [rows, classes] with at least one class, received [${shape.join(", ")}]`,
    );
  }
  return { kind: TargetKind.soft, data, columns, threshold, bound, rows };
}

/** The number of classes that the arrays speak of, at least two. */
function classesOf(sources: readonly ClassSource[]): number {
  let classes = 2;
  for (const { kind, data, columns } of sources) {
    classes = Math.max(classes, columns);
    if (kind === TargetKind.soft) continue;
    for (let i = 0; i < data.length; ++i) if ((data[i] as number) >= classes) classes = (data[i] as number) + 1;
  }
  return classes;
}

/** The number of classes of a batch: fixed by the caller, or by rows of numbers, or what the labels need. */
function checkClasses(predicted: ClassSource, actual: ClassSource, reading: ClassReading): number {
  const wide = [predicted, actual].find(({ columns }) => columns > 1);
  const classes = reading.classes ?? wide?.columns ?? classesOf([predicted, actual]);
  for (const [source, argument] of [
    [predicted, "prediction"],
    [actual, "target"],
  ] as const) {
    if (source.columns > 1 && source.columns !== classes) {
      throw rangeError(
        "ERR_INVALID_SHAPE",
        `${argument}.shape: expected [rows, ${classes}] (one column per class), received ${source.columns} columns`,
      );
    }
    if (source.columns === 1 && source.kind === TargetKind.soft && classes > 2) {
      throw typeError(
        "ERR_INVALID_TYPE",
        `${argument}: expected labels or one column per class for ${classes} classes, received one number per row`,
      );
    }
  }
  if (classes > reading.limit) {
    throw rangeError("ERR_INVALID_LABEL", `target: expected at most ${reading.limit} classes, received labels or columns for ${classes}`);
  }
  return classes;
}

/**
 * Checks a batch and describes it for a backend.
 * @throws TypeError or RangeError with a code for arrays of a wrong type, length or shape.
 */
export function checkClassBatch(prediction: unknown, target: unknown, weights: unknown, reading: ClassReading): ClassBatch {
  const predicted = sourceOf(prediction, "prediction", reading.threshold, Number.POSITIVE_INFINITY);
  const actual = sourceOf(target, "target", targetThreshold, 1);
  const { rows } = predicted;
  if (actual.rows !== rows) {
    throw rangeError("ERR_INVALID_LENGTH", `target: expected ${rows} rows (as many as the prediction has), received ${actual.rows}`);
  }
  if (weights !== undefined) checkLength(checkFloat32(weights, "weights"), rows, "weights", "one per row");
  const classes = checkClasses(predicted, actual, reading);
  return { rows, classes, predicted, actual, weights: weights as Float32Array | undefined, ignoredLabel: reading.ignoredLabel };
}

/** The error for a label that a backend refused. */
export function labelError(batch: ClassBatch, argument: "prediction" | "target", index: number): SteepestError {
  const { kind, data } = argument === "prediction" ? batch.predicted : batch.actual;
  const ignored = argument === "prediction" || Number.isNaN(batch.ignoredLabel) ? "" : ` or ${batch.ignoredLabel} to ignore the row`;
  const range = kind === TargetKind.soft ? "a number from -1 to 1" : `a label from 0 to ${batch.classes - 1}${ignored}`;
  return rangeError("ERR_INVALID_LABEL", `${argument}[${index}]: expected ${range}, received ${describe(data[index])}`);
}
