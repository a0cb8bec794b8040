/** What an optimizer moves. */
import { checkFloat32, checkLength, checkShape, describe, overlap } from "../check";
import { rangeError, typeError } from "../errors";

/** A tensor to be learned: its numbers and the derivative of the loss by each, arrays of one length. */
export interface Parameter {
  readonly data: Float32Array;
  readonly gradient: Float32Array;
  /** The dimensions, for rules that work on matrices. */
  readonly shape?: readonly number[] | undefined;
  /** The latest estimate of the diagonal of the hessian, for rules that read it (Sophia). */
  readonly hessian?: Float32Array | undefined;
}

/** The value as a parameter whose arrays, the inputs of its rule among them, have one length and share no memory with the data. */
export function checkParameter(value: unknown, argument: string, inputs: readonly string[]): Parameter {
  if (typeof value !== "object" || value === null || !("data" in value) || !("gradient" in value)) {
    throw typeError(
      "ERR_INVALID_TYPE",
      `${argument}: expected { data: Float32Array, gradient: Float32Array }, received ${describe(value)}`,
    );
  }
  const data = checkFloat32(value.data, `${argument}.data`);
  for (const name of ["gradient", ...inputs]) {
    const array = checkFloat32((value as Record<string, unknown>)[name], `${argument}.${name}`);
    checkLength(array, data.length, `${argument}.${name}`, "one per element of data");
    if (data === array || overlap(data, array)) {
      throw rangeError("ERR_OVERLAP", `${argument}.${name}: expected an array that shares no memory with data, received one that does`);
    }
  }
  const { shape } = value as Parameter;
  if (shape !== undefined) checkShape(shape, data.length, argument);
  return value as Parameter;
}

interface Span {
  readonly argument: string;
  readonly array: Float32Array;
  /** Whether a step writes it. */
  readonly moved: boolean;
}

/**
 * Throws when the data of a parameter shares memory with another array of the list, or with `zeroed` its gradient: a step would read what
 * it has written.
 */
export function checkSeparate(parameters: readonly Parameter[], owner: string, zeroed: boolean): void {
  const buffers = new Map<ArrayBufferLike, Span[]>();
  const add = (array: Float32Array, argument: string, moved: boolean): void => {
    if (array.length === 0) return;
    const spans = buffers.get(array.buffer);
    if (spans === undefined) buffers.set(array.buffer, [{ argument, array, moved }]);
    else spans.push({ argument, array, moved });
  };
  for (const [index, { data, gradient, hessian }] of parameters.entries()) {
    add(data, `${owner}: parameters[${index}].data`, true);
    add(gradient, `${owner}: parameters[${index}].gradient`, zeroed);
    if (hessian !== undefined) add(hessian, `${owner}: parameters[${index}].hessian`, false);
  }
  for (const spans of buffers.values()) checkSpans(spans);
}

/** Throws when two spans of one buffer overlap of which at least one is moved: each is held against the furthest before it. */
function checkSpans(spans: Span[]): void {
  let furthest: Span | undefined;
  let furthestMoved: Span | undefined;
  const end = (span: Span | undefined) => (span === undefined ? 0 : span.array.byteOffset + span.array.byteLength);
  for (const span of spans.sort((a, b) => a.array.byteOffset - b.array.byteOffset)) {
    const other = span.moved ? furthest : furthestMoved;
    if (other !== undefined && end(other) > span.array.byteOffset) {
      throw rangeError(
        "ERR_OVERLAP",
        `${span.argument}: expected an array that shares no memory with ${other.argument}, received one that does`,
      );
    }
    if (end(span) > end(furthest)) furthest = span;
    if (span.moved && end(span) > end(furthestMoved)) furthestMoved = span;
  }
}
