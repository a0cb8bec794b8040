import { residual } from "./definition";
import { definePointwise } from "./pointwise";
import { finite, inTwoFloats } from "./two-floats";

/** ln(1 + e^x) for x ≥ 0. */
const softplus = (x: number) => x + Math.log1p(Math.exp(-x));

/** Nearly nothing while r² is below `a`, half the square less ½a beyond, with a bend as wide as `b`. */
export const tolerant = definePointwise({
  name: "tolerant",
  summary: "Forgives squared errors below `a`, and grows like half the squared error beyond.",
  formula: "½(b·ln(1 + e^((r² − a)/b)) − b·ln(1 + e^(−a/b)))",
  source: "Ceres Solver's TolerantLoss",
  options: {
    a: { initial: 1, domain: "nonNegative", meaning: "the squared residual up to which errors are forgiven" },
    b: { initial: 0.1, domain: "positive", meaning: "how soft the bend at a is, as a difference of squared residuals" },
  },
  ulp: 7,
  kernel({ a, b }) {
    const bend = softplus(a / b);
    const kappa = 1 / (1 + Math.exp(-a / b));
    const end = Math.sqrt(b * Math.min((bend + 64) * 2 ** 30, 2 ** 120));
    return { name: "tolerant", values: [...inTwoFloats(1 / b), ...inTwoFloats(bend), kappa, b / 2, finite(end)] };
  },
  at(prediction, target, { a, b }) {
    const r = residual(prediction, target);
    if (Math.abs(r) === Number.POSITIVE_INFINITY) return { value: Number.POSITIVE_INFINITY, gradient: r, hessian: 1 };
    const delta = (r * r) / b;
    const x = delta - a / b;
    const kappa = 1 / (1 + Math.exp(-a / b));
    // ln((1 + e^x)/(1 + e^(−a/b))) in the form that neither cancels nor overflows.
    const y = delta - softplus(a / b);
    const logarithm = y > 0 ? y + Math.log1p(kappa * Math.exp(-y)) : Math.log1p(Math.exp(y) * -Math.expm1(-delta));
    const sigmoid = x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
    const rest = x < 0 ? 1 / (1 + Math.exp(x)) : Math.exp(-x) / (1 + Math.exp(-x));
    return { value: (b / 2) * logarithm, gradient: r * sigmoid, hessian: sigmoid * (1 + 2 * delta * rest) };
  },
});
