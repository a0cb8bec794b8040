import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { direction } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "Rprop",
  slots: ["previous", "size"],
  numbers: ["etaMinus", "etaPlus", "stepMin", "stepMax", "convention"],
  prepare({ learningRate, step, etaMinus, etaPlus, stepMin, stepMax, convention }) {
    return (p, g, state) => {
      const before = Math.sign(state.previous) * state.size;
      const size = step === 1 ? learningRate : state.size;
      const agreement = Math.sign(g) * Math.sign(state.previous);
      const factor = agreement > 0 ? etaPlus : agreement < 0 ? etaMinus : 1;
      const bounded = Math.min(Math.max(size * factor, stepMin), stepMax);
      state.previous = agreement < 0 ? 0 : g;
      if (convention === Convention.optax) {
        state.size = agreement === 0 ? size : bounded;
        return agreement < 0 ? p : p - before;
      }
      state.size = bounded;
      return p - Math.sign(state.previous) * bounded;
    };
  },
});

/**
 * Rprop: each element has a step of its own size, which grows while its gradient keeps its sign and shrinks where the sign turns, and the
 * element then waits for a step (Riedmiller and Braun 1993). For whole batches. The learning rate is what the sizes start with. By default
 * the rule of torch.optim.Rprop; optax takes each step one gradient later, and leaves a size that does not change unbounded.
 */
export class Rprop extends defineOptimizer({
  name: "Rprop",
  source: "Riedmiller and Braun (1993), The RPROP algorithm; torch.optim.Rprop",
  options: {
    etaMinus: { initial: 0.5, domain: "rate", meaning: "what a size is multiplied by where the sign turns" },
    etaPlus: { initial: 1.2, domain: "positive", meaning: "what a size is multiplied by while the sign stays; at least 1" },
    stepMin: { initial: 1e-6, domain: "nonNegative", meaning: "the smallest size of a step" },
    stepMax: { initial: 50, domain: "positive", meaning: "the largest size of a step" },
    convention: conventionOption("pytorch", "optax"),
    ...direction,
  },
  learningRate: 1e-2,
  conflict({ etaPlus, stepMin, stepMax }) {
    if (etaPlus < 1) return `etaPlus: expected at least 1, received ${etaPlus}`;
    return stepMin > stepMax ? "stepMin: expected at most stepMax" : undefined;
  },
  rules: [rule],
  rule: () => rule,
}) {}
