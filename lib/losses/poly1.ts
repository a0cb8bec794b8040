import { defineRowwise } from "./rowwise";
import { nothing, softmaxOf, surpriseTerms } from "./softmax";

/** Cross-entropy with another weight on the first term of its series in 1 − p. */
export const poly1 = defineRowwise({
  name: "poly1",
  summary: "Cross-entropy with another weight on the first term of its series in 1 − p.",
  formula: "Σ w_c·t_c·(−ln p_c + ε·(1 − p_c))",
  source: "Leng et al. (2022), PolyLoss; optax.poly_loss_cross_entropy",
  options: { epsilon: { initial: 1, domain: "real", meaning: "what is added to the weight of 1 − p; 0 is cross-entropy" } },
  ulp: 6,
  offersHessianVector: true,
  kernel: ({ epsilon }) => ({ name: "poly1", values: [1, 0, 0, epsilon] }),
  row(scores, targets, classWeights, { epsilon }) {
    const softmax = softmaxOf(scores);
    const terms = Array.from(targets, (target, c) => {
      const u = target * (classWeights[c] as number);
      if (u === 0) return nothing;
      const share = softmax.shares[c] as number;
      const value = u * ((softmax.surprises[c] as number) + epsilon * (softmax.others[c] as number));
      return { value, slope: u * (1 + epsilon * share), curvature: -u * epsilon * share };
    });
    return surpriseTerms(softmax, terms);
  },
});
