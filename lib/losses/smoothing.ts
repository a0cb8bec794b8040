/** Label smoothing of a yes-or-no target. */

/** The shares of both classes: t(1 − s) + ½s and (1 − t)(1 − s) + ½s. */
export function smoothedShares(target: number, labelSmoothing: number): { positive: number; negative: number } {
  const smoothed = (share: number) => share * (1 - labelSmoothing) + labelSmoothing / 2;
  return { positive: smoothed(target), negative: smoothed(1 - target) };
}
