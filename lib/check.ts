/** The checks behind every user-facing error: what was expected, for which argument, what was received. */
import { rangeError, typeError } from "./errors";

/** What an error message says was received. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return `a function`;
  if (ArrayBuffer.isView(value) && "length" in value) return `${value.constructor.name} of length ${value.length}`;
  if (Array.isArray(value)) return `an Array of length ${value.length}`;
  if (typeof value === "object") return `an object of type ${value.constructor?.name ?? "Object"}`;
  return `a ${typeof value}`;
}

/** Whether an array lies within its buffer; every method of a typed array but its getters refuses one that does not. */
function hasMemory(array: ArrayBufferView): boolean {
  try {
    Float32Array.prototype.at.call(array as Float32Array, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether an array has no element. Not by its length: V8 11.3 (Node 20) optimizes a `.length` that has seen arrays over resizable
 * buffers and others wrongly, and a detached array then keeps its length.
 */
function isEmpty(array: ArrayLike<number>): boolean {
  return array[0] === undefined;
}

/** Throws when an array has no memory any more, or its resizable buffer has shrunk below it. */
export function checkAttached(array: ArrayBufferView & ArrayLike<number>, argument: string): void {
  if (!isEmpty(array) || hasMemory(array)) return;
  const resizable = (array.buffer as { resizable?: boolean }).resizable === true;
  const received = resizable ? "that its buffer has shrunk below" : "whose buffer is detached";
  throw typeError("ERR_DETACHED", `${argument}: expected an array with memory, received one ${received}`);
}

/** The array itself, or a copy where another thread could change it between its check and its use. */
export function unshared<A extends Float32Array | Int32Array | Uint16Array | Uint8Array>(array: A): A {
  return array.buffer instanceof SharedArrayBuffer ? (array.slice() as A) : array;
}

/** The value as a Float32Array with memory. */
export function checkFloat32(value: unknown, argument: string): Float32Array {
  if (!(value instanceof Float32Array)) {
    throw typeError("ERR_INVALID_TYPE", `${argument}: expected a Float32Array, received ${describe(value)}`);
  }
  if (isEmpty(value)) checkAttached(value, argument);
  return value;
}

/** Throws unless an array has `expected` elements; `reason` says what they are one per. */
export function checkLength(array: { readonly length: number }, expected: number, argument: string, reason: string): void {
  if (array.length !== expected) {
    throw rangeError("ERR_INVALID_LENGTH", `${argument}: expected ${expected} elements (${reason}), received ${describe(array)}`);
  }
}

/** Data with the shape that it is to be read in: row-major, the first dimension counts the rows. */
export interface Matrix {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Whether a value is meant as `{ data, shape }`. */
export function isShaped(value: unknown): value is { data: unknown; shape: unknown } {
  return typeof value === "object" && value !== null && "data" in value && "shape" in value;
}

/** The value as `{ data, shape }` of a Float32Array whose shape fits its length. */
export function checkShaped(value: unknown, argument: string): Matrix {
  if (!isShaped(value)) {
    throw typeError("ERR_INVALID_TYPE", `${argument}: expected { data: Float32Array, shape: number[] }, received ${describe(value)}`);
  }
  checkShape(value.shape, checkFloat32(value.data, `${argument}.data`).length, argument);
  return value as Matrix;
}

/** Throws unless a value is a list of sizes whose product is `length`. */
export function checkShape(shape: unknown, length: number, argument: string): asserts shape is readonly number[] {
  if (!Array.isArray(shape) || shape.length === 0 || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw typeError("ERR_INVALID_SHAPE", `${argument}.shape: expected an array of sizes, received ${describe(shape)}`);
  }
  const elements = shape.reduce((product: number, size: number) => product * size, 1);
  if (elements !== length) {
    throw rangeError(
      "ERR_INVALID_SHAPE",
      `${argument}.shape: expected sizes whose product is the ${length} elements of data, received [${shape.join(", ")}]`,
    );
  }
}

/** Whether two arrays share memory. */
export function overlap(a: ArrayBufferView, b: ArrayBufferView): boolean {
  if (a.buffer !== b.buffer || a.byteLength === 0 || b.byteLength === 0) return false;
  return a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength;
}

/** The value as an integer within bounds (both included). */
export function checkInteger(value: unknown, argument: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER): number {
  const range = maximum === Number.MAX_SAFE_INTEGER ? `an integer of at least ${minimum}` : `an integer from ${minimum} to ${maximum}`;
  if (typeof value !== "number") throw typeError("ERR_INVALID_TYPE", `${argument}: expected ${range}, received ${describe(value)}`);
  if (!Number.isSafeInteger(value) || value < minimum || value > maximum) {
    throw rangeError("ERR_INVALID_OPTION", `${argument}: expected ${range}, received ${describe(value)}`);
  }
  return value;
}
