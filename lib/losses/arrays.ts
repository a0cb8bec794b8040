/** The arrays of a loss call and how they are described to a backend. */
import type { Matrix } from "../check";

/** Class labels, one per row. */
export type LabelArray = Int32Array | Uint16Array | Uint8Array;

/** Numbers, optionally with the shape that says what a row is. */
export type Values = Float32Array | Matrix;

/** How the terms of a loss become one number: Σwℓ / Σw, Σwℓ / n, Σwℓ, or the weighted terms themselves. */
export type Reduction = "mean" | "sumOverBatchSize" | "sum" | "none";

/** The reductions in the order of the addon's numbering. */
export const reductions: readonly Reduction[] = ["mean", "sumOverBatchSize", "sum", "none"];

/**
 * What a call asks of a kernel, as bits; `surrogate` and `hessianVector` go with `hessian`, and `unchecked` leaves the domains
 * unchecked.
 */
export const Wanted = { value: 1, gradient: 2, hessian: 4, values: 8, surrogate: 128, unchecked: 256, hessianVector: 512 } as const;

/** Which kind of target a call has: numbers, or labels of 32, 16 or 8 bits. */
export const TargetKind = { soft: 0, int32: 1, uint16: 2, uint8: 3 } as const;

/** Where the kind of target stands among the bits of a call, and what is left of them there. */
export const targetShift = 4;
export const targetMask = 7;

/** Numbers that a kernel leaves: value, count, index, weight, input. */
export const resultCount = 5;

/** Why a kernel refused a call; it has written nothing then. */
export const Failure = { none: 0, weight: 1, label: 2, overlap: 3, prediction: 4, target: 5 } as const;

/** The kind of an array of labels; undefined for anything else. */
export function labelKind(value: unknown): number | undefined {
  if (value instanceof Int32Array) return TargetKind.int32;
  if (value instanceof Uint16Array) return TargetKind.uint16;
  return value instanceof Uint8Array ? TargetKind.uint8 : undefined;
}
