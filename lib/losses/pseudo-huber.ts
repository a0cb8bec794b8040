import { reciprocal, residual } from "./definition";
import { definePointwise } from "./pointwise";

/** The smooth Huber loss, a hyperbola: ½r² near the target, slope `delta` far from it (soft L1 for delta 1). */
export const pseudoHuber = definePointwise({
  name: "pseudoHuber",
  summary: "About half the squared error near the target, linear with slope `delta` far from it, with every derivative continuous.",
  formula: "δ²(√(1 + (r/δ)²) − 1), computed as r²/(1 + √(1 + (r/δ)²)), which does not cancel",
  source: "Charbonnier et al. (1997), Deterministic edge-preserving regularization; scipy.special.pseudo_huber",
  options: { delta: { initial: 1, domain: "positive", meaning: "where quadratic turns linear" } },
  ulp: 8,
  kernel: ({ delta }) => ({ name: "pseudoHuber", values: [delta, reciprocal(delta)] }),
  at(prediction, target, { delta }) {
    const r = residual(prediction, target);
    const root = Math.sqrt(1 + (r / delta) ** 2);
    if (root === Number.POSITIVE_INFINITY) return { value: root, gradient: delta * Math.sign(r), hessian: 0 };
    return { value: (r * r) / (1 + root), gradient: r / root, hessian: root ** -3 };
  },
});
