import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** ln cosh x without cancellation: log1p of cosh x − 1 = 2 sinh²(x/2) where cosh does not overflow. */
function lnCosh(x: number): number {
  const a = Math.abs(x);
  if (a > 20) return a - Math.LN2 + Math.log1p(Math.exp(-2 * a));
  const s = Math.sinh(a / 2);
  return Math.log1p(2 * s * s);
}

/** Logarithm of the hyperbolic cosine of the residual: ½r² near 0, |r| − ln 2 far out, smooth between. */
export const logCosh = definePointwise({
  name: "logCosh",
  summary: "About half the squared error near the target and the absolute error far from it, with every derivative continuous.",
  formula: "ln cosh r",
  source: "tf.keras.losses.LogCosh, whose float32 form is 0 below |r| = 1e-4; this one keeps its few ulp",
  options: {},
  ulp: 5,
  at(prediction, target) {
    const r = residual(prediction, target);
    const q = Math.exp(-2 * Math.abs(r));
    return { value: lnCosh(r), gradient: Math.tanh(r), hessian: (4 * q) / (1 + q) ** 2 };
  },
});
