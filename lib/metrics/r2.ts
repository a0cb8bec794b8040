import { defineRegressionMetric } from "./regression";

/**
 * Coefficient of determination: 1 − Σw r² / Σw (t − t̄)², for one number per row. Where all targets are equal it is 1 for a
 * perfect prediction and 0 for any other; for a single term it is NaN (scikit-learn's conventions).
 */
export const r2 = defineRegressionMetric({
  name: "r2",
  summary: "The share of the targets' variance that the predictions explain.",
  formula: "1 − Σw r² / Σw (t − t̄)²; for equal targets 1 if all r are 0, else 0",
  source: "sklearn.metrics.r2_score with force_finite",
  single: true,
  from({ count, squared, moment }) {
    if (count < 2 || Number.isNaN(squared) || Number.isNaN(moment)) return Number.NaN;
    if (moment === 0) return squared === 0 ? 1 : 0;
    return 1 - squared / moment;
  },
});
