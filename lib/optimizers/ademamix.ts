import { conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { epsilons, moments } from "./moment-options";
import { decoupledDecay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "AdEMAMix",
  slots: ["fast", "slow", "second"],
  numbers: ["beta1", "beta2", "beta3", "alpha", "epsilon", "epsilonRoot", "warmupSteps"],
  prepare({ learningRate, step, beta1, beta2, beta3, alpha, epsilon, epsilonRoot, warmupSteps }) {
    const warm = step < warmupSteps ? step / warmupSteps : 1;
    const halfLife = (1 - warm) / Math.log(beta1) + warm / Math.log(beta3);
    const slowBeta = warm === 1 ? beta3 : Math.min(Math.exp(1 / halfLife), beta3);
    return (p, g, state) => {
      state.fast = beta1 * state.fast + (1 - beta1) * g;
      state.slow = slowBeta * state.slow + (1 - slowBeta) * g;
      state.second = beta2 * state.second + (1 - beta2) * g * g;
      const direction = state.fast / (1 - beta1 ** step) + warm * alpha * state.slow;
      return p - (learningRate * direction) / (Math.sqrt(state.second / (1 - beta2 ** step) + epsilonRoot) + epsilon);
    };
  },
});

/**
 * AdEMAMix: Adam whose step is the mean gradient and alpha times a much slower mean, which remembers gradients of long ago (Pagliardini et
 * al. 2024). Over `warmupSteps` alpha grows from 0, and beta3 from beta1 by a half-life that grows linearly. optax has the same rule, its
 * epsilonRoot included.
 */
export class AdEMAMix extends defineOptimizer({
  name: "AdEMAMix",
  source: "Pagliardini, Ablin and Grangier (2024), The AdEMAMix optimizer; optax.contrib.ademamix",
  options: {
    ...moments,
    beta3: { initial: 0.9999, domain: "rate", meaning: "how slowly the slow mean of the gradient moves" },
    alpha: { initial: 5, domain: "nonNegative", meaning: "what the slow mean counts beside the fast one" },
    warmupSteps: { initial: 0, domain: "count", meaning: "steps over which alpha and beta3 grow" },
    ...epsilons,
    convention: conventionOption("paper", "optax"),
    ...decoupledDecay(0),
  },
  learningRate: 1e-3,
  decoupled: true,
  rules: [rule],
  rule: () => rule,
}) {}
