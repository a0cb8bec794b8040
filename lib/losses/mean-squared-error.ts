import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** Squared error r², without the ½ of {@link halfSquaredError}. The gradient of the mean is 2r/n. */
export const meanSquaredError = definePointwise({
  name: "meanSquaredError",
  summary: "The squared distance between prediction and target.",
  formula: "r²",
  source: "torch.nn.MSELoss",
  options: {},
  ulp: 1,
  at(prediction, target) {
    const r = residual(prediction, target);
    return { value: r * r, gradient: 2 * r, hessian: 2 };
  },
});
