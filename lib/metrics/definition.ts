/** How a metric is declared: one object from which the call, streaming, `fit`'s reports and documentation follow. */
import type { OptionSpecs, OptionsOf } from "../options";
import type { ClassCounts, RegressionStatistics } from "./statistics";

/** What every metric declares. */
export interface MetricDefinition {
  readonly name: string;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** The formula in words and signs, r = prediction − target. */
  readonly formula: string;
  /** The reference implementation. */
  readonly source: string;
}

/** A metric of numbers against numbers. */
export interface RegressionMetricDefinition extends MetricDefinition {
  readonly statistics: "regression";
  /** Whether it is about one number per row, so that it refuses rows of several. */
  readonly single: boolean;
  /** The metric of at least one term. */
  from(statistics: RegressionStatistics): number;
}

/** A metric of predicted against actual classes that needs no more than the counts of each class. */
export interface ClassMetricDefinition<Specs extends OptionSpecs = OptionSpecs, Result = number | Float64Array> extends MetricDefinition {
  readonly statistics: "classes";
  readonly options: Specs;
  /** The metric of at least one row; `listed` are the classes that a mean over classes is about. */
  from(counts: ClassCounts, options: OptionsOf<Specs>, listed: readonly number[]): Result;
  /** The one number that training reports. */
  report(counts: ClassCounts): number;
}

/** A metric that needs the whole confusion matrix. */
export interface MatrixMetricDefinition<Result = unknown> extends MetricDefinition {
  readonly statistics: "matrix";
  /** The metric of at least one row, from Σw by actual class (row) and predicted class (column), which it may keep. */
  from(matrix: Float64Array, classes: number): Result;
}

/** The sum of numbers. */
export function sumOf(numbers: Float64Array): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** The classes that occur among the predictions or the targets. */
export function occurring({ predicted, actual }: ClassCounts): number[] {
  return Array.from(predicted.keys()).filter((c) => predicted[c] !== 0 || actual[c] !== 0);
}
