import { defineRegressionMetric } from "./regression";

/** Mean absolute error: Σw|r| / Σw. */
export const mae = defineRegressionMetric({
  name: "mae",
  summary: "The mean of the residuals' sizes.",
  formula: "Σw|r| / Σw",
  source: "sklearn.metrics.mean_absolute_error",
  from: ({ absolute, weight }) => absolute / weight,
});
