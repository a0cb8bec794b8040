import { logistic } from "./logistic";
import { definePointwise } from "./pointwise";
import { signedTarget, signMapping, signTargets } from "./targets";

/** ln(1 + e^(−t·p)) for targets of ±1: binary cross-entropy of a logit, finite and right to a few ulp at every margin. */
export const softMargin = definePointwise({
  name: "softMargin",
  summary: "The logistic loss of a margin t·p: binary cross-entropy for targets of ±1.",
  formula: "ln(1 + e^(−t·p))",
  source: "torch.nn.SoftMarginLoss, which is ∞ with a gradient of NaN at float32 margins below −88.7",
  options: { targets: signTargets },
  ulp: 4,
  domain: ({ targets }) => ({ prediction: "real", target: targets === "zeroOne" ? "binary" : "sign" }),
  kernel: ({ targets }) => ({ name: "softMargin", values: signMapping(targets) }),
  at(prediction, target, { targets }) {
    const t = signedTarget(target, targets);
    const margin = t * prediction;
    const miss = logistic(-margin);
    return {
      value: Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))),
      gradient: -t * miss,
      hessian: t * t * miss * logistic(margin),
    };
  },
});
