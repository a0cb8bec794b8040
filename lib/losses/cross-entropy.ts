import { defineRowwise } from "./rowwise";

/** Softmax cross-entropy of logits against a label or a row of probabilities. */
export const crossEntropy = defineRowwise({
  name: "crossEntropy",
  summary: "The surprise at the right class under the softmax of the logits.",
  formula: "Σ u_c·(ln Σ e^x − x_c) with u_c = w_c·((1 − s)·t_c + s/C)",
  source: "torch.nn.CrossEntropyLoss; label smoothing by Szegedy et al. (2016)",
  options: {
    labelSmoothing: { initial: 0, domain: "rate", meaning: "the share of each target that is spread evenly over the classes" },
  },
  ulp: 6,
  classMass: true,
  kernel: ({ labelSmoothing }) => ({ name: "crossEntropy", values: [1 - labelSmoothing, labelSmoothing] }),
  row(scores, targets, classWeights, { labelSmoothing }) {
    const classes = scores.length;
    const spread = labelSmoothing / classes;
    const u = targets.map((target, c) => (classWeights[c] as number) * ((1 - labelSmoothing) * target + spread));
    const mass = u.reduce((sum, part) => sum + part, 0);
    const maximum = scores.reduce((largest, score) => Math.max(largest, score), Number.NEGATIVE_INFINITY);
    const distances = scores.map((score) => Math.fround(maximum - score)); // like a residual, rounded in both writings
    const exponentials = distances.map((distance) => Math.exp(-distance));
    const top = distances.indexOf(0); // none where the maximum is infinite: then all is NaN
    const rest = exponentials.reduce((sum, e, c) => (c === top ? sum : sum + e), 0);
    const total = 1 + rest;
    const others = exponentials.map((e, c) => (distances[c] === 0 ? rest : total - e));
    const excess = u.reduce((sum, part, c) => (part === 0 ? sum : sum + part * (distances[c] as number)), 0);
    return {
      value: excess + mass * Math.log1p(rest),
      gradient: u.map((part, c) =>
        part === mass ? (-mass * (others[c] as number)) / total : (mass * (exponentials[c] as number)) / total - part,
      ),
      hessian: exponentials.map((e, c) => (mass * e * (others[c] as number)) / total ** 2),
    };
  },
});
