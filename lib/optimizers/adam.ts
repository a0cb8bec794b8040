import type { OptionSpecs, OptionsOf } from "../options";
import { defineOptimizer } from "./define";
import type { StepRule } from "./spec";

/** hyper: learningRate, step, beta1, beta2, epsilon, weightDecay, decoupledWeightDecay, maximize. */
function adamRule(name: string, slots: readonly string[]): StepRule {
  return {
    name,
    slots,
    prepare(hyper) {
      const [rate, step, beta1, beta2, epsilon, decay, decoupled, maximize] = hyper as unknown as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const stepSize = rate / (1 - beta1 ** step);
      const rootCorrection = Math.sqrt(1 - beta2 ** step);
      return (parameter, gradient, [first, second, largest], i) => {
        const p = (parameter[i] as number) * (decoupled ? 1 - rate * decay : 1);
        const g = (maximize ? -(gradient[i] as number) : (gradient[i] as number)) + (decoupled ? 0 : decay * (parameter[i] as number));
        const m = beta1 * ((first as Float32Array)[i] as number) + (1 - beta1) * g;
        let v = beta2 * ((second as Float32Array)[i] as number) + (1 - beta2) * g * g;
        (first as Float32Array)[i] = m;
        (second as Float32Array)[i] = v;
        if (largest !== undefined) largest[i] = v = Math.max(largest[i] as number, v);
        parameter[i] = p - (stepSize * m) / (Math.sqrt(v) / rootCorrection + epsilon);
      };
    },
  };
}

const plain = adamRule("Adam", ["first", "second"]);
const amsgrad = adamRule("AdamAmsgrad", ["first", "second", "largest"]);

const shared = {
  beta1: { initial: 0.9, domain: "rate", meaning: "how slowly the mean of the gradient moves" },
  beta2: { initial: 0.999, domain: "rate", meaning: "how slowly the mean of its square moves" },
  epsilon: { initial: 1e-8, domain: "nonNegative", meaning: "added to the root of the second moment" },
  amsgrad: { initial: false, domain: "boolean", meaning: "divides by the largest second moment so far" },
  maximize: { initial: false, domain: "boolean", meaning: "climbs instead of descending" },
} as const satisfies OptionSpecs;

const adamOptions = {
  ...shared,
  weightDecay: { initial: 0, domain: "nonNegative", meaning: "times the parameter, added to the gradient" },
  decoupledWeightDecay: { initial: false, domain: "boolean", meaning: "decays the parameter itself, as AdamW" },
} as const satisfies OptionSpecs;

const adamWOptions = {
  ...shared,
  weightDecay: { initial: 1e-2, domain: "nonNegative", meaning: "times the learning rate, taken off the parameter" },
} as const satisfies OptionSpecs;

function hyper(o: OptionsOf<typeof adamWOptions>, decoupled: boolean): number[] {
  return [o.beta1, o.beta2, o.epsilon, o.weightDecay, Number(decoupled), Number(o.maximize)];
}

/**
 * Adam: p ← p − learningRate·m̂ / (√v̂ + epsilon) with the bias-corrected running means m̂ of the gradient and v̂ of its
 * square (Kingma and Ba 2015). The rule and the defaults are those of torch.optim.Adam; `amsgrad` keeps the largest second
 * moment before its correction, as PyTorch.
 */
export class Adam extends defineOptimizer({
  name: "Adam",
  source: "Kingma and Ba (2015); Reddi et al. (2018) for amsgrad; torch.optim.Adam",
  options: adamOptions,
  learningRate: 1e-3,
  rules: [plain, amsgrad],
  rule: (o) => (o.amsgrad ? amsgrad : plain),
  hyper: (o) => hyper(o, o.decoupledWeightDecay),
}) {}

/** Adam with decoupled weight decay: first p ← p·(1 − learningRate·weightDecay), then Adam's step (Loshchilov and Hutter 2019). */
export class AdamW extends defineOptimizer({
  name: "AdamW",
  source: "Loshchilov and Hutter (2019), Decoupled weight decay regularization; torch.optim.AdamW",
  options: adamWOptions,
  learningRate: 1e-3,
  rules: [plain, amsgrad],
  rule: (o) => (o.amsgrad ? amsgrad : plain),
  hyper: (o) => hyper(o, true),
}) {}
