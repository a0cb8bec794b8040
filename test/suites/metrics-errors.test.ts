/** Bad input to metrics: the same message and code on both backends. */
import { metrics, runtime, useBackend } from "steepest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const active = runtime().backend;
const floats = (...numbers: number[]) => Float32Array.from(numbers);
const ints = (...numbers: number[]) => Int32Array.from(numbers);
const call = (metric: unknown, ...args: unknown[]) => (metric as (...args: unknown[]) => unknown)(...args);

function detached(): Float32Array {
  const array = floats(1, 2);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

const three = { data: floats(0, 1, 2, 2, 1, 0), shape: [2, 3] };
const { accuracy, confusionMatrix, f1, mse, precision, r2 } = metrics;

type Row = readonly [metric: unknown, args: readonly unknown[], kind: typeof RangeError | typeof TypeError, code: string, message: string];
const rows: readonly Row[] = [
  [
    mse,
    [[1], floats(1)],
    TypeError,
    "ERR_INVALID_TYPE",
    "prediction: expected a Float32Array or { data: Float32Array, shape }, received an Array of length 1",
  ],
  [
    mse,
    [floats(1), new Float64Array(1)],
    TypeError,
    "ERR_INVALID_TYPE",
    "target: expected a Float32Array or { data: Float32Array, shape }, received Float64Array of length 1",
  ],
  [
    mse,
    [floats(1, 2), floats(1)],
    RangeError,
    "ERR_INVALID_LENGTH",
    "target: expected 2 elements (one per prediction), received Float32Array of length 1",
  ],
  [
    mse,
    [detached(), floats(1)],
    TypeError,
    "ERR_DETACHED",
    "prediction: expected an array with memory, received one whose buffer is detached",
  ],
  [mse, [floats(), floats()], RangeError, "ERR_INVALID_LENGTH", "mse: expected at least one term of weight above 0, received none"],
  [
    mse,
    [floats(1), floats(1), { weights: floats(0) }],
    RangeError,
    "ERR_INVALID_LENGTH",
    "mse: expected at least one term of weight above 0, received none",
  ],
  [
    mse,
    [floats(1, 2), floats(1, 2), { weights: floats(1, -1) }],
    RangeError,
    "ERR_INVALID_WEIGHT",
    "weights[1]: expected a number of at least 0, received -1",
  ],
  [
    mse,
    [floats(1), floats(1), { weights: floats(Number.NaN) }],
    RangeError,
    "ERR_INVALID_WEIGHT",
    "weights[0]: expected a number of at least 0, received NaN",
  ],
  [
    mse,
    [floats(1, 2), floats(1, 2), { weights: floats(1) }],
    RangeError,
    "ERR_INVALID_LENGTH",
    "weights: expected 2 elements (one per prediction), received Float32Array of length 1",
  ],
  [
    mse,
    [floats(1), floats(1), { weights: [1] }],
    TypeError,
    "ERR_INVALID_TYPE",
    "weights: expected a Float32Array, received an Array of length 1",
  ],
  [
    mse,
    [floats(1), floats(1), { weight: floats(1) }],
    TypeError,
    "ERR_UNKNOWN_OPTION",
    'mse: options of the call: expected options among weights, received "weight"',
  ],
  [
    mse,
    [floats(1), floats(1), null],
    TypeError,
    "ERR_INVALID_TYPE",
    "mse: options of the call: expected an object of options, received null",
  ],
  [
    r2,
    [{ data: floats(1, 2), shape: [1, 2] }, floats(1, 2)],
    RangeError,
    "ERR_INVALID_SHAPE",
    "prediction.shape: expected one number per row for r2, received [1, 2]",
  ],
  [
    accuracy,
    [[1], ints(1)],
    TypeError,
    "ERR_INVALID_TYPE",
    "prediction: expected labels (Int32Array, Uint16Array or Uint8Array), { data: Float32Array, shape } or a Float32Array, received an Array of length 1",
  ],
  [
    accuracy,
    [ints(0, 1), ints(1)],
    RangeError,
    "ERR_INVALID_LENGTH",
    "target: expected 2 rows (as many as the prediction has), received 1",
  ],
  [accuracy, [ints(), ints()], RangeError, "ERR_INVALID_LENGTH", "accuracy: expected at least one term of weight above 0, received none"],
  [
    accuracy,
    [detached(), ints()],
    TypeError,
    "ERR_DETACHED",
    "prediction: expected an array with memory, received one whose buffer is detached",
  ],
  [
    accuracy,
    [three, ints(0, 3)],
    RangeError,
    "ERR_INVALID_LABEL",
    "target[1]: expected a label from 0 to 2 or -100 to ignore the row, received 3",
  ],
  [accuracy, [ints(0, -1), ints(0, 1)], RangeError, "ERR_INVALID_LABEL", "prediction[1]: expected a label from 0 to 1, received -1"],
  [accuracy, [ints(0, 1), floats(0, 2)], RangeError, "ERR_INVALID_LABEL", "target[1]: expected a number from -1 to 1, received 2"],
  [
    accuracy,
    [three, floats(0, 1)],
    TypeError,
    "ERR_INVALID_TYPE",
    "target: expected labels or one column per class for 3 classes, received one number per row",
  ],
  [
    accuracy,
    [three, ints(0, 1), { classes: 4 }],
    RangeError,
    "ERR_INVALID_SHAPE",
    "prediction.shape: expected [rows, 4] (one column per class), received 3 columns",
  ],
  [
    accuracy,
    [{ data: floats(), shape: [2, 0] }, ints(0, 1)],
    RangeError,
    "ERR_INVALID_SHAPE",
    "prediction.shape: expected [rows, classes] with at least one class, received [2, 0]",
  ],
  [
    accuracy,
    [ints(0, 2 ** 31 - 1), ints(0, 1)],
    RangeError,
    "ERR_INVALID_LABEL",
    "target: expected at most 1048576 classes, received labels or columns for 2147483648",
  ],
  [
    confusionMatrix,
    [ints(0, 1e6), ints(0, 1)],
    RangeError,
    "ERR_INVALID_LABEL",
    "target: expected at most 8192 classes, received labels or columns for 1000001",
  ],
  [
    accuracy,
    [ints(0), ints(0), { weights: floats(1, 1) }],
    RangeError,
    "ERR_INVALID_LENGTH",
    "weights: expected 1 elements (one per row), received Float32Array of length 2",
  ],
  [
    accuracy,
    [ints(0), ints(0), { weights: floats(-1) }],
    RangeError,
    "ERR_INVALID_WEIGHT",
    "weights[0]: expected a number of at least 0, received -1",
  ],
  [
    accuracy,
    [ints(0), ints(0), { average: "macro" }],
    TypeError,
    "ERR_UNKNOWN_OPTION",
    'accuracy: expected options among threshold, classes, ignoreIndex, weights, received "average"',
  ],
  [
    accuracy,
    [ints(0), ints(0), { classes: 1 }],
    RangeError,
    "ERR_INVALID_OPTION",
    "accuracy: classes: expected an integer from 2 to 1048576, received 1",
  ],
  [
    accuracy,
    [ints(0), ints(0), { threshold: "0.5" }],
    TypeError,
    "ERR_INVALID_OPTION",
    'accuracy: threshold: expected a finite number, received "0.5"',
  ],
  [
    accuracy,
    [ints(0), ints(0), { ignoreIndex: 0.5 }],
    TypeError,
    "ERR_INVALID_OPTION",
    "accuracy: ignoreIndex: expected an integer or null, received 0.5",
  ],
  [accuracy, [ints(0), ints(0), null], TypeError, "ERR_INVALID_TYPE", "accuracy: expected an object of options, received null"],
  [
    precision,
    [three, ints(0, 1)],
    RangeError,
    "ERR_INVALID_OPTION",
    'precision: average: expected "macro", "micro", "weighted" or "none" for 3 classes, received "binary"',
  ],
  [
    f1,
    [ints(0), ints(0), { average: "mean" }],
    TypeError,
    "ERR_INVALID_OPTION",
    'f1: average: expected "binary" or "macro" or "micro" or "weighted" or "none", received "mean"',
  ],
];

afterEach(() => useBackend(active));

describe.each(active === "native" ? (["native", "reference"] as const) : (["reference"] as const))("on the %s backend", (backend) => {
  beforeEach(() => useBackend(backend));

  test.each(rows.map((row) => [`${row[3]} ${row[4]}`, row] as const))("%s", (_, [metric, args, kind, code, message]) => {
    let thrown: unknown;
    try {
      call(metric, ...args);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(kind);
    expect(thrown).toMatchObject({ code, message });
  });
});
