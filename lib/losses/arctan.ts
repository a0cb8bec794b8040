import { residual } from "./definition";
import { definePointwise } from "./pointwise";
import { finite, inTwoFloats, rootOf } from "./two-floats";

/** The arc tangent of the squared residual, scaled to half the square near 0: never above ¼πc². */
export const arctan = definePointwise({
  name: "arctan",
  summary: "Half the squared error near the target, ¼πc² far from it; the pull of an outlier falls like 1/r³.",
  formula: "c²/2·atan z with z = (r/c)²",
  source: "scipy.optimize.least_squares (loss arctan, f_scale c); Ceres Solver's ArctanLoss",
  options: { c: { initial: 1, domain: "positive", meaning: "where the value is half of its limit" } },
  ulp: 7,
  kernel: ({ c }) => ({ name: "arctan", values: [c, ...inTwoFloats(1 / c), finite(c * 2 ** 63), ...rootOf(c / 3 ** 0.25)] }),
  at(prediction, target, { c }) {
    const r = residual(prediction, target);
    if (Math.abs(r) === Number.POSITIVE_INFINITY) return { value: (c * c * Math.PI) / 4, gradient: 0, hessian: 0 };
    const z = (r / c) ** 2;
    return { value: ((c * c) / 2) * Math.atan(z), gradient: r / (1 + z * z), hessian: (1 - 3 * z * z) / (1 + z * z) ** 2 };
  },
});
