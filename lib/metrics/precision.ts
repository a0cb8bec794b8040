import { defineRatio } from "./ratio";

/** Of the rows predicted to be of a class, the share that is. */
export const precision = defineRatio({
  name: "precision",
  summary: "Of the rows predicted to be of a class, the share that is.",
  formula: "correct / predicted",
  source: "sklearn.metrics.precision_score with zero_division 0",
  options: {},
  parts: (correct, predicted) => [correct, predicted],
});
