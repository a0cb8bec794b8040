import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** Quadratic within `delta` of the target, linear beyond it (Huber 1964). */
export const huber = definePointwise({
  name: "huber",
  summary: "Quadratic within `delta` of the target, linear beyond it.",
  formula: "½r² if |r| ≤ δ, else δ(|r| − ½δ)",
  source: "Huber (1964), Robust estimation of a location parameter; torch.nn.HuberLoss",
  options: { delta: { initial: 1, domain: "positive", meaning: "where quadratic turns linear" } },
  ulp: 2,
  kinks: ({ delta }) => [-delta, delta],
  at(prediction, target, { delta }) {
    const r = residual(prediction, target);
    if (Math.abs(r) <= delta) return { value: (r * r) / 2, gradient: r, hessian: 1 };
    return { value: delta * (Math.abs(r) - delta / 2), gradient: delta * Math.sign(r), hessian: 0 };
  },
});
