/** What a failing call threw, and memory that fails in every way that memory can. */
import type { SteepestErrorCode } from "steepest";

/** An error as its users see it: class, code and message. */
export type Thrown = readonly ["TypeError" | "RangeError", SteepestErrorCode, string];

/** What `work` throws; fails when it throws nothing. */
export function thrownBy(work: () => unknown): readonly [string, string, string] {
  try {
    work();
  } catch (error) {
    const { name, code, message } = error as Error & { code: string };
    return [name, code, message];
  }
  throw new Error("expected an error, but nothing was thrown");
}

/** Transfers the memory of an array away. */
export function detach<A extends ArrayBufferView>(array: A): A {
  structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });
  return array;
}

interface Resizable extends ArrayBuffer {
  resize(bytes: number): void;
}

/** An array over the start of a buffer that can change its size, with some numbers; without a length it follows the buffer. */
export function resizable(numbers: readonly number[], length?: number): { array: Float32Array; resize: (elements: number) => void } {
  const make = ArrayBuffer as unknown as new (bytes: number, options: { maxByteLength: number }) => Resizable;
  const buffer = new make(4 * numbers.length, { maxByteLength: 1024 });
  const array = length === undefined ? new Float32Array(buffer) : new Float32Array(buffer, 0, length);
  array.set(numbers);
  return { array, resize: (elements) => buffer.resize(4 * elements) };
}
