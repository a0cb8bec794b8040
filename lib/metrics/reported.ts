/** The metrics that training can report per epoch, from statistics that it gathers natively. */
import { catalogue } from "./catalogue";
import { type ClassMetricDefinition, type RegressionMetricDefinition, sumOf } from "./definition";
import { readClassCounts, readRegression } from "./statistics";

/** What a metric is made of: regression statistics, or class counts. */
export type StatisticsKind = "regression" | "classes";

const definitions = new Map<string, RegressionMetricDefinition | ClassMetricDefinition>();
for (const metric of Object.values(catalogue)) {
  const { definition } = metric;
  if (definition.statistics !== "matrix")
    definitions.set(definition.name, definition as RegressionMetricDefinition | ClassMetricDefinition);
}

/** The names of the metrics that can be reported. */
export const reportedMetrics: readonly string[] = [...definitions.keys()];

/** What a reported metric is made of; undefined for any other name. */
export function statisticsOf(name: string): StatisticsKind | undefined {
  return definitions.get(name)?.statistics;
}

/** A regression metric from the statistics that a backend has written; NaN for no terms. */
export function fromRegression(name: string, numbers: Float64Array): number {
  const statistics = readRegression(numbers);
  return statistics.weight === 0 ? Number.NaN : (definitions.get(name) as RegressionMetricDefinition).from(statistics);
}

/**
 * A metric of classes from the 3 · `classes` counts that a backend has written; NaN for no rows. precision, recall and f1
 * are those of class 1 where there are two classes, else their unweighted mean over the classes that occur.
 */
export function fromClassCounts(name: string, numbers: Float64Array, classes: number): number {
  const counts = readClassCounts(numbers, classes);
  if (sumOf(counts.actual) === 0) return Number.NaN;
  return (definitions.get(name) as ClassMetricDefinition).report(counts);
}
