import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** Huber's loss divided by its bend: ½r²/beta near the target, |r| − ½beta beyond; beta 0 is the absolute error. */
export const smoothL1 = definePointwise({
  name: "smoothL1",
  summary: "Quadratic within `beta` of the target, linear with slope 1 beyond it.",
  formula: "½r²/β if |r| < β, else |r| − ½β",
  source: "Girshick (2015), Fast R-CNN; torch.nn.SmoothL1Loss",
  options: { beta: { initial: 1, domain: "nonNegative", meaning: "where quadratic turns linear; 0 for the absolute error" } },
  ulp: 3,
  kinks: ({ beta }) => [-beta, beta],
  kernel: ({ beta }) => ({ name: "smoothL1", values: [beta, 1 / beta] }),
  at(prediction, target, { beta }) {
    const r = residual(prediction, target);
    if (Math.abs(r) < beta) return { value: (r * r) / (2 * beta), gradient: r / beta, hessian: 1 / beta };
    return { value: Math.abs(r) - beta / 2, gradient: Math.sign(r), hessian: 0 };
  },
});
