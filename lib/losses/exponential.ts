import { definePointwise } from "./pointwise";
import { signedTarget, signMapping, signTargets } from "./targets";

/** e^(−t·p) for targets of ±1: the loss that AdaBoost descends. Beyond a margin of −88.7 float32 has no number for it but ∞. */
export const exponential = definePointwise({
  name: "exponential",
  summary: "Exponential in the negated margin t·p: the most severe on what is far on the wrong side.",
  formula: "e^(−t·p)",
  source: "Friedman, Hastie and Tibshirani (2000), Additive logistic regression; scikit-learn's ExponentialLoss",
  options: { targets: signTargets },
  ulp: 1,
  domain: ({ targets }) => ({ prediction: "real", target: targets === "zeroOne" ? "binary" : "sign" }),
  kernel: ({ targets }) => ({ name: "exponential", values: signMapping(targets) }),
  at(prediction, target, { targets }) {
    const t = signedTarget(target, targets);
    const value = Math.exp(-t * prediction);
    return { value, gradient: -t * value, hessian: t * t * value };
  },
});
