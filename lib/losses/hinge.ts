import { definePointwise } from "./pointwise";
import { signedTarget, signMapping, signTargets } from "./targets";

/** max(0, 1 − t·p) for targets of ±1: nothing once the margin is reached. Active at equality. */
export const hinge = definePointwise({
  name: "hinge",
  summary: "The shortfall of the margin t·p below 1.",
  formula: "max(0, 1 − t·p)",
  source: "Cortes and Vapnik (1995); the kink as in scikit-learn's SGDClassifier",
  options: { targets: signTargets },
  ulp: 1,
  domain: ({ targets }) => ({ prediction: "real", target: targets === "zeroOne" ? "binary" : "sign" }),
  kinks: () => [1],
  kernel: ({ targets }) => ({ name: "hinge", values: signMapping(targets) }),
  at(prediction, target, { targets }) {
    const t = signedTarget(target, targets);
    const shortfall = Math.fround(1 - t * prediction);
    if (shortfall >= 0) return { value: shortfall, gradient: -t, hessian: 0 };
    return { value: 0, gradient: 0, hessian: 0 };
  },
});
