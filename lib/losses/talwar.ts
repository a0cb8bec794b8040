import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** Half the square up to `c` and constant beyond: outliers count as lost (Hinich and Talwar 1975). */
export const talwar = definePointwise({
  name: "talwar",
  summary: "Half the squared error up to `c` from the target, constant beyond it: outliers do not pull at all.",
  formula: "½r² if |r| ≤ c, else ½c²",
  source: "Hinich and Talwar (1975), A simple method for robust regression",
  options: { c: { initial: 2.795, domain: "positive", meaning: "from where a residual is an outlier" } },
  ulp: 1,
  kinks: ({ c }) => [-c, c],
  at(prediction, target, { c }) {
    const r = residual(prediction, target);
    if (Math.abs(r) > c) return { value: (c * c) / 2, gradient: 0, hessian: 0 };
    return { value: (r * r) / 2, gradient: r, hessian: 1 };
  },
});
