import { metricOf } from "./classification";
import type { MatrixMetricDefinition } from "./definition";

/** How often rows of each class were predicted to be of each class. */
export interface ConfusionMatrix {
  /** Row by row: the weight of the rows of class `row` that were predicted to be of class `column`. */
  readonly data: Float64Array;
  /** [classes, classes]. */
  readonly shape: readonly [number, number];
}

/** The weight of rows by actual class (row) and predicted class (column). */
export const confusionMatrix = metricOf({
  name: "confusionMatrix",
  summary: "The weight of rows by actual class (row) and predicted class (column).",
  formula: "M[a, p] = Σw [actual = a][predicted = p]",
  source: "sklearn.metrics.confusion_matrix",
  statistics: "matrix",
  from: (data: Float64Array, classes: number): ConfusionMatrix => ({ data, shape: [classes, classes] }),
} satisfies MatrixMetricDefinition<ConfusionMatrix>);
