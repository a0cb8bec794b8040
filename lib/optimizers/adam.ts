import type { OptionSpecs, OptionsOf } from "../options";
import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { decay, decoupledDecay } from "./shared-options";
import { defineRule, type StepNumbers } from "./spec";

type Numbers = "beta1" | "beta2" | "epsilon" | "epsilonRoot" | "convention";
const numbers = ["beta1", "beta2", "epsilon", "epsilonRoot", "convention"] as const satisfies readonly Numbers[];

type State = Record<"first" | "second", number> & { largest?: number };

/** Adam for one element; AMSGrad where the state has a largest second moment. */
function prepare({ learningRate, step, beta1, beta2, epsilon, epsilonRoot, convention }: StepNumbers<Numbers>) {
  const [correction1, correction2] = [1 - beta1 ** step, 1 - beta2 ** step];
  return (p: number, g: number, state: State): number => {
    state.first = beta1 * state.first + (1 - beta1) * g;
    state.second = beta2 * state.second + (1 - beta2) * g * g;
    let v = state.second;
    if (state.largest !== undefined) {
      // optax compares corrected moments, the others raw ones.
      const seen = convention === Convention.optax ? v / correction2 : v;
      state.largest = Math.max(state.largest, seen);
      v = convention === Convention.optax ? state.largest * correction2 : state.largest;
    }
    const mean = state.first / correction1;
    if (convention === Convention.keras) return p - (learningRate * mean * Math.sqrt(correction2)) / (Math.sqrt(v) + epsilon);
    return p - (learningRate * mean) / (Math.sqrt(v / correction2 + epsilonRoot) + epsilon);
  };
}

const plain = defineRule({ name: "Adam", slots: ["first", "second"], numbers, prepare });
const amsgrad = defineRule({ name: "AdamAmsgrad", slots: ["first", "second", "largest"], numbers, prepare });

const shared = {
  beta1: { initial: 0.9, domain: "rate", meaning: "how slowly the mean of the gradient moves" },
  beta2: { initial: 0.999, domain: "rate", meaning: "how slowly the mean of its square moves" },
  epsilon: { initial: 1e-8, domain: "nonNegative", meaning: "added to the root of the second moment" },
  epsilonRoot: { initial: 0, domain: "nonNegative", meaning: "added to the second moment under the root; Keras has none" },
  amsgrad: { initial: false, domain: "boolean", meaning: "divides by the largest second moment so far" },
  convention: conventionOption("pytorch", "keras", "optax", "paper"),
} as const satisfies OptionSpecs;

const rule = ({ amsgrad: largest }: Pick<OptionsOf<typeof shared>, "amsgrad">) => (largest ? amsgrad : plain);
const conflict = ({ convention, epsilonRoot }: Pick<OptionsOf<typeof shared>, "convention" | "epsilonRoot">) =>
  convention === "keras" && epsilonRoot !== 0 ? "epsilonRoot: expected 0 under Keras's convention" : undefined;

/**
 * Adam: p ← p − learningRate·m̂ / (√v̂ + epsilon) with the bias-corrected running means m̂ of the gradient and v̂ of its
 * square (Kingma and Ba 2015). `amsgrad` keeps the largest second moment, before its correction. By default the rule of
 * torch.optim.Adam, which is also the paper's; Keras adds epsilon before the second moment is corrected (its default is 1e-7) and decays
 * the parameter itself, optax compares corrected moments for `amsgrad`.
 */
export class Adam extends defineOptimizer({
  name: "Adam",
  source: "Kingma and Ba (2015); Reddi et al. (2018) for amsgrad; torch.optim.Adam",
  options: { ...shared, ...decay },
  learningRate: 1e-3,
  conventions: { keras: { epsilon: 1e-7, decoupledWeightDecay: true }, optax: { decoupledWeightDecay: true } },
  conflict,
  rules: [plain, amsgrad],
  rule,
}) {}

/** Adam with decoupled weight decay: first p ← p·(1 − learningRate·weightDecay), then Adam's step (Loshchilov and Hutter 2019). */
export class AdamW extends defineOptimizer({
  name: "AdamW",
  source: "Loshchilov and Hutter (2019), Decoupled weight decay regularization; torch.optim.AdamW",
  options: { ...shared, ...decoupledDecay(1e-2) },
  learningRate: 1e-3,
  decoupled: true,
  conventions: { keras: { epsilon: 1e-7, weightDecay: 4e-3 }, optax: { weightDecay: 1e-4 } },
  conflict,
  rules: [plain, amsgrad],
  rule,
}) {}
