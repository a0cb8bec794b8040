import { activeBackend } from "../backend";
import { decreasesEnough } from "./armijo";
import { defineMethod } from "./method";
import type { Objective, Point } from "./objective";
import { moved, same } from "./vectors";

/** The first damping, as a share of the hessian's largest diagonal element. */
const firstDamping = 1e-3;
/** What damping is multiplied by while it does not suffice, and divided by after it did. */
const growth = 4;
const relief = 10;
/** Below this share it is dropped. */
const leastDamping = 1e-6;

const diagonalOf = (hessian: Float64Array, size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => hessian[i * size + i] as number);

/** The step −(hessian + damping·I)⁻¹·gradient; undefined where that matrix is not positive definite. */
function dampedStep({ gradient }: Point, hessian: Float64Array, damping: number, scratch: Float64Array): Float64Array | undefined {
  const step = gradient.map((g) => -g);
  return activeBackend().choleskySolve(hessian, damping, step, scratch, step) ? step : undefined;
}

/** The next point with the damping that led there; undefined where no damping leads to a lower one. */
async function search(
  objective: Objective,
  from: Point,
  first: number,
  lowest: number,
): Promise<{ to: Point; damping: number } | undefined> {
  const hessian = await objective.hessian(from.x);
  const diagonal = diagonalOf(hessian, from.x.length);
  const scale = diagonal.reduce((size, h) => Math.max(size, Math.abs(h)), 0) || 1;
  const least = firstDamping * scale + Math.max(0, -Math.min(...diagonal));
  const scratch = new Float64Array(hessian.length);
  let damping = first < leastDamping * scale ? 0 : first;
  while (damping < Number.POSITIVE_INFINITY) {
    await objective.giveWay();
    const step = dampedStep(from, hessian, damping, scratch);
    if (step !== undefined) {
      const x = moved(from.x, 1, step);
      if (same(x, from.x)) return undefined;
      const trial = await objective.evaluate(x);
      if (decreasesEnough(from, trial, step, lowest)) return { to: trial, damping };
    }
    damping = damping === 0 ? least : growth * damping;
  }
  return undefined;
}

/** Steps to the minimum of the quadratic with the function's own curvature, damped where that leads astray. */
export const newton = defineMethod({
  name: "newton",
  summary:
    "Steps to the minimum of the local quadratic; the hessian's diagonal is raised until it is positive definite and the step descends.",
  source: "Levenberg (1944) for the damping; Armijo (1966) for its test",
  needsHessian: true,
  maxIterations: 200,
  options: {},
  begin(objective) {
    let damping = 0;
    return async (point, lowest) => {
      const found = await search(objective, point, damping, lowest);
      if (found === undefined) return undefined;
      damping = found.damping / relief;
      return found.to;
    };
  },
});
