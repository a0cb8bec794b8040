import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** Absolute error |r|; its minimum is the median. The subgradient at 0 is 0. */
export const meanAbsoluteError = definePointwise({
  name: "meanAbsoluteError",
  summary: "The distance between prediction and target.",
  formula: "|r|",
  source: "torch.nn.L1Loss",
  options: {},
  ulp: 1,
  kinks: () => [0],
  at(prediction, target) {
    const r = residual(prediction, target);
    return { value: Math.abs(r), gradient: Math.sign(r), hessian: 0 };
  },
});
