import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** Half the squared error, ½r²: its gradient is the residual itself. */
export const halfSquaredError = definePointwise({
  name: "halfSquaredError",
  summary: "Half the squared distance between prediction and target.",
  formula: "½r²",
  source: "optax.l2_loss",
  options: {},
  ulp: 1,
  at(prediction, target) {
    const r = residual(prediction, target);
    return { value: (r * r) / 2, gradient: r, hessian: 1 };
  },
});
