import { defineRowwise } from "./rowwise";
import { scaledTerms, softmaxOf, surpriseTerms, total } from "./softmax";

/** What the logarithm of a target of 0 counts as. */
const logarithmOfZero = -4;

/** Cross-entropy with the reverse cross-entropy, to bear wrong labels. */
export const symmetricCrossEntropy = defineRowwise({
  name: "symmetricCrossEntropy",
  summary: "Cross-entropy and its reverse, in which prediction and target change places, to bear wrong labels.",
  formula: "Σ w_c·t_c · (α·Σ t_c·(−ln p_c) + β·Σ p_c·min(−ln t_c, 4))",
  source: "Wang et al. (2019), Symmetric cross entropy for robust learning with noisy labels; ln 0 counts as −4",
  options: {
    alpha: { initial: 0.1, domain: "nonNegative", meaning: "the weight of the cross-entropy" },
    beta: { initial: 1, domain: "nonNegative", meaning: "the weight of the reverse cross-entropy" },
  },
  ulp: 6,
  offersHessianVector: true,
  kernel: ({ alpha, beta }) => ({ name: "symmetricCrossEntropy", values: [1, 0, 0, alpha, beta] }),
  row(scores, targets, classWeights, { alpha, beta }) {
    const softmax = softmaxOf(scores);
    const mass = total(targets.map((target, c) => target * (classWeights[c] as number)));
    const terms = Array.from(targets, (target, c) => {
      const backward = beta * (softmax.shares[c] as number);
      if (target === 0) return { value: -logarithmOfZero * backward, slope: 0, curvature: 0 };
      const distance = -Math.max(logarithmOfZero, Math.log(target));
      const saved = backward * (-logarithmOfZero - distance);
      const value = alpha * target * (softmax.surprises[c] as number) + backward * distance;
      return { value, slope: alpha * target + saved, curvature: -saved };
    });
    return scaledTerms(surpriseTerms(softmax, terms), mass);
  },
});
