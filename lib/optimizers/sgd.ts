import { defineOptimizer } from "./define";
import type { StepRule } from "./spec";

/** hyper: learningRate, step, momentum, dampening, nesterov, weightDecay, maximize. */
function sgdRule(name: string, slots: readonly string[]): StepRule {
  return {
    name,
    slots,
    prepare([rate, step, momentum, dampening, nesterov, weightDecay, maximize]) {
      const [lr, mu, damp, decay] = [rate, momentum, dampening, weightDecay] as [number, number, number, number];
      return (parameter, gradient, [buffer], i) => {
        const p = parameter[i] as number;
        const g = (maximize ? -(gradient[i] as number) : (gradient[i] as number)) + decay * p;
        if (buffer === undefined) {
          parameter[i] = p - lr * g;
          return;
        }
        const moved = step === 1 ? g : mu * (buffer[i] as number) + (1 - damp) * g;
        buffer[i] = moved;
        parameter[i] = p - lr * (nesterov ? g + mu * moved : moved);
      };
    },
  };
}

const plain = sgdRule("SGD", []);
const withMomentum = sgdRule("SGDMomentum", ["momentum"]);

/**
 * Stochastic gradient descent: p ← p − learningRate·d, with d the gradient, or with momentum the running buffer
 * b ← momentum·b + (1 − dampening)·g (its first step takes g itself), or with `nesterov` g + momentum·b. Weight decay is
 * added to the gradient. The rule and the defaults are those of torch.optim.SGD.
 */
export class SGD extends defineOptimizer({
  name: "SGD",
  source: "torch.optim.SGD; Sutskever et al. (2013) for Nesterov's form",
  options: {
    momentum: { initial: 0, domain: "nonNegative", meaning: "how much of the last direction is kept" },
    dampening: { initial: 0, domain: "fraction", meaning: "how much of the new gradient the buffer leaves out" },
    nesterov: { initial: false, domain: "boolean", meaning: "looks ahead along the momentum; wants momentum and no dampening" },
    weightDecay: { initial: 0, domain: "nonNegative", meaning: "times the parameter, added to the gradient" },
    maximize: { initial: false, domain: "boolean", meaning: "climbs instead of descending" },
  },
  learningRate: 1e-3,
  rules: [plain, withMomentum],
  conflict: ({ nesterov, momentum, dampening }) =>
    nesterov && (momentum === 0 || dampening !== 0) ? "nesterov: expected a momentum above 0 and a dampening of 0 beside it" : undefined,
  rule: ({ momentum }) => (momentum === 0 ? plain : withMomentum),
  hyper: (o) => [o.momentum, o.dampening, Number(o.nesterov), o.weightDecay, Number(o.maximize)],
}) {}
