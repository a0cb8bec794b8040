import { defineRatio } from "./ratio";

/** Of the rows that are of a class, the share predicted to be. */
export const recall = defineRatio({
  name: "recall",
  summary: "Of the rows that are of a class, the share predicted to be.",
  formula: "correct / actual",
  source: "sklearn.metrics.recall_score with zero_division 0",
  options: {},
  parts: (correct, _predicted, actual) => [correct, actual],
});
