import { residual } from "./definition";
import { definePointwise } from "./pointwise";
import { signedTarget, signMapping, signTargets } from "./targets";

/** The distance of a similar pair (target +1), or what a dissimilar one (−1) lacks of the margin. Active at equality. */
export const hingeEmbedding = definePointwise({
  name: "hingeEmbedding",
  summary: "A distance x as it is for similar pairs, its shortfall of `margin` for dissimilar ones.",
  formula: "x if t = 1, max(0, margin − x) if t = −1",
  source: "torch.nn.HingeEmbeddingLoss",
  options: { margin: { initial: 1, domain: "real", meaning: "how far apart dissimilar pairs should be" }, targets: signTargets },
  ulp: 1,
  domain: ({ targets }) => ({ prediction: "real", target: targets === "zeroOne" ? "binary" : "sign" }),
  kinks: ({ margin }) => [margin],
  kernel: ({ margin, targets }) => ({ name: "hingeEmbedding", values: [...signMapping(targets), margin] }),
  at(prediction, target, { margin, targets }) {
    if (signedTarget(target, targets) > 0) return { value: prediction, gradient: 1, hessian: 0 };
    const slack = residual(margin, prediction);
    if (slack >= 0) return { value: slack, gradient: -1, hessian: 0 };
    return { value: 0, gradient: 0, hessian: 0 };
  },
});
