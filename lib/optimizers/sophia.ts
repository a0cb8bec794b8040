import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { moments } from "./moment-options";
import { decoupledDecay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "Sophia",
  slots: ["first", "curvature"],
  inputs: ["hessian"],
  numbers: ["beta1", "beta2", "epsilon", "gamma", "clipThreshold", "updateInterval", "convention"],
  prepare({ learningRate, step, beta1, beta2, epsilon, gamma, clipThreshold, updateInterval, convention }) {
    const optax = convention === Convention.optax;
    const takesIn = (step - 1) % updateInterval === 0;
    return (p, g, state) => {
      const before = state.curvature;
      state.first = beta1 * state.first + (1 - beta1) * g;
      if (takesIn) state.curvature = beta2 * before + (1 - beta2) * state.hessian;
      const mean = optax ? state.first / (1 - beta1 ** step) : state.first;
      const ratio = mean / Math.max(gamma * (optax ? before : state.curvature), epsilon);
      return p - learningRate * Math.min(Math.max(ratio, -clipThreshold), clipThreshold);
    };
  },
});

/**
 * Sophia: the mean gradient over gamma times the mean diagonal of the hessian, each element clipped to clipThreshold (Liu et al. 2023).
 * A parameter carries its latest estimate of that diagonal in `hessian`, such as a loss's hessian or Hutchinson's estimate; it is taken in
 * at the first step and every updateInterval-th after it, before which {@link needsHessian} says so. By default the paper's rule; optax
 * corrects the bias of the mean gradient, and a new estimate counts from the next step on.
 */
export class Sophia extends defineOptimizer({
  name: "Sophia",
  source: "Liu et al. (2023), Sophia: a scalable stochastic second-order optimizer; optax.contrib.sophia",
  options: {
    ...moments,
    beta1: { ...moments.beta1, initial: 0.96 },
    beta2: { initial: 0.99, domain: "rate", meaning: "how slowly the mean of the hessian's diagonal moves" },
    epsilon: { initial: 1e-12, domain: "nonNegative", meaning: "the least that the mean gradient is divided by" },
    gamma: { initial: 0.01, domain: "positive", meaning: "what the mean diagonal is multiplied by" },
    clipThreshold: { initial: 1, domain: "positive", meaning: "the bound of each element before the learning rate" },
    updateInterval: { initial: 10, domain: "positiveCount", meaning: "steps from one estimate of the hessian to the next" },
    convention: conventionOption("paper", "optax"),
    ...decoupledDecay(0),
  },
  learningRate: 1e-4,
  decoupled: true,
  conventions: { optax: { beta1: 0.965, epsilon: 1e-8, weightDecay: 1e-4 } },
  rules: [rule],
  rule: () => rule,
}) {
  /** Whether the next step takes in the estimates of the hessian, in any group. */
  get needsHessian(): boolean {
    return this.groups.some(({ steps, options }) => steps % (options["updateInterval"] as number) === 0);
  }
}
