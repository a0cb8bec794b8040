import { residual } from "./definition";
import { definePointwise } from "./pointwise";
import { finite, inTwoFloats } from "./two-floats";

/** The powers of two by which a small c is scaled: beyond 2⁶⁰c the scaled ratio is still 2²⁴ or more. */
const largestShift = 36;

/** ln(1 + (r/c)²), scaled to half the square near 0: the negative logarithm of a Cauchy density. */
export const cauchy = definePointwise({
  name: "cauchy",
  summary: "Half the squared error near the target, logarithmic far from it; the pull of an outlier falls like 1/r.",
  formula: "c²/2·ln(1 + z) with z = (r/c)²",
  source: "Black and Anandan (1996); scipy.optimize.least_squares (loss cauchy); the default has 95 % efficiency under normal errors",
  options: { c: { initial: 2.3849, domain: "positive", meaning: "the distance of the largest pull, ½c" } },
  ulp: 7,
  kernel({ c }) {
    const shift = Math.min(Math.max(Math.ceil(-Math.log2(c)), 0), largestShift);
    const scale = 2 ** -shift;
    return {
      name: "cauchy",
      values: [c, ...inTwoFloats(1 / c), finite(c * 2 ** 60), finite(scale / c), shift * Math.LN2, c * scale, scale],
    };
  },
  at(prediction, target, { c }) {
    const r = residual(prediction, target);
    if (Math.abs(r) === Number.POSITIVE_INFINITY) return { value: Number.POSITIVE_INFINITY, gradient: 0, hessian: 0 };
    const z = (r / c) ** 2;
    return { value: ((c * c) / 2) * Math.log1p(z), gradient: r / (1 + z), hessian: (1 - z) / (1 + z) ** 2 };
  },
});
