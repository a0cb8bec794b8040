/** Bad input to minimize: a rejected promise with the right kind, code and message. */
import { minimize } from "steepest";
import { describe, expect, test } from "vitest";
import { rosenbrock } from "../support/problems";

const { valueAndGradient: f, hessian } = rosenbrock;
const at = (...numbers: number[]) => Float64Array.from(numbers);
const descent = { method: "gradient-descent" };
const newton = { method: "newton", hessian };
const returning = (result: unknown) => () => result;

function detached(): Float64Array {
  const array = at(1, 2);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

type Row = readonly [args: readonly unknown[], kind: typeof RangeError | typeof TypeError, code: string, message: string];
const options: readonly Row[] = [
  [[f, at(1, 2)], TypeError, "ERR_INVALID_OPTION", 'minimize: method: expected "gradient-descent" or "newton", received undefined'],
  [[f, at(1, 2), null], TypeError, "ERR_INVALID_OPTION", 'minimize: method: expected "gradient-descent" or "newton", received undefined'],
  [
    [f, at(1, 2), { method: "toString" }],
    TypeError,
    "ERR_INVALID_OPTION",
    'minimize: method: expected "gradient-descent" or "newton", received "toString"',
  ],
  [[f, at(1, 2), { method: "newton" }], TypeError, "ERR_INVALID_TYPE", "minimize: hessian: expected a function, received undefined"],
  [
    [f, at(1, 2), { ...descent, hessian }],
    TypeError,
    "ERR_UNKNOWN_OPTION",
    'minimize: expected options among method, tolerance, maxIterations, signal, onIteration, initialStep, received "hessian"',
  ],
  [
    [f, at(1, 2), { ...newton, initialStep: 1 }],
    TypeError,
    "ERR_UNKNOWN_OPTION",
    'minimize: expected options among method, tolerance, maxIterations, signal, onIteration, hessian, received "initialStep"',
  ],
  [
    [f, at(1, 2), { ...descent, initialStep: 0 }],
    RangeError,
    "ERR_INVALID_OPTION",
    "minimize: initialStep: expected a finite number above 0, received 0",
  ],
  [
    [f, at(1, 2), { ...descent, tolerance: -1 }],
    RangeError,
    "ERR_INVALID_OPTION",
    "minimize: tolerance: expected a finite number of at least 0, received -1",
  ],
  [
    [f, at(1, 2), { ...descent, maxIterations: 1.5 }],
    RangeError,
    "ERR_INVALID_OPTION",
    "minimize: maxIterations: expected an integer of at least 0, received 1.5",
  ],
  [
    [f, at(1, 2), { ...descent, signal: {} }],
    TypeError,
    "ERR_INVALID_OPTION",
    "minimize: signal: expected an AbortSignal, received an object of type Object",
  ],
  [[f, at(1, 2), { ...descent, onIteration: 1 }], TypeError, "ERR_INVALID_TYPE", "minimize: onIteration: expected a function, received 1"],
  [[undefined, at(1, 2), descent], TypeError, "ERR_INVALID_TYPE", "valueAndGradient: expected a function, received undefined"],
  [[f, [1, 2], descent], TypeError, "ERR_INVALID_TYPE", "start: expected a Float64Array, received an Array of length 2"],
  [[f, new Float32Array(2), descent], TypeError, "ERR_INVALID_TYPE", "start: expected a Float64Array, received Float32Array of length 2"],
  [[f, at(), descent], RangeError, "ERR_INVALID_LENGTH", "start: expected at least one element, received Float64Array of length 0"],
  [[f, detached(), descent], TypeError, "ERR_DETACHED", "start: expected an array with memory, received one whose buffer is detached"],
  [[f, at(1, Number.NaN), descent], RangeError, "ERR_INVALID_VALUE", "start[1]: expected a finite number, received NaN"],
];

const results: readonly Row[] = [
  [
    [returning(undefined), at(1, 2), descent],
    TypeError,
    "ERR_INVALID_TYPE",
    "valueAndGradient: expected { value: number, gradient: Float64Array }, received undefined",
  ],
  [
    [returning(3), at(1, 2), descent],
    TypeError,
    "ERR_INVALID_TYPE",
    "valueAndGradient: expected { value: number, gradient: Float64Array }, received 3",
  ],
  [
    [returning({ value: "1", gradient: at(1, 2) }), at(1, 2), descent],
    TypeError,
    "ERR_INVALID_TYPE",
    'valueAndGradient: value: expected a number, received "1"',
  ],
  [
    [returning({ value: 1 }), at(1, 2), descent],
    TypeError,
    "ERR_INVALID_TYPE",
    "valueAndGradient: gradient: expected a Float64Array, received undefined",
  ],
  [
    [returning({ value: 1, gradient: new Float32Array(2) }), at(1, 2), descent],
    TypeError,
    "ERR_INVALID_TYPE",
    "valueAndGradient: gradient: expected a Float64Array, received Float32Array of length 2",
  ],
  [
    [returning({ value: 1, gradient: at(1) }), at(1, 2), descent],
    RangeError,
    "ERR_INVALID_LENGTH",
    "valueAndGradient: gradient: expected 2 elements (one per component of start), received Float64Array of length 1",
  ],
  [
    [returning({ value: Number.NaN, gradient: at(1, 2) }), at(1, 2), descent],
    RangeError,
    "ERR_INVALID_VALUE",
    "valueAndGradient: value: expected a finite number at the start, received NaN",
  ],
  [
    [returning({ value: Number.NEGATIVE_INFINITY, gradient: at(1, 2) }), at(1, 2), descent],
    RangeError,
    "ERR_INVALID_VALUE",
    "valueAndGradient: value: expected a finite number at the start, received -Infinity",
  ],
  [
    [returning({ value: 1, gradient: at(1, Number.POSITIVE_INFINITY) }), at(1, 2), descent],
    RangeError,
    "ERR_INVALID_VALUE",
    "valueAndGradient: gradient[1]: expected a finite number at the start, received Infinity",
  ],
  [
    [f, at(1, 2), { method: "newton", hessian: returning([1, 2, 3, 4]) }],
    TypeError,
    "ERR_INVALID_TYPE",
    "hessian: expected a Float64Array, received an Array of length 4",
  ],
  [
    [f, at(1, 2), { method: "newton", hessian: returning(at(1, 2)) }],
    RangeError,
    "ERR_INVALID_LENGTH",
    "hessian: expected 4 elements (2 rows of 2), received Float64Array of length 2",
  ],
  [
    [f, at(1, 2), { method: "newton", hessian: returning(at(1, 0, 0, Number.NaN)) }],
    RangeError,
    "ERR_INVALID_VALUE",
    "hessian[3]: expected a finite number where the function is finite, received NaN",
  ],
];

const search = minimize as (...args: unknown[]) => Promise<unknown>;

describe.each([
  ["options", options],
  ["results of the caller's functions", results],
] as const)("%s", (_, rows) => {
  test.each(rows.map((row) => [`${row[2]} ${row[3]}`, row] as const))("%s", async (_title, [args, kind, code, message]) => {
    const error = await search(...args).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ code, message });
  });
});
