import { defineOptimizer } from "./define";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "ASGD",
  slots: ["average"],
  memory: ["rate"],
  numbers: ["lambda", "alpha", "t0"],
  prepare({ learningRate, step, lambda, alpha, t0 }, memory) {
    const rate = step === 1 ? learningRate : memory.rate;
    memory.rate = learningRate / (1 + lambda * learningRate * step) ** alpha;
    const share = 1 / Math.max(1, step - 1 - t0);
    return (p, g, state) => {
      const moved = p * (1 - lambda * rate) - rate * g;
      // In float32, as it is stored: at its beginning the average is the parameter.
      state.average = share === 1 ? moved : state.average + share * (moved - state.average);
      return moved;
    };
  },
});

/**
 * Averaged stochastic gradient descent: p ← p·(1 − lambda·η) − η·g with η = learningRate / (1 + lambda·learningRate·t)^alpha, and from
 * step t0 on the average of all points since (Polyak and Juditsky 1992). The rule of torch.optim.ASGD, in which a change of the learning
 * rate counts one step later.
 */
export class ASGD extends defineOptimizer({
  name: "ASGD",
  source: "Polyak and Juditsky (1992), Acceleration of stochastic approximation by averaging; torch.optim.ASGD",
  options: {
    lambda: { initial: 1e-4, domain: "nonNegative", meaning: "how fast parameters and rate decay" },
    alpha: { initial: 0.75, domain: "real", meaning: "the power by which the rate falls" },
    t0: { initial: 1e6, domain: "nonNegative", meaning: "the step at which averaging begins" },
    ...decay,
  },
  learningRate: 1e-2,
  rules: [rule],
  rule: () => rule,
}) {
  /** The averages of the parameters, in the order of groups and parameters: new arrays. */
  average(): Float32Array[] {
    return this.groups.flatMap(({ slots, parameters, steps }) =>
      parameters.map(({ data }, i) => {
        const [average] = slots[i] as readonly [Float32Array];
        return (steps === 0 ? data : average).slice();
      }),
    );
  }
}
