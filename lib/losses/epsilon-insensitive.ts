import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** The loss of support vector regression: what the absolute error exceeds `epsilon` by. Active at equality. */
export const epsilonInsensitive = definePointwise({
  name: "epsilonInsensitive",
  summary: "Nothing within `epsilon` of the target, the absolute error less `epsilon` beyond it.",
  formula: "max(0, |r| − ε)",
  source: "Vapnik (1995), The nature of statistical learning theory; sklearn.svm.LinearSVR",
  options: { epsilon: { initial: 0.1, domain: "nonNegative", meaning: "how far from the target costs nothing" } },
  ulp: 1,
  kinks: ({ epsilon }) => [-epsilon, epsilon],
  at(prediction, target, { epsilon }) {
    const r = residual(prediction, target);
    if (Math.abs(r) < epsilon) return { value: 0, gradient: 0, hessian: 0 };
    return { value: Math.abs(r) - epsilon, gradient: Math.sign(r), hessian: 0 };
  },
});
