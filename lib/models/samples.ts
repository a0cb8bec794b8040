/** The checks of what a model is given: inputs, targets and weights of rows. */
import { checkAttached, checkFloat32, checkLength, checkShaped, describe, isShaped, type Matrix, unshared } from "../check";
import { rangeError, typeError } from "../errors";
import { type LabelArray, labelKind, TargetKind, type Values } from "../losses/arrays";
import { firstOutside, outsideError } from "../losses/domain";
import type { Loss } from "../losses/loss";
import type { Samples } from "./spec";

/** What a model learns from: numbers for pointwise losses; labels, or a row of numbers per row, for rowwise ones. */
export type Targets = Values | LabelArray;

/** Rows of inputs. */
export interface Rows {
  readonly rows: number;
  readonly data: Float32Array;
}

/** The indices of samples fit 32 bits. */
const mostRows = 2 ** 32 - 1;

/** Inputs as rows of `columns` numbers: `{ data, shape: [rows, …] }`, or a Float32Array that holds whole rows. */
export function checkRows(value: Values, columns: number, argument: string): Rows {
  if (value instanceof Float32Array) {
    if (value.length === 0) checkAttached(value, argument);
    const rows = value.length / columns;
    if (Number.isInteger(rows)) return { rows, data: value };
    throw rangeError(
      "ERR_INVALID_LENGTH",
      `${argument}: expected a multiple of ${columns} elements (rows of ${columns}), received ${describe(value)}`,
    );
  }
  if (!isShaped(value)) {
    throw typeError(
      "ERR_INVALID_TYPE",
      `${argument}: expected a Float32Array or { data: Float32Array, shape }, received ${describe(value)}`,
    );
  }
  const { data, shape } = checkShaped(value, argument);
  const rows = shape[0] as number;
  if (data.length === rows * columns && (shape.length > 1 || columns === 1)) return { rows, data };
  throw rangeError("ERR_INVALID_SHAPE", `${argument}.shape: expected [rows, ${columns}], received [${shape.join(", ")}]`);
}

/** Throws unless every label is a class or the ignored one. */
function checkLabels(labels: LabelArray, classes: number, ignored: number, argument: string): void {
  for (let i = 0; i < labels.length; ++i) {
    const label = labels[i] as number;
    if ((label >= 0 && label < classes) || label === ignored) continue;
    const range = `a label from 0 to ${classes - 1}${Number.isNaN(ignored) ? "" : ` or ${ignored} to ignore the row`}`;
    throw rangeError("ERR_INVALID_LABEL", `${argument}[${i}]: expected ${range}, received ${describe(label)}`);
  }
}

/** Throws where a target means nothing to the loss; once for all epochs. */
function checkDomain(loss: Loss<never, never>, targets: Float32Array, argument: string): void {
  const domain = loss.spec.domains.at(-1);
  const index = domain === undefined ? -1 : firstOutside(domain, targets);
  if (domain !== undefined && index >= 0) throw outsideError(domain, `${argument}[${index}]`, targets[index] as number);
}

/** The targets of `rows` rows for a network of so many outputs. */
function checkTargets(
  value: unknown,
  loss: Loss<never, never>,
  rows: number,
  outputs: number,
  argument: string,
): Pick<Samples, "targets" | "targetKind"> {
  const rowwise = loss.spec.definition.shape === "rowwise";
  const kind = rowwise ? labelKind(value) : undefined;
  if (kind !== undefined) {
    const labels = unshared(value as LabelArray);
    if (labels.length === 0) checkAttached(labels, argument);
    checkLength(labels, rows, argument, "one label per row of x");
    checkLabels(labels, outputs, loss.spec.ignoredLabel, argument);
    return { targets: labels, targetKind: kind };
  }
  if (!isShaped(value) && (rowwise || !(value instanceof Float32Array))) {
    const numbers = rowwise ? "labels (Int32Array, Uint16Array or Uint8Array)" : "a Float32Array";
    throw typeError(
      "ERR_INVALID_TYPE",
      `${argument}: expected ${numbers} or { data: Float32Array, shape } for ${loss.name}, received ${describe(value)}`,
    );
  }
  const given = checkRows(value as Values, outputs, argument);
  if (given.rows !== rows) checkLength({ length: given.rows }, rows, argument, "one row per row of x");
  checkDomain(loss, given.data, argument);
  return { targets: given.data, targetKind: TargetKind.soft };
}

function checkWeights(value: unknown, rows: number, argument: string): Float32Array | undefined {
  if (value === undefined) return undefined;
  const weights = unshared(checkFloat32(value, argument));
  checkLength(weights, rows, argument, "one per row of x");
  for (let i = 0; i < rows; ++i) {
    const weight = weights[i] as number;
    if (!(weight >= 0))
      throw rangeError("ERR_INVALID_WEIGHT", `${argument}[${i}]: expected a number of at least 0, received ${describe(weight)}`);
  }
  return weights;
}

/** How the arguments of samples are called in messages. */
export interface SampleNames {
  readonly x: string;
  readonly y: string;
  readonly weights: string;
}

/** The samples of a call, at least one row. */
export function checkSamples(
  x: Values,
  y: Targets,
  weights: unknown,
  loss: Loss<never, never>,
  inputs: number,
  outputs: number,
  names: SampleNames,
): Samples {
  const { rows, data } = checkRows(x, inputs, names.x);
  if (rows < 1 || rows > mostRows) throw rangeError("ERR_INVALID_LENGTH", `${names.x}: expected 1 to ${mostRows} rows, received ${rows}`);
  return { rows, x: data, ...checkTargets(y, loss, rows, outputs, names.y), weights: checkWeights(weights, rows, names.weights) };
}

/** Rows [begin, end) of samples. */
export function sliceSamples(samples: Samples, begin: number, end: number): Samples {
  const cut = <A extends Float32Array | LabelArray>(array: A): A => {
    const width = array.length / samples.rows;
    return array.subarray(begin * width, end * width) as A;
  };
  return {
    rows: end - begin,
    x: cut(samples.x),
    targets: cut(samples.targets),
    targetKind: samples.targetKind,
    weights: samples.weights === undefined ? undefined : cut(samples.weights),
  };
}

/** Copies of samples, which nobody else changes. */
export function copySamples(samples: Samples): Samples {
  const { x, targets, weights } = samples;
  return { ...samples, x: x.slice(), targets: targets.slice(), weights: weights?.slice() };
}

/** Rows order[0], order[1], … of samples. */
export function gatherSamples(samples: Samples, order: Uint32Array): Samples {
  const gather = <A extends Float32Array | LabelArray>(array: A): A => {
    const width = array.length / samples.rows;
    const gathered = array.slice(0, order.length * width);
    for (const [row, from] of order.entries()) gathered.set(array.subarray(from * width, (from + 1) * width), row * width);
    return gathered as A;
  };
  const { x, targets, targetKind, weights } = samples;
  return { rows: order.length, x: gather(x), targets: gather(targets), targetKind, weights: weights && gather(weights) };
}

/** What a call gives back where rows matter. */
export function matrixOf(data: Float32Array, rows: number, columns: number): Matrix {
  return { data, shape: [rows, columns] };
}
