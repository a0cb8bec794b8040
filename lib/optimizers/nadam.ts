import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { epsilons, moments } from "./moment-options";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "NAdam",
  slots: ["first", "second"],
  memory: ["product"],
  numbers: ["beta1", "beta2", "epsilon", "epsilonRoot", "momentumDecay", "convention"],
  prepare({ learningRate, step, beta1, beta2, epsilon, epsilonRoot, momentumDecay, convention }, memory) {
    const momentum = (at: number) => beta1 * (convention === Convention.optax ? 1 : 1 - 0.5 * 0.96 ** (at * momentumDecay));
    const [now, next] = [momentum(step), momentum(step + 1)];
    memory.product = (step === 1 ? 1 : memory.product) * now;
    const { product } = memory;
    const correction = 1 - beta2 ** step;
    return (p, g, state) => {
      state.first = beta1 * state.first + (1 - beta1) * g;
      state.second = beta2 * state.second + (1 - beta2) * g * g;
      const ahead = (next * state.first) / (1 - product * next) + ((1 - now) * g) / (1 - product);
      return p - (learningRate * ahead) / (Math.sqrt(state.second / correction + epsilonRoot) + epsilon);
    };
  },
});

/**
 * NAdam: Adam whose first moment looks one step ahead, with a momentum that warms up, μₜ = beta1·(1 − ½·0.96^(t·momentumDecay))
 * (Dozat 2016). By default the rule of torch.optim.NAdam; Keras's is the same with a momentumDecay of 1, optax's momentum is constant.
 */
export class NAdam extends defineOptimizer({
  name: "NAdam",
  source: "Dozat (2016), Incorporating Nesterov momentum into Adam; torch.optim.NAdam",
  options: {
    ...moments,
    ...epsilons,
    momentumDecay: { initial: 4e-3, domain: "nonNegative", meaning: "how fast the momentum warms up" },
    convention: conventionOption("pytorch", "keras", "optax"),
    ...decay,
  },
  learningRate: 2e-3,
  conventions: {
    keras: { learningRate: 1e-3, epsilon: 1e-7, momentumDecay: 1, decoupledWeightDecay: true },
    optax: { decoupledWeightDecay: true },
  },
  rules: [rule],
  rule: () => rule,
}) {}
