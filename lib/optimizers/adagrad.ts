import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "Adagrad",
  slots: ["sum"],
  filled: { sum: "initialAccumulator" },
  numbers: ["learningRateDecay", "epsilon", "convention"],
  prepare({ learningRate, step, learningRateDecay, epsilon, convention }) {
    const rate = learningRate / (1 + (step - 1) * learningRateDecay);
    const outside = convention === Convention.pytorch;
    return (p, g, state) => {
      state.sum += g * g;
      return p - (rate * g) / (outside ? Math.sqrt(state.sum) + epsilon : Math.sqrt(state.sum + epsilon));
    };
  },
});

/**
 * Adagrad: p ← p − learningRate·g / (√Σg² + epsilon), for sparse gradients (Duchi et al. 2011). By default the rule of
 * torch.optim.Adagrad; Keras and optax start the sum with 0.1 and add epsilon (1e-7) under the root.
 */
export class Adagrad extends defineOptimizer({
  name: "Adagrad",
  source: "Duchi et al. (2011), Adaptive subgradient methods; torch.optim.Adagrad",
  options: {
    learningRateDecay: { initial: 0, domain: "nonNegative", meaning: "how fast the learning rate falls with the steps" },
    initialAccumulator: { initial: 0, domain: "nonNegative", meaning: "what the sum of squares starts with" },
    epsilon: { initial: 1e-10, domain: "nonNegative", meaning: "added to the root of the sum, or under it" },
    convention: conventionOption("pytorch", "keras", "optax"),
    ...decay,
  },
  learningRate: 1e-2,
  conventions: {
    keras: { learningRate: 1e-3, initialAccumulator: 0.1, epsilon: 1e-7, decoupledWeightDecay: true },
    optax: { initialAccumulator: 0.1, epsilon: 1e-7 },
  },
  rules: [rule],
  rule: () => rule,
}) {}
