/** Calls of elementwise losses with wrong arguments: the same class, code and message on every backend, and nothing written. */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { detach, resizable, type Thrown, thrownBy } from "../support/errors";

interface Call {
  prediction: unknown;
  target: unknown;
  weights: unknown;
  out: unknown;
}

const methods = ["value", "gradient", "hessian", "valueAndGradient"] as const;
const loss = losses.huber({ reduction: "none" });

function fresh(): Call {
  return {
    prediction: Float32Array.of(1, 2, 3, 4, 5, 6),
    target: Float32Array.of(1, 3, 3, 5, 5, 7),
    weights: undefined,
    out: new Float32Array(6).fill(7),
  };
}

const six = () => new Float32Array(6);
const wanted = "expected a Float32Array or { data: Float32Array, shape }, received";
const invalidType = (message: string): Thrown => ["TypeError", "ERR_INVALID_TYPE", message];
const invalidLength = (message: string): Thrown => ["RangeError", "ERR_INVALID_LENGTH", message];
const detached = (argument: string): Thrown => [
  "TypeError",
  "ERR_DETACHED",
  `${argument}: expected an array with memory, received one whose buffer is detached`,
];
const shrunk = (argument: string): Thrown => [
  "TypeError",
  "ERR_DETACHED",
  `${argument}: expected an array with memory, received one that its buffer has shrunk below`,
];
const overlapping: Thrown = [
  "RangeError",
  "ERR_OVERLAP",
  "out: expected an array that shares no memory with the inputs, received one that does",
];

/** An array of six that its buffer has shrunk below. */
function outOfBounds(): Float32Array {
  const { array, resize } = resizable([1, 2, 3, 4, 5, 6], 6);
  resize(3);
  return array;
}

const wrongTypes: readonly (readonly [unknown, string])[] = [
  [[1, 2, 3, 4, 5, 6], "an Array of length 6"],
  [new Float64Array(6), "Float64Array of length 6"],
  [new Int32Array(6), "Int32Array of length 6"],
  [new ArrayBuffer(24), "an object of type ArrayBuffer"],
  ["abcdef", '"abcdef"'],
  [6, "6"],
  [Number.NaN, "NaN"],
  [null, "null"],
  [undefined, "undefined"],
  [true, "true"],
  [() => 6, "a function"],
  [{ length: 6 }, "an object of type Object"],
  [Symbol("six"), "a symbol"],
];

/** A name, what is put in the place of good arguments, and the error to expect. */
type Change = readonly [string, (call: Call) => Partial<Call>, Thrown];

const arrays: readonly Change[] = [
  ...(["prediction", "target"] as const).flatMap((argument) =>
    wrongTypes.map(([value, words]): Change => {
      return [`${argument} is ${words}`, () => ({ [argument]: value }), invalidType(`${argument}: ${wanted} ${words}`)];
    }),
  ),
  ...(["weights", "out"] as const).flatMap((argument) =>
    wrongTypes
      .filter(([value]) => value !== undefined)
      .map(([value, words]): Change => {
        const message = `${argument}: expected a Float32Array, received ${words}`;
        return [`${argument} is ${words}`, () => ({ [argument]: value }), invalidType(message)];
      }),
  ),
];

const lengths: readonly Change[] = [
  [
    "a shorter target",
    () => ({ target: new Float32Array(5) }),
    invalidLength("target: expected 6 elements (one per prediction), received Float32Array of length 5"),
  ],
  [
    "an empty prediction",
    () => ({ prediction: new Float32Array(0) }),
    invalidLength("target: expected 0 elements (one per prediction), received Float32Array of length 6"),
  ],
  [
    "weights that fit neither elements nor rows",
    () => ({ prediction: { data: six(), shape: [2, 3] }, weights: new Float32Array(3) }),
    invalidLength("weights: expected 6 elements (one per loss term) or 2 (one per row), received Float32Array of length 3"),
  ],
  [
    "too many weights",
    () => ({ weights: new Float32Array(7) }),
    invalidLength("weights: expected 6 elements (one per loss term), received Float32Array of length 7"),
  ],
];

const shapes: readonly Change[] = [
  [
    "a shape of another size",
    () => ({ prediction: { data: six(), shape: [2, 4] } }),
    ["RangeError", "ERR_INVALID_SHAPE", "prediction.shape: expected sizes whose product is the 6 elements of data, received [2, 4]"],
  ],
  ...([[], [2, -3], [2.5, 2], "2,3", null, [Number.NaN], undefined] as const).map((shape): Change => {
    const received = Array.isArray(shape) ? `an Array of length ${shape.length}` : typeof shape === "string" ? `"${shape}"` : String(shape);
    const message = `target.shape: expected an array of sizes, received ${received}`;
    return [`the shape ${JSON.stringify(shape)}`, () => ({ target: { data: six(), shape } }), ["TypeError", "ERR_INVALID_SHAPE", message]];
  }),
  [
    "data that is no Float32Array",
    () => ({ prediction: { data: [1], shape: [1] } }),
    invalidType("prediction.data: expected a Float32Array, received an Array of length 1"),
  ],
];

const memory: readonly Change[] = [
  ...(["prediction", "target", "weights", "out"] as const).flatMap((argument): Change[] => [
    [`${argument} is detached`, () => ({ [argument]: detach(six()) }), detached(argument)],
    [`${argument} is out of bounds`, () => ({ [argument]: outOfBounds() }), shrunk(argument)],
  ]),
  ["out is the prediction", (call) => ({ out: call.prediction }), overlapping],
  ["out is the target", (call) => ({ out: call.target }), overlapping],
  [
    "out overlaps the weights by one element",
    () => {
      const room = new Float32Array(11).fill(1);
      return { weights: room.subarray(0, 6), out: room.subarray(5) };
    },
    overlapping,
  ],
];

const weights: readonly Change[] = ([-1, Number.NaN, Number.NEGATIVE_INFINITY, -1e-45] as const).map((bad) => {
  const received = String(Math.fround(bad));
  const message = `weights[4]: expected a number of at least 0, received ${received}`;
  return [`a weight of ${bad}`, () => ({ weights: Float32Array.of(1, 1, 1, 1, bad, bad) }), ["RangeError", "ERR_INVALID_WEIGHT", message]];
});

function copyOf(value: unknown): unknown {
  return value instanceof Float32Array ? value.slice() : value;
}

describe.each([
  ["wrong types", arrays],
  ["wrong lengths", lengths],
  ["wrong shapes", shapes],
  ["memory", memory],
  ["bad weights", weights],
])("%s", (_, changes) => {
  test.each(changes)("%s", (_title, change, expected) => {
    for (const method of methods) {
      const call = fresh();
      Object.assign(call, change(call));
      const before = expected[1] === "ERR_DETACHED" ? [] : [call.prediction, call.target, call.out].map(copyOf);
      const options = Object.fromEntries(
        Object.entries({ weights: call.weights, out: call.out }).filter(([, value]) => value !== undefined),
      );
      expect(thrownBy(() => loss[method](call.prediction as never, call.target as never, options as never))).toEqual(expected);
      if (before.length > 0) expect([call.prediction, call.target, call.out], "nothing is written").toEqual(before);
    }
  });
});

describe("options of a call", () => {
  const { prediction, target } = fresh() as { prediction: Float32Array; target: Float32Array };

  test.each(methods)("%s takes only weights and out", (method) => {
    const owner = "huber: options of the call: expected";
    const call = (options: unknown) => thrownBy(() => loss[method](prediction, target, options as never));
    expect(call({ weight: target })).toEqual(["TypeError", "ERR_UNKNOWN_OPTION", `${owner} options among weights, out, received "weight"`]);
    expect(call(null)).toEqual(invalidType(`${owner} an object of options, received null`));
    expect(call(target)).toEqual(["TypeError", "ERR_UNKNOWN_OPTION", `${owner} options among weights, out, received "0"`]);
    expect(call("out")).toEqual(invalidType(`${owner} an object of options, received "out"`));
  });

  test("out has a number for each result", () => {
    const out = new Float32Array(5);
    expect(thrownBy(() => loss.value(prediction, target, { out }))).toEqual(
      invalidLength("out: expected 6 elements (one per loss term), received Float32Array of length 5"),
    );
    expect(thrownBy(() => loss.gradient(prediction, target, { out }))).toEqual(
      invalidLength("out: expected 6 elements (one per prediction), received Float32Array of length 5"),
    );
  });

  test("undefined options are absent ones", () => {
    expect(loss.gradient(prediction, target, { weights: undefined, out: undefined })).toEqual(loss.gradient(prediction, target));
  });

  test("a value that is one number leaves out alone", () => {
    const out = new Float32Array(6).fill(7);
    losses.huber().value(prediction, target, { out });
    expect(out).toEqual(new Float32Array(6).fill(7));
  });

  test("two shapes are the same, dimensions of 1 apart", () => {
    const shaped = (shape: number[]) => ({ data: Float32Array.of(1, 2, 3, 4, 5, 6), shape });
    expect(thrownBy(() => loss.value(shaped([2, 3]), shaped([3, 2])))).toEqual([
      "RangeError",
      "ERR_INVALID_SHAPE",
      "target.shape: expected [2, 3] (that of the prediction), received [3, 2]",
    ]);
    expect(loss.value(shaped([6, 1]), shaped([6]))).toEqual(six());
  });

  test("an empty view of a resizable buffer is an empty array", () => {
    const empty = new Float32Array(resizable([1, 2]).array.buffer, 0, 0);
    expect(losses.huber().valueAndGradient(empty, new Float32Array(0))).toEqual({ value: 0, gradient: new Float32Array(0), count: 0 });
  });
});
