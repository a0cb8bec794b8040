import { conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "Adadelta",
  slots: ["square", "moved"],
  numbers: ["rho", "epsilon"],
  prepare({ learningRate, rho, epsilon }) {
    return (p, g, state) => {
      state.square = rho * state.square + (1 - rho) * g * g;
      const step = (Math.sqrt(state.moved + epsilon) / Math.sqrt(state.square + epsilon)) * g;
      state.moved = rho * state.moved + (1 - rho) * step * step;
      return p - learningRate * step;
    };
  },
});

/**
 * Adadelta: the step is the gradient times the root mean square of past steps over that of the gradient (Zeiler 2012). One rule everywhere;
 * the conventions differ in their defaults.
 */
export class Adadelta extends defineOptimizer({
  name: "Adadelta",
  source: "Zeiler (2012), ADADELTA: an adaptive learning rate method; torch.optim.Adadelta",
  options: {
    rho: { initial: 0.9, domain: "rate", meaning: "how slowly both mean squares move" },
    epsilon: { initial: 1e-6, domain: "nonNegative", meaning: "added to both mean squares under their roots" },
    convention: conventionOption("pytorch", "keras", "optax"),
    ...decay,
  },
  learningRate: 1,
  conventions: { keras: { learningRate: 1e-3, rho: 0.95, epsilon: 1e-7, decoupledWeightDecay: true } },
  rules: [rule],
  rule: () => rule,
}) {}
