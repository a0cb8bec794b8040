import { conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { direction } from "./shared-options";
import { defineRule, type ReferenceTensor, type StepNumbers } from "./spec";
import { sumOver } from "./tensor-sums";

const numbers = ["beta1", "beta2", "epsilon", "epsilonRoot", "weightDecay"] as const;

function stepTensor(tensor: ReferenceTensor, now: StepNumbers<(typeof numbers)[number]>): void {
  const { learningRate, step, beta1, beta2, epsilon, epsilonRoot, weightDecay } = now;
  const square = sumOver(tensor, (i) => tensor.gradient(i) ** 2);
  const second = step === 1 ? square : beta2 * (tensor.scalars["second"] as number) + (1 - beta2) * square;
  tensor.scalars["second"] = second;
  const root = Math.sqrt(second + epsilonRoot) + epsilon;
  const first = tensor.slots["first"] as Float32Array;
  for (let i = 0; i < tensor.length; ++i) {
    const own = (root === 0 ? 0 : tensor.gradient(i) / root) + weightDecay * tensor.parameter(i);
    const moved = beta1 * (first[i] as number) + own;
    first[i] = moved;
    tensor.move(i, tensor.parameter(i) - learningRate * moved);
  }
}

const rule = defineRule({
  name: "NovoGrad",
  slots: ["first"],
  scalars: ["second"],
  numbers,
  stepGroup: (now) => (tensors) => {
    for (const tensor of tensors) stepTensor(tensor, now as StepNumbers<(typeof numbers)[number]>);
  },
});

/**
 * Adam with one second moment for each tensor: v ← beta2·v + (1 − beta2)·‖g‖², which starts with ‖g‖²;
 * m ← beta1·m + g / (√(v + epsilonRoot) + epsilon) + weightDecay·p; p ← p − learningRate·m (Ginsburg et al. 2019). optax has other
 * defaults: beta1 0.9, beta2 0.25, epsilon 1e-6.
 */
export class NovoGrad extends defineOptimizer({
  name: "NovoGrad",
  source: "Ginsburg et al. (2019), Stochastic gradient methods with layer-wise adaptive moments; optax.novograd",
  options: {
    beta1: { initial: 0.95, domain: "rate", meaning: "how much of the last direction is kept" },
    beta2: { initial: 0.98, domain: "rate", meaning: "how slowly the mean of the squared norm moves" },
    epsilon: { initial: 1e-8, domain: "nonNegative", meaning: "added to the root of the second moment" },
    epsilonRoot: { initial: 0, domain: "nonNegative", meaning: "added to the second moment under the root" },
    weightDecay: { initial: 0, domain: "nonNegative", meaning: "times the parameter, added to the direction" },
    convention: conventionOption("paper", "optax"),
    ...direction,
  },
  learningRate: 0.01,
  conventions: { optax: { beta1: 0.9, beta2: 0.25, epsilon: 1e-6 } },
  rules: [rule],
  rule: () => rule,
}) {}
