import { residual } from "./definition";
import { definePointwise } from "./pointwise";
import { finite } from "./two-floats";

/** Hampel's three parts: the gradient rises to `a`, stays there up to `b`, and falls to 0 at `c` (Hampel et al. 1986). */
export const hampel = definePointwise({
  name: "hampel",
  summary: "Quadratic up to `a`, linear up to `b`, bending to a constant at `c`: far outliers do not pull at all.",
  formula: "the integral of ψ = r if |r| ≤ a, a·sign r if |r| ≤ b, a·sign r·(c − |r|)/(c − b) if |r| ≤ c, else 0",
  source: "Hampel, Ronchetti, Rousseeuw and Stahel (1986), Robust Statistics, section 2.6",
  options: {
    a: { initial: 2, domain: "positive", meaning: "where quadratic turns linear" },
    b: { initial: 4, domain: "positive", meaning: "from where the pull falls; at least a" },
    c: { initial: 8, domain: "positive", meaning: "from where there is no pull; at least b" },
  },
  ulp: 4,
  conflict: ({ a, b, c }) => (a <= b && b <= c ? undefined : `expected a ≤ b ≤ c, received ${a}, ${b}, ${c}`),
  kinks: ({ a, b, c }) => [-c, -b, -a, a, b, c],
  kernel({ a, b, c }) {
    const fall = b < c ? finite(1 / (c - b)) : 0;
    return { name: "hampel", values: [a, b, c, fall, a * fall] };
  },
  at(prediction, target, { a, b, c }) {
    const r = residual(prediction, target);
    const x = Math.abs(r);
    if (x > c) return { value: (a * (b + c - a)) / 2, gradient: 0, hessian: 0 };
    if (x > b) {
      const share = (c - x) / (c - b);
      return { value: (a * (b + c - a - (c - x) * share)) / 2, gradient: a * share * Math.sign(r), hessian: -a / (c - b) };
    }
    if (x > a) return { value: a * (x - a / 2), gradient: a * Math.sign(r), hessian: 0 };
    return { value: (r * r) / 2, gradient: r, hessian: 1 };
  },
});
