import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { moments } from "./moment-options";
import { decoupledDecay } from "./shared-options";
import { defineRule } from "./spec";

const rule = defineRule({
  name: "ScheduleFreeAdamW",
  slots: ["point", "second"],
  memory: ["weights", "largestRate"],
  numbers: ["beta1", "beta2", "epsilon", "warmupSteps", "weightPower", "weightLearningRatePower", "weightDecay", "convention"],
  prepare(now, memory) {
    const { learningRate, step, beta1, beta2, epsilon, warmupSteps, weightPower, weightLearningRatePower, weightDecay } = now;
    const first = step === 1;
    const rate = step < warmupSteps ? (learningRate * step) / warmupSteps : learningRate;
    memory.largestRate = Math.max(rate, first ? 0 : memory.largestRate);
    const weight = step ** weightPower * memory.largestRate ** weightLearningRatePower;
    memory.weights = weight + (first ? 0 : memory.weights);
    const share = memory.weights > 0 ? weight / memory.weights : 0;
    const keras = now.convention === Convention.keras;
    return (p, g, state) => {
      const kept = keras ? p * (1 - learningRate * weightDecay) : p;
      const point = first ? p : state.point;
      state.second = beta2 * state.second + (1 - beta2) * g * g;
      const moved = g / (Math.sqrt(state.second / (1 - beta2 ** step)) + epsilon) + (keras ? 0 : weightDecay * kept);
      state.point = point - rate * moved;
      return kept + share * (point - kept) + rate * (beta1 * (1 - share) - 1) * moved;
    };
  },
});

/**
 * AdamW without a schedule: Adam's steps move a point z; the gradient is taken at y = (1 − beta1)·z + beta1·x, the parameter; and x, the
 * weighted average of z, is what to evaluate: {@link average} (Defazio et al. 2024). By default the rule of the authors, whose weights are
 * t^weightPower·(largest learning rate)^weightLearningRatePower; Keras weighs all steps alike, and decays the parameter itself.
 */
export class ScheduleFreeAdamW extends defineOptimizer({
  name: "ScheduleFreeAdamW",
  source: "Defazio et al. (2024), The road less scheduled, and the authors' code; keras.optimizers.ScheduleFreeAdamW",
  options: {
    ...moments,
    beta1: { ...moments.beta1, meaning: "where between z and the average gradients are taken; above 0" },
    epsilon: { initial: 1e-8, domain: "nonNegative", meaning: "added to the root of the second moment" },
    warmupSteps: { initial: 0, domain: "count", meaning: "steps over which the learning rate grows" },
    weightPower: { initial: 0, domain: "real", meaning: "the power of the step's number in its weight" },
    weightLearningRatePower: { initial: 2, domain: "nonNegative", meaning: "the power of the largest learning rate in the weight" },
    convention: conventionOption("paper", "keras", "optax"),
    ...decoupledDecay(0),
  },
  learningRate: 2.5e-3,
  decoupled: true,
  conventions: { keras: { weightLearningRatePower: 0 } },
  conflict: ({ beta1 }) => (beta1 === 0 ? "beta1: expected a number above 0" : undefined),
  rules: [rule],
  rule: () => rule,
}) {
  /** The averages to evaluate with, in the order of groups and parameters: new arrays. */
  average(): Float32Array[] {
    return this.groups.flatMap(({ slots, parameters, options, steps }) => {
      const share = 1 - 1 / (options["beta1"] as number);
      return parameters.map(({ data }, i) => {
        const point = slots[i]?.[0] as Float32Array;
        return steps === 0 ? data.slice() : data.map((y, k) => y + share * ((point[k] as number) - y));
      });
    });
  }
}
