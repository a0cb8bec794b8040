import { residual } from "./definition";
import { defineJoint } from "./joint";

/** Half of ln 2π, which the full likelihood adds. */
const halfLogTwoPi = Math.log(2 * Math.PI) / 2;

/** The negative log-likelihood of a normal distribution with predicted mean and variance. */
export const gaussianNLL = defineJoint({
  name: "gaussianNLL",
  inputs: ["mean", "variance"],
  summary: "How surprising the target is under a normal distribution of predicted mean and variance.",
  formula: "½(ln v + r²/v) with v = max(variance, epsilon), not differentiated there; `full` adds ½ln 2π",
  source: "Nix and Weigend (1994), Estimating the mean and variance of the target probability distribution; torch.nn.GaussianNLLLoss",
  options: {
    full: { initial: false, domain: "boolean", meaning: "whether to add the constant ½ln 2π" },
    epsilon: { initial: 1e-6, domain: "positive", meaning: "the least variance" },
  },
  ulp: 4,
  domain: () => ({ prediction: ["real", "nonNegative"], target: "real" }),
  kernel: ({ full, epsilon }) => ({ name: "gaussianNLL", values: [epsilon, full ? halfLogTwoPi : 0] }),
  kink: ([, variance = 0], _, { epsilon }) => Math.max(0, variance - epsilon),
  at([mean = 0, given = 0], target, { full, epsilon }) {
    const r = residual(mean, target);
    const variance = Math.max(given, epsilon);
    return {
      value: (Math.log(variance) + (r / variance) * r) / 2 + (full ? halfLogTwoPi : 0),
      gradient: [r / variance, (1 - (r / variance) * r) / (2 * variance)],
      hessian: [1 / variance, ((r / variance) * r - 0.5) / variance ** 2],
    };
  },
});
