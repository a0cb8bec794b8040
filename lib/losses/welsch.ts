import { residual } from "./definition";
import { definePointwise } from "./pointwise";
import { finite, inTwoFloats, rootOf } from "./two-floats";

/** 1 − e^−(r/c)², scaled to half the square near 0 (Dennis and Welsch 1978; also Leclerc's). */
export const welsch = definePointwise({
  name: "welsch",
  summary: "Half the squared error near the target, ½c² far from it; the pull of an outlier falls exponentially.",
  formula: "c²/2·(1 − e^−z) with z = (r/c)²",
  source: "Dennis and Welsch (1978), Techniques for nonlinear least squares and robust regression; the default has 95 % efficiency",
  options: { c: { initial: 2.9846, domain: "positive", meaning: "the distance at which 1 − 1/e of the limit is reached" } },
  ulp: 6,
  kernel: ({ c }) => ({ name: "welsch", values: [c, ...inTwoFloats(1 / c), finite(13 * c), ...rootOf(c / Math.SQRT2)] }),
  at(prediction, target, { c }) {
    const r = residual(prediction, target);
    if (Math.abs(r) === Number.POSITIVE_INFINITY) return { value: (c * c) / 2, gradient: 0, hessian: 0 };
    const z = (r / c) ** 2;
    return { value: ((c * c) / 2) * -Math.expm1(-z), gradient: r * Math.exp(-z), hessian: (1 - 2 * z) * Math.exp(-z) };
  },
});
