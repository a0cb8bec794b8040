import { defineRowwise } from "./rowwise";
import { centred, crossEntropyTerms, meanOf, softmaxOf } from "./softmax";

/** The targets of a row after smoothing, each times the weight of its class. */
export function smoothedTargets(targets: Float64Array, classWeights: Float64Array, smoothing: number): Float64Array {
  const spread = smoothing / targets.length;
  return targets.map((target, c) => (classWeights[c] as number) * ((1 - smoothing) * target + spread));
}

/** Softmax cross-entropy of logits against a label or a row of probabilities. */
export const crossEntropy = defineRowwise({
  name: "crossEntropy",
  summary: "The surprise at the right class under the softmax of the logits.",
  formula: "Σ u_c·(ln Σ e^x − x_c) + z·(ln Σ e^x)² with u_c = w_c·((1 − s)·t_c + s/C)",
  source:
    "torch.nn.CrossEntropyLoss; label smoothing by Szegedy et al. (2016); z-loss by Chowdhery et al. (2022), PaLM, once per row whatever its class weights",
  options: {
    labelSmoothing: { initial: 0, domain: "rate", meaning: "the share of each target that is spread evenly over the classes" },
    zLoss: { initial: 0, domain: "nonNegative", meaning: "the factor of (ln Σ e^x)², which keeps logits from drifting" },
  },
  ulp: 6,
  classMass: true,
  offersHessianVector: true,
  kernel: ({ labelSmoothing, zLoss }) => ({ name: "crossEntropy", values: [1 - labelSmoothing, labelSmoothing, zLoss] }),
  row(scores, targets, classWeights, { labelSmoothing, zLoss }) {
    const softmax = softmaxOf(scores);
    const plain = crossEntropyTerms(softmax, smoothedTargets(targets, classWeights, labelSmoothing));
    if (zLoss === 0) return plain;
    const { shares, others, maximum, logTotal } = softmax;
    const logarithm = maximum + logTotal;
    const pull = 2 * zLoss * logarithm;
    return {
      value: plain.value + zLoss * logarithm ** 2,
      gradient: plain.gradient.map((slope, c) => slope + pull * (shares[c] as number)),
      hessian: plain.hessian.map((bend, c) => {
        const p = shares[c] as number;
        return bend + p * (pull * (others[c] as number) + 2 * zLoss * p);
      }),
      hessianVector: (vector) => {
        const away = centred(shares, vector);
        const mean = meanOf(shares, vector);
        return plain
          .hessianVector(vector)
          .map((product, c) => product + (shares[c] as number) * (pull * (away[c] as number) + 2 * zLoss * mean));
      },
    };
  },
});
