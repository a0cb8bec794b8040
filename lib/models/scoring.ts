/** What a compiled model measures beside its loss, and how its numbers are read. */
import { describe } from "../check";
import { rangeError, typeError } from "../errors";
import type { Loss } from "../losses/loss";
import { catalogue } from "../metrics/catalogue";
import { fromClassCounts, fromRegression, reportedMetrics, statisticsOf } from "../metrics/reported";
import { regressionNumbers } from "../metrics/statistics";
import type { Samples, Scoring } from "./spec";

/** The name of a metric that training reports. */
export type ReportedMetric = Exclude<keyof typeof catalogue, "confusionMatrix">;

/** Numbers by the names of the metrics that a model was compiled with. */
export type MetricValues = Readonly<Record<ReportedMetric, number>>;

/** What one pass over samples measured. */
export interface Scores {
  readonly loss: number;
  readonly metrics: MetricValues;
}

/** Above which prediction a network with one output says class 1: 0 where the loss takes a margin or a logit, else ½. */
function thresholdOf(loss: Loss<never, never>): number {
  const { definition, options } = loss.spec;
  if (definition.shape !== "pointwise") return 0.5;
  const { prediction, target } = definition.domain(options as never);
  return prediction === "real" && target !== "real" ? 0 : 0.5;
}

/** The loss and the metrics of a compiled model. */
export class Scorer {
  private readonly regression: boolean;
  private readonly classes: boolean;

  /**
   * @throws TypeError or RangeError with a code for metrics that there are not, or that don't fit the loss.
   * @internal
   */
  constructor(
    readonly loss: Loss<never, never>,
    readonly metrics: readonly ReportedMetric[],
    private readonly outputs: number,
  ) {
    for (const name of metrics) this.checkMetric(name);
    this.regression = metrics.some((name) => statisticsOf(name) === "regression");
    this.classes = metrics.some((name) => statisticsOf(name) === "classes");
  }

  /** How many numbers a pass over samples gives. */
  get width(): number {
    return 1 + (this.regression ? regressionNumbers : 0) + (this.classes ? 3 * this.classCount : 0);
  }

  /** What a backend is asked to measure. */
  plan(batchSize: number): Scoring {
    const { regression, classes, loss } = this;
    return { loss: loss.bound(), regression, classes, threshold: thresholdOf(loss), ignoredLabel: loss.spec.ignoredLabel, batchSize };
  }

  /** Throws for targets that no class can be read from: single numbers beyond −1 to 1. */
  checkClasses({ targets, targetKind }: Samples, argument: string): void {
    if (!this.classes || targetKind !== 0 || this.outputs > 1) return;
    const bad = (targets as Float32Array).findIndex((target) => Math.abs(target) > 1);
    if (bad < 0) return;
    throw rangeError(
      "ERR_INVALID_LABEL",
      `${argument}[${bad}]: expected a number from -1 to 1 for metrics of classes, received ${describe(targets[bad])}`,
    );
  }

  /** The scores behind the numbers of a pass. */
  read(numbers: Float64Array): Scores {
    const regression = numbers.subarray(1, 1 + regressionNumbers);
    const counts = numbers.subarray(this.regression ? 1 + regressionNumbers : 1);
    const values = this.metrics.map((name) => [
      name,
      statisticsOf(name) === "regression" ? fromRegression(name, regression) : fromClassCounts(name, counts, this.classCount),
    ]);
    return { loss: numbers[0] as number, metrics: Object.fromEntries(values) as MetricValues };
  }

  private get classCount(): number {
    return Math.max(2, this.outputs);
  }

  private checkMetric(name: ReportedMetric): void {
    if (!reportedMetrics.includes(name)) {
      const names = reportedMetrics.map((known) => JSON.stringify(known)).join(", ");
      throw typeError("ERR_INVALID_OPTION", `compile: metrics: expected names among ${names}, received ${describe(name)}`);
    }
    if (statisticsOf(name) !== "regression") return;
    if (this.loss.spec.definition.shape === "rowwise") {
      throw rangeError(
        "ERR_INVALID_OPTION",
        `compile: metrics: expected metrics of classes beside ${this.loss.name}, received ${describe(name)}`,
      );
    }
    const { definition } = catalogue[name];
    if (definition.statistics === "regression" && definition.single && this.outputs > 1) {
      throw rangeError(
        "ERR_INVALID_OPTION",
        `compile: metrics: expected a network of one output for ${name}, received one of ${this.outputs}`,
      );
    }
  }
}
