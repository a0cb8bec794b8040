import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { epsilons, moments } from "./moment-options";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "Yogi",
  slots: ["first", "second"],
  filled: { second: "initialAccumulator" },
  numbers: ["beta1", "beta2", "epsilon", "epsilonRoot", "initialAccumulator", "convention"],
  prepare({ learningRate, step, beta1, beta2, epsilon, epsilonRoot, initialAccumulator, convention }) {
    const optax = convention === Convention.optax;
    const [correction1, correction2] = optax ? [1 - beta1 ** step, 1 - beta2 ** step] : [1, 1];
    const start = optax && step === 1 ? initialAccumulator : 0;
    return (p, g, state) => {
      state.first = beta1 * (state.first + start) + (1 - beta1) * g;
      const square = g * g;
      state.second -= (1 - beta2) * Math.sign(state.second - square) * square;
      const mean = state.first / correction1;
      return p - (learningRate * mean) / (Math.sqrt(state.second / correction2 + epsilonRoot) + epsilon);
    };
  },
});

/**
 * Yogi: Adam whose second moment moves towards g² by (1 − beta2)·g², however far it is (Zaheer et al. 2018). By default the paper's rule;
 * optax corrects the bias of both moments, and starts both with `initialAccumulator`.
 */
export class Yogi extends defineOptimizer({
  name: "Yogi",
  source: "Zaheer et al. (2018), Adaptive methods for nonconvex optimization; optax.yogi",
  options: {
    ...moments,
    ...epsilons,
    epsilon: { initial: 1e-3, domain: "nonNegative", meaning: "added to the root of the second moment" },
    initialAccumulator: { initial: 1e-6, domain: "nonNegative", meaning: "what the second moment starts with" },
    convention: conventionOption("paper", "optax"),
    ...decay,
  },
  learningRate: 1e-2,
  rules: [rule],
  rule: () => rule,
}) {}
