import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** Asymmetric least squares, smallest on average at the τ-expectile; τ = ½ is half the squared error. */
export const expectile = definePointwise({
  name: "expectile",
  summary: "The squared error with weight `tau` where the prediction is too low and 1 − `tau` where it is too high.",
  formula: "|τ − 1(r > 0)|·r²",
  source: "Newey and Powell (1987), Asymmetric least squares estimation and testing",
  options: { tau: { initial: 0.5, domain: "fraction", meaning: "the expectile to predict" } },
  ulp: 3,
  kinks: () => [0],
  kernel: ({ tau }) => ({ name: "expectile", values: [tau, 1 - tau] }),
  at(prediction, target, { tau }) {
    const r = residual(prediction, target);
    const weight = r > 0 ? 1 - tau : tau;
    if (weight === 0) return { value: 0, gradient: 0, hessian: 0 };
    return { value: weight * r * r, gradient: 2 * weight * r, hessian: 2 * weight };
  },
});
