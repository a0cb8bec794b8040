import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { direction } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "MADGRAD",
  slots: ["start", "sum", "square"],
  numbers: ["momentum", "epsilon", "convention"],
  prepare({ learningRate, step, momentum, epsilon, convention }) {
    const rate = convention === Convention.optax ? learningRate + epsilon : learningRate;
    const weight = rate * Math.sqrt(step);
    return (p, g, state) => {
      if (step === 1) state.start = p;
      state.sum += weight * g;
      state.square += weight * g * g;
      const dual = state.start - state.sum / (Math.cbrt(state.square) + epsilon);
      return p + (1 - momentum) * (dual - p);
    };
  },
});

/**
 * MADGRAD: dual averaging from where the parameter started, x₀ − Σλg / (∛Σλg² + epsilon) with λ = learningRate·√t, to which the parameter
 * goes by 1 − momentum (Defazio and Jelassi 2022). By default the paper's rule; the authors' code and optax add epsilon to the learning
 * rate.
 */
export class MADGRAD extends defineOptimizer({
  name: "MADGRAD",
  source: "Defazio and Jelassi (2022), Adaptivity without compromise; optax.contrib.madgrad",
  options: {
    momentum: { initial: 0.9, domain: "rate", meaning: "how slowly the parameter goes to the dual average" },
    epsilon: { initial: 1e-6, domain: "nonNegative", meaning: "added to the cube root" },
    weightDecay: { initial: 0, domain: "nonNegative", meaning: "times the parameter, added to the gradient" },
    convention: conventionOption("paper", "optax"),
    ...direction,
  },
  learningRate: 1e-2,
  rules: [rule],
  rule: () => rule,
}) {}
