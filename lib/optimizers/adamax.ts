import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { moments } from "./moment-options";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "Adamax",
  slots: ["first", "norm"],
  numbers: ["beta1", "beta2", "epsilon", "convention"],
  prepare({ learningRate, step, beta1, beta2, epsilon, convention }) {
    const [inside, after] = convention === Convention.keras ? [0, epsilon] : [epsilon, 0];
    return (p, g, state) => {
      state.first = beta1 * state.first + (1 - beta1) * g;
      state.norm = Math.max(beta2 * state.norm, Math.abs(g) + inside);
      return p - (learningRate / (1 - beta1 ** step)) * (state.first / (state.norm + after));
    };
  },
});

/**
 * Adamax: Adam that divides by the largest recent gradient, u ← max(beta2·u, |g| + epsilon) (Kingma and Ba 2015). By default the rule of
 * torch.optim.Adamax, which is also optax's; Keras adds epsilon to u where it divides.
 */
export class Adamax extends defineOptimizer({
  name: "Adamax",
  source: "Kingma and Ba (2015), Adam, section 7.1; torch.optim.Adamax",
  options: {
    ...moments,
    epsilon: { initial: 1e-8, domain: "nonNegative", meaning: "added to the size of the gradient" },
    convention: conventionOption("pytorch", "keras", "optax"),
    ...decay,
  },
  learningRate: 2e-3,
  conventions: {
    keras: { learningRate: 1e-3, epsilon: 1e-7, decoupledWeightDecay: true },
    optax: { decoupledWeightDecay: true },
  },
  rules: [rule],
  rule: () => rule,
}) {}
