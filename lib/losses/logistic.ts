/** The logistic function. */

/** 1 / (1 + e^−x), also where it is tiny. */
export function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}
