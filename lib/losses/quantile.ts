import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** The pinball loss, smallest on average at the q-quantile: q per unit below the target, 1 − q per unit above it. */
export const quantile = definePointwise({
  name: "quantile",
  summary: "The absolute error with weight `q` where the prediction is too low and 1 − `q` where it is too high (pinball loss).",
  formula: "(1 − q)·r if r > 0, else −q·r",
  source: "Koenker and Bassett (1978), Regression quantiles; sklearn.metrics.mean_pinball_loss",
  options: { q: { initial: 0.5, domain: "fraction", meaning: "the quantile to predict" } },
  ulp: 2,
  kinks: () => [0],
  kernel: ({ q }) => ({ name: "quantile", values: [q, 1 - q] }),
  at(prediction, target, { q }) {
    const r = residual(prediction, target);
    const slope = r > 0 ? 1 - q : r < 0 ? -q : r;
    return { value: slope === 0 ? 0 : slope * r, gradient: slope, hessian: 0 };
  },
});
