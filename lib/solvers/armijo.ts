/** When a step has made the function enough smaller. */
import { isFinitePoint, type Point } from "./objective";
import { dot } from "./vectors";

/** The share of the decrease promised by the slope that a step must make. */
const enough = 1e-4;

/** Differences of values this small, relative to the value, may be rounding, also that of float32 terms. */
const rounding = 1e-6;

/**
 * Whether `trial` = `from` + `step` decreases the function enough (Armijo 1966). Where rounding could hide it, the slope at
 * the trial may say so instead: the same condition for a quadratic (Hager and Zhang 2005); `lowest`, the lowest value so far,
 * keeps that from climbing again and again. A trial at which the function is not finite has gone too far.
 */
export function decreasesEnough(from: Point, trial: Point, step: Float64Array, lowest: number): boolean {
  if (!isFinitePoint(trial)) return false;
  const slope = dot(from.gradient, step);
  if (trial.value <= from.value + enough * slope) return true;
  const hidden = trial.value <= lowest + rounding * Math.abs(lowest);
  return hidden && dot(trial.gradient, step) <= (2 * enough - 1) * slope;
}
