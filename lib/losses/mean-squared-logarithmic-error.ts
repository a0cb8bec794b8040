import { definePointwise } from "./pointwise";

/** ln((1 + p)/(1 + t)) without cancellation. */
function logarithmicDifference(prediction: number, target: number): number {
  const distance = Math.abs(prediction - target);
  return Math.sign(prediction - target) * Math.log1p(distance / (1 + Math.min(prediction, target)));
}

/** The squared error of the logarithms of 1 + prediction and 1 + target: relative for large numbers, absolute for small ones. */
export const meanSquaredLogarithmicError = definePointwise({
  name: "meanSquaredLogarithmicError",
  summary: "The squared difference of the logarithms of 1 + prediction and 1 + target, for numbers of at least 0.",
  formula: "(ln(1 + p) − ln(1 + t))²",
  source: "keras.losses.MeanSquaredLogarithmicError (which replaces numbers below 1e-7 by 1e-7); sklearn.metrics.mean_squared_log_error",
  options: {},
  ulp: 8,
  domain: () => ({ prediction: "nonNegative", target: "nonNegative" }),
  at(prediction, target) {
    const difference = logarithmicDifference(prediction, target);
    const limited = Math.min(difference, Number.MAX_VALUE); // an infinite prediction outgrows its logarithm
    const scale = 1 + prediction;
    return { value: difference ** 2, gradient: (2 / scale) * limited, hessian: ((1 - limited) / scale) * (2 / scale) };
  },
});
