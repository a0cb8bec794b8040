import { definePointwise } from "./pointwise";
import { timesExp } from "./times-exp";

/** The gamma distribution's negative log-likelihood of a positive target, for the logarithm of its mean. */
export const gamma = definePointwise({
  name: "gamma",
  summary: "Half the gamma deviance of a positive target from e^prediction, up to terms free of the prediction (log link).",
  formula: "x + t·e^−x",
  source: "sklearn.linear_model.GammaRegressor (HalfGammaLoss)",
  options: {},
  ulp: 3,
  domain: () => ({ prediction: "real", target: "positive" }),
  at(prediction, target) {
    const ratio = timesExp(target, -prediction);
    // e^−x outgrows −x, so that the sum at −∞ is ∞.
    return { value: Math.max(prediction, -Number.MAX_VALUE) + ratio, gradient: 1 - ratio, hessian: ratio };
  },
});
