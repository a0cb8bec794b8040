import { decreasesEnough } from "./armijo";
import { defineMethod } from "./method";
import { isFinitePoint, type Objective, type Point } from "./objective";
import { difference, dot, largest, moved, same } from "./vectors";

/** The length to try after one that went too far: where the parabola through what is known is lowest, within bounds. */
function shorter(length: number, from: Point, trial: Point): number {
  const slope = dot(from.gradient, from.gradient);
  const lowest = (slope * length * length) / (2 * (trial.value - from.value + length * slope));
  if (!isFinitePoint(trial) || Number.isNaN(lowest)) return length / 10;
  return Math.min(Math.max(lowest, length / 10), length / 2);
}

/**
 * The length to try first, from the curvature along the last step: by turns the longer and the shorter of Barzilai and
 * Borwein's two, because either alone can creep. Twice the last length where the function does not curve upwards.
 */
function firstLength(length: number, from: Point, to: Point, long: boolean): number {
  const step = difference(to.x, from.x);
  const turn = difference(to.gradient, from.gradient);
  const change = dot(step, turn);
  const suggested = long ? dot(step, step) / change : change / dot(turn, turn);
  return Math.min(change > 0 && suggested > 0 ? suggested : 2 * length, Number.MAX_VALUE);
}

interface Found {
  readonly to: Point;
  readonly length: number;
}

/** The next point down the gradient with the length that led there; undefined where no length is short enough. */
async function search(objective: Objective, from: Point, first: number, lowest: number): Promise<Found | undefined> {
  const down = from.gradient.map((g) => -g);
  for (let length = first; ; ) {
    const x = moved(from.x, length, down);
    if (same(x, from.x)) return undefined;
    const trial = await objective.evaluate(x);
    if (decreasesEnough(from, trial, difference(x, from.x), lowest)) return { to: trial, length };
    length = shorter(length, from, trial);
  }
}

/** Steps along the negative gradient. */
export const gradientDescent = defineMethod({
  name: "gradient-descent",
  summary: "Steps down the gradient, as long as the curvature along the last step suggests, shortened until the function falls enough.",
  source: "Armijo (1966) for the search; Barzilai and Borwein (1988) for the lengths, alternating as in Dai and Fletcher (2005)",
  needsHessian: false,
  maxIterations: 10_000,
  options: {
    initialStep: { initial: 1, domain: "positive", meaning: "how far the first step tries to move the component that it moves most" },
  },
  begin(objective, { initialStep }) {
    let length: number | undefined;
    let long = false;
    return async (point, lowest) => {
      length ??= Math.min(initialStep / largest(point.gradient), Number.MAX_VALUE);
      const found = await search(objective, point, length, lowest);
      if (found === undefined) return undefined;
      length = firstLength(found.length, point, found.to, long);
      long = !long;
      return found.to;
    };
  },
});
