import { residual } from "./definition";
import { definePointwise } from "./pointwise";
import { inTwoFloats, rootOf } from "./two-floats";

/** Tukey's biweight: the pull falls smoothly to 0 at `c` (Beaton and Tukey 1974). */
export const tukey = definePointwise({
  name: "tukey",
  summary: "Half the squared error near the target, constant from `c` on, smooth between: far outliers do not pull at all.",
  formula: "c²/6·(1 − (1 − z)³) with z = (r/c)² if |r| ≤ c, else c²/6",
  source: "Beaton and Tukey (1974), The fitting of power series; the default has 95 % efficiency under normal errors",
  options: { c: { initial: 4.6851, domain: "positive", meaning: "from where there is no pull" } },
  ulp: 7,
  kinks: ({ c }) => [-c, c],
  kernel: ({ c }) => ({ name: "tukey", values: [c, ...inTwoFloats(1 / c), ...rootOf(c / Math.sqrt(5))] }),
  at(prediction, target, { c }) {
    const r = residual(prediction, target);
    if (Math.abs(r) > c) return { value: (c * c) / 6, gradient: 0, hessian: 0 };
    const z = (r / c) ** 2;
    const rest = 1 - z;
    return { value: ((r * r) / 2) * (rest + (z * z) / 3), gradient: r * rest * rest, hessian: rest * (1 - 5 * z) };
  },
});
