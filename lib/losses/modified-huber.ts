import { definePointwise } from "./pointwise";
import { signedTarget, signMapping, signTargets } from "./targets";

/** The squared hinge that goes on as a line below a margin t·p of −1, so that an outlier pulls no harder. Active at equality. */
export const modifiedHuber = definePointwise({
  name: "modifiedHuber",
  summary: "The squared shortfall of the margin t·p below 1, linear below a margin of −1.",
  formula: "max(0, 1 − t·p)² if t·p ≥ −1, else −4t·p",
  source:
    'Zhang (2004), Statistical behavior and consistency of classification methods; scikit-learn\'s SGDClassifier(loss="modified_huber")',
  options: { targets: signTargets },
  ulp: 2,
  domain: ({ targets }) => ({ prediction: "real", target: targets === "zeroOne" ? "binary" : "sign" }),
  kinks: () => [1, -1],
  kernel: ({ targets }) => ({ name: "modifiedHuber", values: signMapping(targets) }),
  at(prediction, target, { targets }) {
    const t = signedTarget(target, targets);
    const margin = t * prediction;
    if (margin > 1) return { value: 0, gradient: 0, hessian: 0 };
    if (margin < -1) return { value: -4 * margin, gradient: -4 * t, hessian: 0 };
    const shortfall = Math.fround(1 - margin);
    return { value: shortfall ** 2, gradient: -2 * t * shortfall, hessian: 2 * t * t };
  },
});
