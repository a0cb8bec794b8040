import { residual } from "./definition";
import { definePointwise } from "./pointwise";
import { finite } from "./two-floats";

/** x − ln(1 + x), by its series where the difference would cancel. */
function excess(x: number): number {
  if (x > 0.1) return x - Math.log1p(x);
  let sum = 0;
  for (let k = 12; k >= 2; --k) sum = 1 / k - x * sum;
  return x * x * sum;
}

/** Between half the square and the distance, convex with a positive hessian everywhere (Fair 1974). */
export const fair = definePointwise({
  name: "fair",
  summary: "Half the squared error near the target, nearly linear far from it, strictly convex.",
  formula: "c²·(x − ln(1 + x)) with x = |r|/c",
  source: "Fair (1974), On the robust estimation of econometric models; the default has 95 % efficiency under normal errors",
  options: { c: { initial: 1.3998, domain: "positive", meaning: "the limit of the pull" } },
  ulp: 6,
  kernel: ({ c }) => ({ name: "fair", values: [c, finite(1 / c)] }),
  at(prediction, target, { c }) {
    const r = residual(prediction, target);
    const x = Math.abs(r) / c;
    if (x === Number.POSITIVE_INFINITY) return { value: x, gradient: c * Math.sign(r), hessian: 0 };
    return { value: c * c * excess(x), gradient: r / (1 + x), hessian: 1 / (1 + x) ** 2 };
  },
});
