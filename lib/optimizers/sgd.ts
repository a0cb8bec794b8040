import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const numbers = ["momentum", "dampening", "nesterov", "convention"] as const;

const plain = defineRule({
  name: "SGD",
  slots: [],
  numbers,
  prepare:
    ({ learningRate }) =>
    (p, g) =>
      p - learningRate * g,
});

const withMomentum = defineRule({
  name: "SGDMomentum",
  slots: ["momentum"],
  numbers,
  prepare({ learningRate, step, momentum, dampening, nesterov, convention }) {
    if (convention === Convention.keras) {
      return (p, g, state) => {
        state.momentum = momentum * state.momentum + learningRate * g;
        return p - (nesterov === 1 ? momentum * state.momentum + learningRate * g : state.momentum);
      };
    }
    return (p, g, state) => {
      state.momentum = step === 1 ? g : momentum * state.momentum + (1 - dampening) * g;
      return p - learningRate * (nesterov === 1 ? g + momentum * state.momentum : state.momentum);
    };
  },
});

/**
 * Stochastic gradient descent: p ← p − learningRate·d, with d the gradient, or with momentum the running buffer
 * b ← momentum·b + (1 − dampening)·g (its first step takes g itself), or with `nesterov` g + momentum·b. By default the rule of
 * torch.optim.SGD. Keras's buffer holds steps, b ← momentum·b + learningRate·g, which matters where the learning rate changes.
 */
export class SGD extends defineOptimizer({
  name: "SGD",
  source: "torch.optim.SGD; Sutskever et al. (2013) for Nesterov's form",
  options: {
    momentum: { initial: 0, domain: "nonNegative", meaning: "how much of the last direction is kept" },
    dampening: { initial: 0, domain: "fraction", meaning: "how much of the new gradient the buffer leaves out" },
    nesterov: { initial: false, domain: "boolean", meaning: "looks ahead along the momentum; wants momentum and no dampening" },
    convention: conventionOption("pytorch", "keras", "optax"),
    ...decay,
  },
  learningRate: 1e-3,
  conventions: { keras: { learningRate: 1e-2, decoupledWeightDecay: true } },
  rules: [plain, withMomentum],
  conflict({ nesterov, momentum, dampening, convention }) {
    if (nesterov && (momentum === 0 || dampening !== 0)) return "nesterov: expected a momentum above 0 and a dampening of 0 beside it";
    return convention !== "pytorch" && dampening !== 0 ? "dampening: expected 0 but under PyTorch's convention" : undefined;
  },
  rule: ({ momentum }) => (momentum === 0 ? plain : withMomentum),
}) {}
