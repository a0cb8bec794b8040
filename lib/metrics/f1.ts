import { defineRatio } from "./ratio";

/** The harmonic mean of precision and recall. */
export const f1 = defineRatio({
  name: "f1",
  summary: "The harmonic mean of precision and recall.",
  formula: "2·correct / (predicted + actual)",
  source: "sklearn.metrics.f1_score with zero_division 0",
  options: {},
  parts: (correct, predicted, actual) => [2 * correct, predicted + actual],
});
