import { conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { epsilons, moments } from "./moment-options";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "AdaBelief",
  slots: ["first", "spread"],
  numbers: ["beta1", "beta2", "epsilon", "epsilonRoot"],
  prepare({ learningRate, step, beta1, beta2, epsilon, epsilonRoot }) {
    return (p, g, state) => {
      const missed = beta1 * (g - state.first); // the gradient less its new mean
      state.first = beta1 * state.first + (1 - beta1) * g;
      state.spread = beta2 * state.spread + (1 - beta2) * missed * missed + epsilonRoot;
      const root = Math.sqrt(state.spread / (1 - beta2 ** step)) + epsilon;
      return p - ((learningRate / (1 - beta1 ** step)) * state.first) / root;
    };
  },
});

/**
 * AdaBelief: Adam that divides by how far gradients have been from their running mean (Zhuang et al. 2020). `epsilonRoot` is added to the
 * state at every step, as in the paper; the paper's epsilons are 1e-8, optax's 1e-16.
 */
export class AdaBelief extends defineOptimizer({
  name: "AdaBelief",
  source: "Zhuang et al. (2020), AdaBelief optimizer; optax.adabelief",
  options: {
    ...moments,
    ...epsilons,
    epsilonRoot: { initial: 1e-8, domain: "nonNegative", meaning: "added to the mean square at every step" },
    convention: conventionOption("paper", "optax"),
    ...decay,
  },
  learningRate: 1e-3,
  conventions: { optax: { epsilon: 1e-16, epsilonRoot: 1e-16 } },
  rules: [rule],
  rule: () => rule,
}) {}
