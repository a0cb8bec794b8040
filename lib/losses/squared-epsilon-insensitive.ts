import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** The square of `epsilonInsensitive`: a parabola with a flat bottom. Active at equality. */
export const squaredEpsilonInsensitive = definePointwise({
  name: "squaredEpsilonInsensitive",
  summary: "Nothing within `epsilon` of the target, the square of the excess beyond it.",
  formula: "max(0, |r| − ε)²",
  source: "sklearn.svm.LinearSVR and SGDRegressor, loss squared_epsilon_insensitive",
  options: { epsilon: { initial: 0.1, domain: "nonNegative", meaning: "how far from the target costs nothing" } },
  ulp: 3,
  kinks: ({ epsilon }) => [-epsilon, epsilon],
  at(prediction, target, { epsilon }) {
    const r = residual(prediction, target);
    if (Math.abs(r) < epsilon) return { value: 0, gradient: 0, hessian: 0 };
    const excess = Math.abs(r) - epsilon;
    return { value: excess * excess, gradient: 2 * excess * Math.sign(r), hessian: 2 };
  },
});
