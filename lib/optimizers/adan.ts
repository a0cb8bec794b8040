import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { epsilons } from "./moment-options";
import { decoupledDecay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "Adan",
  slots: ["first", "change", "second", "previous"],
  numbers: ["beta1", "beta2", "beta3", "epsilon", "epsilonRoot", "weightDecay", "convention"],
  prepare({ learningRate, step, beta1, beta2, beta3, epsilon, epsilonRoot, weightDecay, convention }) {
    const optax = convention === Convention.optax;
    const share = optax ? 1 - beta2 : beta2;
    const [correction1, correction2, correction3] = [beta1, beta2, beta3].map((beta) => 1 - beta ** step) as [number, number, number];
    return (p, g, state) => {
      const change = step === 1 ? 0 : g - state.previous;
      const ahead = g + share * change;
      state.first = beta1 * state.first + (1 - beta1) * g;
      state.change = beta2 * state.change + (1 - beta2) * change;
      state.second = beta3 * state.second + (1 - beta3) * ahead * ahead;
      state.previous = g;
      const direction = state.first / correction1 + (share * state.change) / correction2;
      const moved = (learningRate * direction) / (Math.sqrt(state.second / correction3 + epsilonRoot) + epsilon);
      if (optax) return p * (1 - learningRate * weightDecay) - moved;
      return (p - moved) / (1 + learningRate * weightDecay);
    };
  },
});

/**
 * Adan: Adam with a running mean of how the gradient changes, which stands for Nesterov's look ahead (Xie et al. 2022). The betas say how
 * slowly the means of the gradient, of its change and of the square of both move. By default the rule of the authors, where the change
 * counts beta2 beside the gradient and the decay divides the step's result; with optax it counts 1 − beta2, the decay is taken off the
 * parameter, and epsilonRoot is 1e-8.
 */
export class Adan extends defineOptimizer({
  name: "Adan",
  source: "Xie et al. (2022), Adan: adaptive Nesterov momentum algorithm, and the authors' code; optax.adan",
  options: {
    beta1: { initial: 0.98, domain: "rate", meaning: "how slowly the mean of the gradient moves" },
    beta2: { initial: 0.92, domain: "rate", meaning: "how slowly the mean of its change moves" },
    beta3: { initial: 0.99, domain: "rate", meaning: "how slowly the mean of the square moves" },
    ...epsilons,
    convention: conventionOption("paper", "optax"),
    ...decoupledDecay(0),
  },
  learningRate: 1e-3,
  decoupled: true,
  conventions: { optax: { epsilonRoot: 1e-8 } },
  rules: [rule],
  rule: () => rule,
}) {}
