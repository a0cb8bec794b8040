import { definePointwise } from "./pointwise";
import { signedTarget, signMapping, signTargets } from "./targets";

/** max(0, −t·p) for targets of ±1: nothing on the right side. Active at equality. */
export const perceptron = definePointwise({
  name: "perceptron",
  summary: "How far the prediction is on the wrong side of 0.",
  formula: "max(0, −t·p)",
  source: 'Rosenblatt (1958), The perceptron; scikit-learn\'s SGDClassifier(loss="perceptron")',
  options: { targets: signTargets },
  ulp: 1,
  domain: ({ targets }) => ({ prediction: "real", target: targets === "zeroOne" ? "binary" : "sign" }),
  kinks: () => [0],
  kernel: ({ targets }) => ({ name: "perceptron", values: signMapping(targets) }),
  at(prediction, target, { targets }) {
    const t = signedTarget(target, targets);
    const margin = t * prediction;
    if (margin <= 0) return { value: -margin, gradient: -t, hessian: 0 };
    return { value: 0, gradient: 0, hessian: 0 };
  },
});
