import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { direction } from "./shared-options";
import { defineRule, type ReferenceTensor, type StepNumbers } from "./spec";
import { normOf } from "./tensor-sums";

const numbers = ["momentum", "nesterov", "weightDecay", "trustCoefficient", "epsilon", "convention"] as const;

function stepTensor(tensor: ReferenceTensor, now: StepNumbers<(typeof numbers)[number]>): void {
  const { learningRate, momentum, nesterov, weightDecay, trustCoefficient, epsilon, convention } = now;
  const decayed = (i: number) => tensor.gradient(i) + weightDecay * tensor.parameter(i);
  const weight = normOf(tensor, (i) => tensor.parameter(i));
  const below =
    convention === Convention.optax ? normOf(tensor, decayed) : normOf(tensor, (i) => tensor.gradient(i)) + weightDecay * weight;
  const ratio = weight === 0 || below === 0 ? 1 : (trustCoefficient * weight) / (below + epsilon);
  const velocity = tensor.slots["momentum"] as Float32Array;
  for (let i = 0; i < tensor.length; ++i) {
    const own = learningRate * ratio * decayed(i);
    const moved = momentum * (velocity[i] as number) + own;
    velocity[i] = moved;
    tensor.move(i, tensor.parameter(i) - (nesterov === 1 ? own + momentum * moved : moved));
  }
}

const rule = defineRule({
  name: "Lars",
  slots: ["momentum"],
  numbers,
  stepGroup: (now) => (tensors) => {
    for (const tensor of tensors) stepTensor(tensor, now as StepNumbers<(typeof numbers)[number]>);
  },
});

/**
 * Momentum whose every tensor has a rate of its own: v ← momentum·v + learningRate·trustCoefficient·‖p‖ / (‖g‖ + weightDecay·‖p‖ +
 * epsilon)·(g + weightDecay·p), p ← p − v (You, Gitman and Ginsburg 2017). optax takes ‖g + weightDecay·p‖ instead of the sum of norms.
 * Where a norm is 0 the learning rate itself holds.
 */
export class Lars extends defineOptimizer({
  name: "Lars",
  source: "You, Gitman and Ginsburg (2017), Large batch training of convolutional networks; optax.lars",
  options: {
    momentum: { initial: 0.9, domain: "rate", meaning: "how much of the last step is kept" },
    nesterov: { initial: false, domain: "boolean", meaning: "looks ahead along the momentum" },
    weightDecay: { initial: 0, domain: "nonNegative", meaning: "times the parameter, added to the gradient" },
    trustCoefficient: { initial: 1e-3, domain: "positive", meaning: "how far a step may go, as a part of the tensor's norm" },
    epsilon: { initial: 0, domain: "nonNegative", meaning: "added to the norm of the gradient" },
    convention: conventionOption("paper", "optax"),
    ...direction,
  },
  learningRate: 0.1,
  rules: [rule],
  rule: () => rule,
}) {}
