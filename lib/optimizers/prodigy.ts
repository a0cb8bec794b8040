import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { direction } from "./shared-options";
import { defineRule, type ReferenceTensor, type StepNumbers } from "./spec";
import { sumOver } from "./tensor-sums";

const numbers = ["beta1", "beta2", "sumDecay", "epsilon", "weightDecay", "initialDistance", "distanceFactor", "convention"] as const;

type Numbers = StepNumbers<(typeof numbers)[number]>;
type Slots = Record<"first" | "second" | "sum" | "start", Float32Array>;

/** Moves the moments and the sum of gradients on; returns Σ g·(start − p) and Σ |sum|. */
function measure(tensor: ReferenceTensor, now: Numbers, distance: number, rate: number): { along: number; size: number } {
  const { step, beta1, beta2, sumDecay } = now;
  const { first, second, sum, start } = tensor.slots as Slots;
  const along = sumOver(tensor, (i) => {
    const g = tensor.gradient(i);
    if (step === 1) start[i] = tensor.parameter(i);
    first[i] = beta1 * (first[i] as number) + (1 - beta1) * distance * g;
    second[i] = beta2 * (second[i] as number) + (1 - beta2) * (distance * g) ** 2;
    sum[i] = sumDecay * (sum[i] as number) + distance * rate * g;
    return g * ((start[i] as number) - tensor.parameter(i));
  });
  return { along, size: sumOver(tensor, (i) => Math.abs(sum[i] as number)) };
}

function stepTensors(tensors: readonly ReferenceTensor[], now: Numbers, memory: Record<string, number>): void {
  const { learningRate, step, beta1, beta2, sumDecay, epsilon, weightDecay, initialDistance, distanceFactor, convention } = now;
  const before = step === 1 ? initialDistance : (memory["distance"] as number);
  const optax = convention === Convention.optax;
  const rate = before * learningRate * (optax ? Math.sqrt(1 - beta2 ** step) / (1 - beta1 ** step) : 1);
  const measured = tensors.map((tensor) => measure(tensor, now, before, rate));
  const along = measured.reduce((sum, one) => sum + one.along, 0);
  const size = measured.reduce((sum, one) => sum + one.size, 0);
  const numerator = sumDecay * (memory["numerator"] as number) + before * rate * along;
  const distance = size === 0 ? before : Math.max(before, (distanceFactor * numerator) / size);
  Object.assign(memory, { distance, numerator });
  const added = epsilon * (optax ? distance : before);
  for (const tensor of tensors) {
    const { first, second } = tensor.slots as Slots;
    for (let i = 0; i < tensor.length; ++i) {
      const adapted = (first[i] as number) / (Math.sqrt(second[i] as number) + added);
      tensor.move(i, tensor.parameter(i) * (1 - rate * weightDecay) - rate * adapted);
    }
  }
}

const rule = defineRule({
  name: "Prodigy",
  slots: ["first", "second", "sum", "start"],
  memory: ["distance", "numerator"],
  numbers,
  stepGroup: (now, memory) => (tensors) => stepTensors(tensors, now as Numbers, memory),
});

/**
 * Adam that finds its own learning rate: with d the largest estimate so far of the distance from the start to the solution, the moments
 * are those of d·g and p ← p − d·learningRate·m / (√v + d·epsilon). The estimate is
 * distanceFactor·Σ d²·⟨g, start − p⟩ / ‖Σ d²·g‖₁, both sums fading by beta3 (Mishchenko and Defazio 2024, algorithm 4). Each group of
 * parameters has an estimate of its own. optax corrects the bias of the moments, and its epsilon is times the new estimate. While all
 * gradients have been 0 the estimate stays.
 */
export class Prodigy extends defineOptimizer({
  name: "Prodigy",
  source: "Mishchenko and Defazio (2024), Prodigy: an expeditiously adaptive parameter-free learner; optax.contrib.prodigy",
  options: {
    beta1: { initial: 0.9, domain: "rate", meaning: "how slowly the mean of the gradient moves" },
    beta2: { initial: 0.999, domain: "rate", meaning: "how slowly the mean of its square moves" },
    beta3: { initial: 0, domain: "rate", meaning: "how slowly the sums of the estimate fade; 0 for √beta2" },
    epsilon: { initial: 1e-8, domain: "positive", meaning: "times the estimate, added to the root of the second moment" },
    weightDecay: { initial: 0, domain: "nonNegative", meaning: "times learning rate and estimate, taken off the parameter" },
    initialDistance: { initial: 1e-6, domain: "positive", meaning: "the first estimate, better too small than too large" },
    distanceFactor: { initial: 1, domain: "positive", meaning: "what every estimate is multiplied by" },
    convention: conventionOption("paper", "optax"),
    ...direction,
  },
  learningRate: 1,
  conventions: { optax: { learningRate: 0.1 } },
  rules: [rule],
  rule: () => rule,
  derived: ({ beta2, beta3 }) => ({ sumDecay: beta3 === 0 ? Math.sqrt(beta2) : beta3 }),
}) {}
