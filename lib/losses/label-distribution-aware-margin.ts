import { ofClass, type PerClass } from "../options";
import { smoothedTargets } from "./cross-entropy";
import { defineRowwise } from "./rowwise";
import { crossEntropyTerms, softmaxOf } from "./softmax";

/** The margin of each class, in float32: proportional to counts^−¼, the largest `maxMargin`; or that for all. */
function margins(counts: PerClass, maxMargin: number): number | readonly number[] {
  if (typeof counts === "number") return maxMargin;
  const fewest = Array.from(counts).reduce((least, count) => Math.min(least, count), Number.POSITIVE_INFINITY);
  return Array.from(counts, (count) => Math.fround(maxMargin * (fewest / count) ** 0.25));
}

/** Cross-entropy in which the logit of the right class must win by a margin, the wider the rarer the class. */
export const labelDistributionAwareMargin = defineRowwise({
  name: "labelDistributionAwareMargin",
  summary: "Cross-entropy in which the right class must win by a margin, the wider the rarer it is.",
  formula: "Σ w_c·t_c·(ln Σ e^z − z_c) with z_c = scale·(x_c − Δ_c·t_c), Δ_c = maxMargin·(min n/n_c)^¼",
  source: "Cao et al. (2019), Learning imbalanced datasets with label-distribution-aware margin loss",
  options: {
    counts: {
      initial: 1,
      domain: { each: "positive" },
      meaning: "the samples n of each class; one number for all: the same margin for each",
    },
    maxMargin: { initial: 0.5, domain: "nonNegative", meaning: "the margin of the rarest class" },
    scale: { initial: 30, domain: "positive", meaning: "what the logits are multiplied with" },
  },
  ulp: 6,
  offersHessianVector: true,
  kernel({ counts, maxMargin, scale }) {
    const own = margins(counts, maxMargin);
    const shared = typeof own === "number";
    return {
      name: "labelDistributionAwareMargin",
      values: [1, 0, 0, scale, shared ? own : 0],
      classValues: shared ? undefined : own,
    };
  },
  row(scores, targets, classWeights, { counts, maxMargin, scale }) {
    const own = margins(counts, maxMargin);
    const held = scores.map((score, c) => Math.fround(score - Math.fround(ofClass(own, c) * (targets[c] as number))));
    return crossEntropyTerms(softmaxOf(held, scale), smoothedTargets(targets, classWeights, 0), scale);
  },
});
