import { metricOf } from "./classification";
import { type ClassMetricDefinition, sumOf } from "./definition";
import type { ClassCounts } from "./statistics";

const share = ({ correct, actual }: ClassCounts): number => sumOf(correct) / sumOf(actual);

/** The share of rows whose class is predicted rightly. */
export const accuracy = metricOf({
  name: "accuracy",
  summary: "The share of rows whose class is predicted rightly.",
  formula: "Σw [predicted = actual] / Σw",
  source: "sklearn.metrics.accuracy_score",
  statistics: "classes",
  options: {},
  from: share,
  report: share,
} satisfies ClassMetricDefinition<Record<never, never>, number>);
