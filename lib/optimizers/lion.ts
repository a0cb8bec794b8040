import { conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { moments } from "./moment-options";
import { decoupledDecay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "Lion",
  slots: ["first"],
  numbers: ["beta1", "beta2"],
  prepare({ learningRate, beta1, beta2 }) {
    return (p, g, state) => {
      const direction = beta1 * state.first + (1 - beta1) * g;
      state.first = beta2 * state.first + (1 - beta2) * g;
      return p - learningRate * Math.sign(direction);
    };
  },
});

/**
 * Lion: p ← p − learningRate·(sign(beta1·m + (1 − beta1)·g) + weightDecay·p), then m ← beta2·m + (1 − beta2)·g (Chen et al. 2023). The
 * sign of 0 is 0. One rule everywhere; Keras starts with a learning rate of 1e-3, optax with a weight decay of 1e-3.
 */
export class Lion extends defineOptimizer({
  name: "Lion",
  source: "Chen et al. (2023), Symbolic discovery of optimization algorithms; keras.optimizers.Lion, optax.lion",
  options: {
    beta1: { ...moments.beta1, meaning: "how slowly the direction of a step leaves the mean gradient" },
    beta2: { initial: 0.99, domain: "rate", meaning: "how slowly the mean of the gradient moves" },
    convention: conventionOption("paper", "keras", "optax"),
    ...decoupledDecay(0),
  },
  learningRate: 1e-4,
  decoupled: true,
  conventions: { keras: { learningRate: 1e-3 }, optax: { weightDecay: 1e-3 } },
  rules: [rule],
  rule: () => rule,
}) {}
