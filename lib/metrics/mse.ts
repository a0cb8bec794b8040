import { defineRegressionMetric } from "./regression";

/** Mean squared error: Σw r² / Σw. */
export const mse = defineRegressionMetric({
  name: "mse",
  summary: "The mean of the squared residuals.",
  formula: "Σw r² / Σw",
  source: "sklearn.metrics.mean_squared_error",
  from: ({ squared, weight }) => squared / weight,
});
