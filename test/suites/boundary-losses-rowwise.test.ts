/** Calls of rowwise losses with wrong arguments, the same on every backend, and nothing written. */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { detach, resizable, type Thrown, thrownBy } from "../support/errors";

interface Call {
  prediction: unknown;
  target: unknown;
  options: Record<string, unknown>;
}

const methods = ["value", "gradient", "hessian", "valueAndGradient"] as const;
const loss = losses.crossEntropy({ reduction: "none" });
const scores = (length = 12) => Float32Array.from({ length }, (_, i) => Math.sin(i));

function fresh(): Call {
  return { prediction: { data: scores(), shape: [3, 4] }, target: Int32Array.of(0, 3, 1), options: {} };
}

const invalidType = (message: string): Thrown => ["TypeError", "ERR_INVALID_TYPE", message];
const invalidLength = (message: string): Thrown => ["RangeError", "ERR_INVALID_LENGTH", message];
const invalidShape = (message: string): Thrown => ["RangeError", "ERR_INVALID_SHAPE", message];
const invalidLabel = (message: string): Thrown => ["RangeError", "ERR_INVALID_LABEL", message];
const labelTypes = "target: expected labels (Int32Array, Uint16Array or Uint8Array) or { data: Float32Array, shape }, received";
const range = "expected a label from 0 to 3 or -100 to ignore the row";
const lost = "expected an array with memory, received one whose buffer is detached";

/** A name, what is put in the place of good arguments, and the error to expect. */
type Change = readonly [string, () => Partial<Call>, Thrown];

const changes: readonly Change[] = [
  [
    "scores without a shape",
    () => ({ prediction: scores() }),
    invalidType("prediction: expected { data: Float32Array, shape: number[] }, received Float32Array of length 12"),
  ],
  [
    "no scores",
    () => ({ prediction: undefined }),
    invalidType("prediction: expected { data: Float32Array, shape: number[] }, received undefined"),
  ],
  [
    "scores in three dimensions",
    () => ({ prediction: { data: scores(), shape: [3, 2, 2] } }),
    invalidShape("prediction.shape: expected [rows, classes] with at least one class, received [3, 2, 2]"),
  ],
  [
    "no classes",
    () => ({ prediction: { data: new Float32Array(0), shape: [3, 0] } }),
    invalidShape("prediction.shape: expected [rows, classes] with at least one class, received [3, 0]"),
  ],
  ["labels in an Array", () => ({ target: [0, 3, 1] }), invalidType(`${labelTypes} an Array of length 3`)],
  ["labels in a Float32Array", () => ({ target: Float32Array.of(0, 3, 1) }), invalidType(`${labelTypes} Float32Array of length 3`)],
  ["labels in an Int8Array", () => ({ target: Int8Array.of(0, 3, 1) }), invalidType(`${labelTypes} Int8Array of length 3`)],
  ["no labels", () => ({ target: null }), invalidType(`${labelTypes} null`)],
  [
    "too few labels",
    () => ({ target: Int32Array.of(0, 3) }),
    invalidLength("target: expected 3 elements (one label per row), received Int32Array of length 2"),
  ],
  [
    "soft targets of another shape",
    () => ({ target: { data: scores(), shape: [4, 3] } }),
    invalidShape("target.shape: expected [3, 4] (that of the prediction), received [4, 3]"),
  ],
  [
    "soft targets of another type",
    () => ({ target: { data: new Float64Array(12), shape: [3, 4] } }),
    invalidType("target.data: expected a Float32Array, received Float64Array of length 12"),
  ],
  ["a label beyond the classes", () => ({ target: Int32Array.of(0, 4, 5) }), invalidLabel(`target[1]: ${range}, received 4`)],
  ["a negative label", () => ({ target: Int32Array.of(0, 0, -1) }), invalidLabel(`target[2]: ${range}, received -1`)],
  [
    "a label of 16 bits beyond the classes",
    () => ({ target: Uint16Array.of(65_535, 0, 0) }),
    invalidLabel(`target[0]: ${range}, received 65535`),
  ],
  ["a label of 8 bits beyond the classes", () => ({ target: Uint8Array.of(0, 255, 0) }), invalidLabel(`target[1]: ${range}, received 255`)],
  [
    "a bad label in a row of weight 0",
    () => ({ target: Int32Array.of(0, 9, 0), options: { weights: Float32Array.of(1, 0, 1) } }),
    invalidLabel(`target[1]: ${range}, received 9`),
  ],
  [
    "a weight per score",
    () => ({ options: { weights: new Float32Array(12) } }),
    invalidLength("weights: expected 3 elements (one per loss term), received Float32Array of length 12"),
  ],
  [
    "a negative weight",
    () => ({ options: { weights: Float32Array.of(0, 1, -2) } }),
    ["RangeError", "ERR_INVALID_WEIGHT", "weights[2]: expected a number of at least 0, received -2"],
  ],
  [
    "detached scores",
    () => ({ prediction: { data: detach(scores()), shape: [3, 4] } }),
    ["TypeError", "ERR_DETACHED", `prediction.data: ${lost}`],
  ],
  ["detached labels", () => ({ target: detach(Int32Array.of(0, 3, 1)) }), ["TypeError", "ERR_DETACHED", `target: ${lost}`]],
  [
    "detached soft targets",
    () => ({ target: { data: detach(scores()), shape: [3, 4] } }),
    ["TypeError", "ERR_DETACHED", `target.data: ${lost}`],
  ],
  [
    "out over the labels",
    () => {
      const room = new ArrayBuffer(60);
      return { target: new Uint8Array(room, 20, 3), options: { out: new Float32Array(room, 0, 12) } };
    },
    ["RangeError", "ERR_OVERLAP", "out: expected an array that shares no memory with the inputs, received one that does"],
  ],
];

describe("crossEntropy", () => {
  test.each(changes)("%s", (_, change, expected) => {
    for (const method of methods) {
      const call = fresh();
      Object.assign(call, change());
      const size = method === "value" ? 3 : 12;
      const own = call.options["out"] as Float32Array | undefined;
      const out = own === undefined ? new Float32Array(size).fill(7) : own.subarray(0, size);
      if (own !== undefined && method === "value") continue; // the shorter output does not reach the labels
      const before = out.slice();
      const run = () => loss[method](call.prediction as never, call.target as never, { ...call.options, out });
      expect(thrownBy(run)).toEqual(expected);
      expect(out, "nothing is written").toEqual(before);
    }
  });

  test("the range of labels names the ignored one only where there is one", () => {
    const strict = losses.crossEntropy({ ignoreIndex: null });
    const run = () => strict.value({ data: scores(), shape: [3, 4] }, Int32Array.of(0, -100, 0));
    expect(thrownBy(run)).toEqual(["RangeError", "ERR_INVALID_LABEL", "target[1]: expected a label from 0 to 3, received -100"]);
  });

  test("a class weight is wanted for each class", () => {
    const weighted = losses.crossEntropy({ classWeights: [1, 2, 3] });
    const run = () => weighted.value({ data: scores(), shape: [3, 4] }, Int32Array.of(0, 0, 0));
    expect(thrownBy(run)).toEqual([
      "RangeError",
      "ERR_INVALID_LENGTH",
      "crossEntropy: classWeights: expected 4 elements (one per class), received an Array of length 3",
    ]);
  });

  test("arrays in a resizable buffer are taken as they are now", () => {
    const { array, resize } = resizable(Array.from(scores()));
    const target = Int32Array.of(0, 3, 1);
    const want = loss.gradient({ data: scores(), shape: [3, 4] }, target);
    expect(loss.gradient({ data: array, shape: [3, 4] }, target)).toEqual(want);
    resize(8);
    expect(thrownBy(() => loss.gradient({ data: array, shape: [3, 4] }, target))).toEqual([
      "RangeError",
      "ERR_INVALID_SHAPE",
      "prediction.shape: expected sizes whose product is the 8 elements of data, received [3, 4]",
    ]);
    expect(loss.gradient({ data: array, shape: [2, 4] }, target.slice(0, 2))).toEqual(want.slice(0, 8));
  });
});
