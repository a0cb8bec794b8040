import { defineRowwise } from "./rowwise";
import { nothing, softmaxOf, surpriseTerms } from "./softmax";

/** Generalized cross-entropy: between cross-entropy (q = 0) and the absolute error of the probability (q = 1). */
export const generalizedCrossEntropy = defineRowwise({
  name: "generalizedCrossEntropy",
  summary: "Between cross-entropy and the absolute error of the probability, to bear wrong labels.",
  formula: "Σ w_c·t_c·(1 − p_c^q)/q",
  source: "Zhang and Sabuncu (2018), Generalized cross entropy loss; keras.losses.CategoricalGeneralizedCrossEntropy",
  options: { q: { initial: 0.7, domain: "fraction", meaning: "0 is cross-entropy, 1 is 1 − p" } },
  ulp: 6,
  offersHessianVector: true,
  kernel: ({ q }) => ({ name: "generalizedCrossEntropy", values: [1, 0, 0, q] }),
  row(scores, targets, classWeights, { q }) {
    const softmax = softmaxOf(scores);
    const terms = Array.from(targets, (target, c) => {
      const u = target * (classWeights[c] as number);
      if (u === 0) return nothing;
      const surprise = softmax.surprises[c] as number;
      if (q === 0) return { value: u * surprise, slope: u, curvature: 0 };
      const power = u * Math.exp(-q * surprise);
      return { value: (-u * Math.expm1(-q * surprise)) / q, slope: power, curvature: -q * power };
    });
    return surpriseTerms(softmax, terms);
  },
});
