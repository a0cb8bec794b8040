import { conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { moments } from "./moment-options";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "ADOPT",
  slots: ["first", "second"],
  numbers: ["beta1", "beta2", "epsilon"],
  prepare({ learningRate, step, beta1, beta2, epsilon }) {
    const bound = (step - 1) ** 0.25;
    return (p, g, state) => {
      if (step === 1) {
        state.second = g * g;
        return p + 0 * g; // NaN where the gradient is NaN
      }
      const scaled = g / Math.max(Math.sqrt(state.second), epsilon);
      state.first = beta1 * state.first + (1 - beta1) * Math.min(Math.max(scaled, -bound), bound);
      state.second = beta2 * state.second + (1 - beta2) * g * g;
      return p - learningRate * state.first;
    };
  },
});

/**
 * ADOPT: Adam that divides the gradient by the second moment of those before it, and takes the mean after that, so that it converges with
 * any beta2 (Taniguchi et al. 2024). The scaled gradient is clipped to the fourth root of the steps before. The first step only fills the
 * second moment. optax.contrib.adopt is the same.
 */
export class ADOPT extends defineOptimizer({
  name: "ADOPT",
  source: "Taniguchi et al. (2024), ADOPT: modified Adam can converge with any β2; optax.contrib.adopt",
  options: {
    ...moments,
    beta2: { ...moments.beta2, initial: 0.9999 },
    epsilon: { initial: 1e-6, domain: "nonNegative", meaning: "the least that a gradient is divided by" },
    convention: conventionOption("paper", "optax"),
    ...decay,
  },
  learningRate: 1e-3,
  rules: [rule],
  rule: () => rule,
}) {}
