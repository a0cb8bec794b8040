import { residual } from "./definition";
import { defineJoint } from "./joint";

/** The negative log-likelihood of a Laplace distribution with predicted location and scale. */
export const laplaceNLL = defineJoint({
  name: "laplaceNLL",
  inputs: ["location", "scale"],
  summary: "How surprising the target is under a Laplace distribution of predicted location and scale.",
  formula: "ln 2b + |r|/b with b the scale",
  source: "The density of Laplace (1774); torch.distributions.Laplace.log_prob",
  options: {},
  ulp: 4,
  domain: () => ({ prediction: ["real", "positive"], target: "real" }),
  kink: ([location = 0], target) => location - target,
  at([location = 0, scale = 0], target) {
    const r = residual(location, target);
    const distance = Math.abs(r) / scale;
    return {
      value: Math.log(scale) + distance + Math.LN2,
      gradient: [Math.sign(r) / scale, (1 - distance) / scale],
      hessian: [0, (2 * distance - 1) / scale ** 2],
    };
  },
});
