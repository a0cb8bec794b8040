import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { direction } from "./shared-options";
import { defineRule, type ReferenceTensor, type StepNumbers } from "./spec";
import { normOf } from "./tensor-sums";

const numbers = ["beta1", "beta2", "epsilon", "epsilonRoot", "weightDecay", "convention"] as const;

function stepTensor(tensor: ReferenceTensor, now: StepNumbers<(typeof numbers)[number]>): void {
  const { learningRate, step, beta1, beta2, epsilon, epsilonRoot, weightDecay, convention } = now;
  const { first, second } = tensor.slots as Record<"first" | "second", Float32Array>;
  const [correction1, correction2] = [1 - beta1 ** step, 1 - beta2 ** step];
  const apart = convention === Convention.keras;
  const parameter = (i: number) => tensor.parameter(i) * (apart ? 1 - learningRate * weightDecay : 1);
  const adapted = Float64Array.from({ length: tensor.length }, (_, i) => {
    const g = tensor.gradient(i);
    const m = beta1 * (first[i] as number) + (1 - beta1) * g;
    const v = beta2 * (second[i] as number) + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    return m / correction1 / (Math.sqrt(v / correction2 + epsilonRoot) + epsilon) + (apart ? 0 : weightDecay * parameter(i));
  });
  const [weight, length] = [normOf(tensor, parameter), normOf(tensor, (i) => adapted[i] as number)];
  const ratio = weight === 0 || length === 0 ? 1 : weight / length;
  for (let i = 0; i < tensor.length; ++i) tensor.move(i, parameter(i) - learningRate * ratio * (adapted[i] as number));
}

const rule = defineRule({
  name: "Lamb",
  slots: ["first", "second"],
  numbers,
  stepGroup: (now) => (tensors) => {
    for (const tensor of tensors) stepTensor(tensor, now as StepNumbers<(typeof numbers)[number]>);
  },
});

/**
 * Adam whose step is as long as the tensor: p ← p − learningRate·‖p‖ / ‖r‖·r with r = m̂ / (√(v̂ + epsilonRoot) + epsilon) +
 * weightDecay·p (You et al. 2020, φ being the identity). Keras decays the parameter itself, before all, and starts with an epsilon of
 * 1e-7. Where a norm is 0 the learning rate itself holds.
 */
export class Lamb extends defineOptimizer({
  name: "Lamb",
  source: "You et al. (2020), Large batch optimization for deep learning; optax.lamb; keras.optimizers.Lamb",
  options: {
    beta1: { initial: 0.9, domain: "rate", meaning: "how slowly the mean of the gradient moves" },
    beta2: { initial: 0.999, domain: "rate", meaning: "how slowly the mean of its square moves" },
    epsilon: { initial: 1e-6, domain: "positive", meaning: "added to the root of the second moment" },
    epsilonRoot: { initial: 0, domain: "nonNegative", meaning: "added to the second moment under the root" },
    weightDecay: { initial: 0, domain: "nonNegative", meaning: "times the parameter, added to the direction" },
    convention: conventionOption("paper", "keras", "optax"),
    ...direction,
  },
  learningRate: 1e-3,
  conventions: { keras: { epsilon: 1e-7 } },
  rules: [rule],
  rule: () => rule,
}) {}
