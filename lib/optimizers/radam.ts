import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { epsilons, moments } from "./moment-options";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "RAdam",
  slots: ["first", "second"],
  numbers: ["beta1", "beta2", "epsilon", "epsilonRoot", "threshold", "convention"],
  prepare({ learningRate, step, beta1, beta2, epsilon, epsilonRoot, threshold, convention }) {
    const optax = convention === Convention.optax;
    const correction = 1 - beta2 ** step;
    const limit = 2 / (1 - beta2) - 1;
    const length = limit - (2 * step * beta2 ** step) / correction;
    const adapts = optax ? length >= threshold : length > threshold;
    const rectifier = Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length));
    const root = (v: number) =>
      optax ? Math.sqrt(v / correction + epsilonRoot) + epsilon : Math.sqrt(v / correction + epsilonRoot) + epsilon / Math.sqrt(correction);
    return (p, g, state) => {
      state.first = beta1 * state.first + (1 - beta1) * g;
      state.second = beta2 * state.second + (1 - beta2) * g * g;
      const mean = state.first / (1 - beta1 ** step);
      return p - learningRate * mean * (adapts ? rectifier / root(state.second) : 1);
    };
  },
});

/**
 * RAdam: while the second moment comes from too few gradients for its variance to be bounded, the step is the mean gradient's alone; then
 * it is Adam's, rectified (Liu et al. 2020). By default the rule of torch.optim.RAdam, which adds epsilon before the second moment is
 * corrected; optax adds it after, and adapts from `threshold` on instead of above it.
 */
export class RAdam extends defineOptimizer({
  name: "RAdam",
  source: "Liu et al. (2020), On the variance of the adaptive learning rate and beyond; torch.optim.RAdam",
  options: {
    ...moments,
    ...epsilons,
    threshold: { initial: 5, domain: "nonNegative", meaning: "the length of the average above which the second moment counts; at least 4" },
    convention: conventionOption("pytorch", "optax"),
    ...decay,
  },
  learningRate: 1e-3,
  conventions: { optax: { decoupledWeightDecay: true } },
  conflict: ({ threshold }) => (threshold < 4 ? "threshold: expected at least 4, where the rectification begins to exist" : undefined),
  rules: [rule],
  rule: () => rule,
}) {}
