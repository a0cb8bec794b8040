import { definePointwise } from "./pointwise";
import { signedTarget, signMapping, signTargets } from "./targets";

/** max(0, 1 − t·p)² for targets of ±1: the hinge with a continuous gradient. Active at equality. */
export const squaredHinge = definePointwise({
  name: "squaredHinge",
  summary: "The squared shortfall of the margin t·p below 1.",
  formula: "max(0, 1 − t·p)²",
  source: 'scikit-learn\'s LinearSVC(loss="squared_hinge")',
  options: { targets: signTargets },
  ulp: 2,
  domain: ({ targets }) => ({ prediction: "real", target: targets === "zeroOne" ? "binary" : "sign" }),
  kinks: () => [1],
  kernel: ({ targets }) => ({ name: "squaredHinge", values: signMapping(targets) }),
  at(prediction, target, { targets }) {
    const t = signedTarget(target, targets);
    const shortfall = Math.fround(1 - t * prediction);
    if (shortfall >= 0) return { value: shortfall ** 2, gradient: -2 * t * shortfall, hessian: 2 * t * t };
    return { value: 0, gradient: 0, hessian: 0 };
  },
});
