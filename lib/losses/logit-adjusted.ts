import { ofClass, type PerClass } from "../options";
import { smoothedTargets } from "./cross-entropy";
import { defineRowwise } from "./rowwise";
import { crossEntropyTerms, softmaxOf } from "./softmax";

/** What is added to each logit: τ·ln prior, in float32; nothing where the prior is the same for every class. */
function offsets(prior: PerClass, tau: number): readonly number[] | undefined {
  return typeof prior === "number" ? undefined : Array.from(prior, (share) => Math.fround(tau * Math.log(share)));
}

/** Cross-entropy of logits adjusted by the prior of the classes; with tau 1 the balanced softmax. */
export const logitAdjusted = defineRowwise({
  name: "logitAdjusted",
  summary: "Cross-entropy that learns the logits of balanced classes from unbalanced ones.",
  formula: "Σ w_c·t_c·(ln Σ e^z − z_c) with z_c = x_c + τ·ln prior_c",
  source: "Menon et al. (2021), Long-tail learning via logit adjustment; Ren et al. (2020), Balanced meta-softmax",
  options: {
    prior: {
      initial: 1,
      domain: { each: "positive" },
      meaning: "how frequent each class is, as counts or shares; one number for all: no adjustment",
    },
    tau: { initial: 1, domain: "real", meaning: "how strongly the prior counts; 1 is the balanced softmax" },
  },
  ulp: 6,
  offersHessianVector: true,
  kernel: ({ prior, tau }) => ({ name: "logitAdjusted", values: [1, 0, 0], classValues: offsets(prior, tau) }),
  row(scores, targets, classWeights, { prior, tau }) {
    const shifts = offsets(prior, tau);
    const adjusted = shifts === undefined ? scores : scores.map((score, c) => Math.fround(score + ofClass(shifts, c)));
    return crossEntropyTerms(softmaxOf(adjusted), smoothedTargets(targets, classWeights, 0));
  },
});
