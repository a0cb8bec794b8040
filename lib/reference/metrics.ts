/** What metrics are made of, in plain TypeScript and double precision, one term after the other. */
import { TargetKind } from "../losses/arrays";
import type { ClassBatch, ClassSource } from "../metrics/classes";
import type { RegressionBatch } from "../metrics/regression";
import type { Refusal } from "../metrics/streaming";

function badWeight(weights: Float32Array | undefined): Refusal | undefined {
  const index = weights === undefined ? -1 : weights.findIndex((weight) => !(weight >= 0));
  return index < 0 ? undefined : { argument: "weights", index };
}

/** Calls `visit` with every term of weight above 0. */
function visitTerms({ prediction, target, weights }: RegressionBatch, visit: (p: number, t: number, w: number) => void): void {
  const span = weights === undefined || weights.length === 0 ? 1 : prediction.length / weights.length;
  for (let i = 0; i < prediction.length; ++i) {
    const weight = weights === undefined ? 1 : (weights[Math.floor(i / span)] as number);
    if (weight > 0) visit(prediction[i] as number, target[i] as number, weight);
  }
}

/** Writes the statistics of a batch to `numbers`, in their order; or refuses it. */
export function measureRegression(batch: RegressionBatch, numbers: Float64Array): Refusal | undefined {
  const refusal = badWeight(batch.weights);
  if (refusal !== undefined) return refusal;
  let [count, weight, absolute, squared, shifted, shift] = [0, 0, 0, 0, 0, 0];
  visitTerms(batch, (p, t, w) => {
    if (count === 0) shift = t; // so that equal targets have a mean without rounding
    count += 1;
    weight += w;
    absolute += w * Math.abs(p - t);
    squared += w * (p - t) ** 2;
    shifted += w * (t - shift);
  });
  const mean = weight === 0 ? 0 : shifted / weight;
  let moment = 0;
  visitTerms(batch, (_, t, w) => {
    moment += w * (t - shift - mean) ** 2;
  });
  numbers.set([count, weight, absolute, squared, shift + mean, moment]);
  return undefined;
}

/** What stands in the place of a class. */
const unknownClass = -1; // there is a NaN among the row's numbers
const ignoredRow = -2;
const illegalLabel = -3;

function classOfNumbers(source: ClassSource, row: number): number {
  const numbers = source.data.subarray(row * source.columns, (row + 1) * source.columns) as Float32Array;
  if (numbers.some(Number.isNaN)) return unknownClass;
  if (source.columns > 1) return numbers.indexOf(numbers.reduce((largest, number) => Math.max(largest, number), Number.NEGATIVE_INFINITY));
  const number = numbers[0] as number;
  if (Math.abs(number) > source.bound) return illegalLabel;
  return number > source.threshold ? 1 : 0;
}

function classOfLabel(label: number, classes: number, ignored: number): number {
  if (label === ignored) return ignoredRow;
  return label >= 0 && label < classes ? label : illegalLabel;
}

/** The class of every row. */
function classesOf(source: ClassSource, { rows, classes }: ClassBatch, ignored: number): number[] {
  return Array.from({ length: rows }, (_, row) =>
    source.kind === TargetKind.soft ? classOfNumbers(source, row) : classOfLabel(source.data[row] as number, classes, ignored),
  );
}

/** The classes that a row may be of. */
function possible(known: number, classes: number): readonly number[] {
  return known === unknownClass ? Array.from({ length: classes }, (_, c) => c) : [known];
}

function add(sums: Float64Array, places: readonly number[], weight: number): void {
  for (const place of places) sums[place] = (sums[place] as number) + weight;
}

/** Adds one row to the confusion matrix, or to the counts: right predictions, predictions, rows, each by class. */
function addRow(predicted: number, actual: number, weight: number, classes: number, matrix: boolean, sums: Float64Array): void {
  const unknown = predicted === unknownClass || actual === unknownClass;
  const known = unknown ? Number.NaN : weight;
  const [columns, rows] = [possible(predicted, classes), possible(actual, classes)];
  if (matrix) {
    for (const row of rows)
      add(
        sums,
        columns.map((column) => row * classes + column),
        known,
      );
    return;
  }
  add(
    sums,
    columns.map((c) => classes + c),
    predicted === unknownClass ? Number.NaN : weight,
  );
  add(
    sums,
    rows.map((c) => 2 * classes + c),
    actual === unknownClass ? Number.NaN : weight,
  );
  if (unknown || predicted === actual) add(sums, actual === unknownClass ? columns : rows, known);
}

/** Adds the rows of a batch to the confusion matrix or the counts; or refuses the batch and adds nothing. */
export function countClasses(batch: ClassBatch, matrix: boolean, sums: Float64Array): Refusal | undefined {
  const refusal = badWeight(batch.weights);
  if (refusal !== undefined) return refusal;
  const predicted = classesOf(batch.predicted, batch, Number.NaN);
  const actual = classesOf(batch.actual, batch, batch.ignoredLabel);
  if (predicted.includes(illegalLabel)) return { argument: "prediction", index: predicted.indexOf(illegalLabel) };
  if (actual.includes(illegalLabel)) return { argument: "target", index: actual.indexOf(illegalLabel) };
  for (const [row, p] of predicted.entries()) {
    const weight = batch.weights === undefined ? 1 : (batch.weights[row] as number);
    const a = actual[row] as number;
    if (weight > 0 && a !== ignoredRow) addRow(p, a, weight, batch.classes, matrix, sums);
  }
  return undefined;
}
