import { definePointwise } from "./pointwise";

/**
 * The distance in percent of the mean magnitude of both sides, from 0 to 200; 0 where both are 0. Between opposite signs it
 * is 200 whatever the numbers are, so it has no slope there. sign(0) = 0 makes a prediction of 0 pull half as hard as its
 * neighbours on the target's side.
 */
export const symmetricMeanAbsolutePercentageError = definePointwise({
  name: "symmetricMeanAbsolutePercentageError",
  summary: "The absolute error in percent of the mean magnitude of prediction and target.",
  formula: "200·|r| / (|p| + |t|), 0 at 0/0",
  source: "Makridakis (1993), Accuracy measures; torchmetrics.SymmetricMeanAbsolutePercentageError (a hundredth of it)",
  options: {},
  ulp: 8,
  kinks: () => [0],
  at(prediction, target) {
    const sign = Math.sign(prediction - target);
    const total = Math.abs(prediction) + Math.abs(target);
    if (total === 0) return { value: 0, gradient: 0, hessian: 0 };
    if (prediction * target < 0) return { value: 200, gradient: 0, hessian: 0 };
    if (total === Number.POSITIVE_INFINITY) return { value: 200 * Math.abs(sign), gradient: 0 * sign, hessian: 0 * sign };
    const pull = ((prediction === 0 ? 200 : 400) * Math.abs(target)) / total ** 2;
    return {
      value: (200 * Math.abs(prediction - target)) / total,
      gradient: sign * pull,
      hessian: (-2 * sign * Math.sign(prediction) * pull) / total,
    };
  },
});
