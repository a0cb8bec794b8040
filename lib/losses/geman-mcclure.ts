import { residual } from "./definition";
import { definePointwise } from "./pointwise";
import { finite, inTwoFloats, rootOf } from "./two-floats";

/** Half the square over 1 + (r/c)², so never above ½c² (Geman and McClure 1985). */
export const gemanMcClure = definePointwise({
  name: "gemanMcClure",
  summary: "Half the squared error near the target, ½c² far from it; the pull of an outlier falls like 1/r³.",
  formula: "½r²/(1 + z) with z = (r/c)²",
  source: "Geman and McClure (1985), Bayesian image analysis: an application to single photon emission tomography",
  options: { c: { initial: 1, domain: "positive", meaning: "where the value is half of its limit" } },
  ulp: 7,
  kernel: ({ c }) => ({
    name: "gemanMcClure",
    values: [c, ...inTwoFloats(1 / c), finite(c * 2 ** 63), ...rootOf(c / Math.sqrt(3))],
  }),
  at(prediction, target, { c }) {
    const r = residual(prediction, target);
    if (Math.abs(r) === Number.POSITIVE_INFINITY) return { value: (c * c) / 2, gradient: 0, hessian: 0 };
    const z = (r / c) ** 2;
    const weight = 1 / (1 + z);
    return { value: ((r * r) / 2) * weight, gradient: r * weight ** 2, hessian: (1 - 3 * z) * weight ** 3 };
  },
});
