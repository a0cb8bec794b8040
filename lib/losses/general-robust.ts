import { barron, barronOptions } from "./barron";
import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** Barron's family of robust losses: one shape parameter leads from the squared error to Welsch's loss (Barron 2019). */
export const generalRobust = definePointwise({
  name: "generalRobust",
  summary: "Quadratic within about `scale` of the target; `alpha` says how slowly it grows beyond, from ½(r/c)² at 2 to a constant at −∞.",
  formula: "(b/α)·(((r/c)²/b + 1)^(α/2) − 1) with b = |α − 2|; ½(r/c)² at α = 2, ln(½(r/c)² + 1) at 0, 1 − exp(−½(r/c)²) at −∞",
  source: "Barron (2019), A general and adaptive robust loss function",
  options: {
    alpha: {
      initial: 1,
      domain: "extendedReal",
      meaning: "the shape: 2 squared error, 1 Charbonnier, 0 Cauchy, −2 Geman–McClure, −∞ Welsch",
    },
    scale: { initial: 1, domain: "positive", meaning: "how wide the quadratic part is (c)" },
  },
  ulp: 1,
  kernel: ({ alpha, scale }) => ({ name: "generalRobust", values: barronOptions(alpha, scale) }),
  at: (prediction, target, { alpha, scale }) => barron(residual(prediction, target), alpha, scale),
});
