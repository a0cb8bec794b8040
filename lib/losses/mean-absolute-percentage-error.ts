import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** The absolute error in percent of the target's size, which counts as at least `epsilon`. */
export const meanAbsolutePercentageError = definePointwise({
  name: "meanAbsolutePercentageError",
  summary: "The absolute error in percent of the target's magnitude.",
  formula: "100·|r| / max(|t|, ε)",
  source: "keras.losses.MeanAbsolutePercentageError",
  options: { epsilon: { initial: 1e-7, domain: "positive", meaning: "the least magnitude to divide by" } },
  ulp: 2,
  kinks: () => [0],
  at(prediction, target, { epsilon }) {
    const r = residual(prediction, target);
    const size = Math.max(Math.abs(target), epsilon);
    // An infinite target is the whole of its own distance from any finite prediction.
    if (size === Number.POSITIVE_INFINITY) return { value: 100 + 0 * prediction, gradient: 0 * Math.sign(r), hessian: 0 };
    return { value: (100 * Math.abs(r)) / size, gradient: (100 * Math.sign(r)) / size, hessian: 0 };
  },
});
