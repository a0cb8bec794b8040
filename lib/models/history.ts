/** What a training reports. */
import type { MetricValues, ReportedMetric, Scorer, Scores } from "./scoring";

/** Numbers per epoch by the names of the metrics that the model was compiled with. */
export type MetricHistory = Readonly<Record<ReportedMetric, readonly number[]>>;

/**
 * What `fit` returns: one number per epoch in each list. Loss and metrics are running ones: those of each batch before its step, as in
 * Keras; those of the validation are measured at the end of the epoch.
 */
export interface History {
  /** Epochs trained. */
  readonly epochs: number;
  readonly loss: readonly number[];
  /** Empty without validation. */
  readonly validationLoss: readonly number[];
  readonly metrics: MetricHistory;
  /** Its lists are empty without validation. */
  readonly validationMetrics: MetricHistory;
}

/** What `onEpoch` is told. */
export interface EpochReport {
  /** The epoch that has ended, counted from 1. */
  readonly epoch: number;
  /** The epochs that were asked for. */
  readonly epochs: number;
  /** Optimizer steps in an epoch. */
  readonly steps: number;
  readonly loss: number;
  readonly metrics: MetricValues;
  /** Undefined without validation. */
  readonly validationLoss: number | undefined;
  /** Undefined without validation. */
  readonly validationMetrics: MetricValues | undefined;
}

/** Gathers a history epoch by epoch. */
export class HistoryBuilder {
  private readonly epochs: { readonly training: Scores; readonly validation: Scores | undefined }[] = [];

  constructor(
    private readonly scorer: Scorer,
    private readonly validates: boolean,
  ) {}

  /** How many numbers an epoch gives. */
  get width(): number {
    return this.scorer.width * (this.validates ? 2 : 1);
  }

  /** Takes in the numbers of some epochs. */
  add(numbers: Float64Array): void {
    const { width } = this.scorer;
    for (let at = 0; at < numbers.length; at += this.width) {
      const training = this.scorer.read(numbers.subarray(at, at + width));
      const validation = this.validates ? this.scorer.read(numbers.subarray(at + width, at + 2 * width)) : undefined;
      this.epochs.push({ training, validation });
    }
  }

  /** The last epoch. */
  report(epochs: number, steps: number): EpochReport {
    const { training, validation } = this.epochs.at(-1) as { training: Scores; validation: Scores | undefined };
    return {
      epoch: this.epochs.length,
      epochs,
      steps,
      loss: training.loss,
      metrics: training.metrics,
      validationLoss: validation?.loss,
      validationMetrics: validation?.metrics,
    };
  }

  history(): History {
    const training = this.epochs.map((epoch) => epoch.training);
    const validation = this.epochs.flatMap((epoch) => epoch.validation ?? []);
    return {
      epochs: training.length,
      loss: training.map(({ loss }) => loss),
      validationLoss: validation.map(({ loss }) => loss),
      metrics: this.lists(training),
      validationMetrics: this.lists(validation),
    };
  }

  private lists(scores: readonly Scores[]): MetricHistory {
    return Object.fromEntries(
      this.scorer.metrics.map((name) => [name, scores.map(({ metrics }) => metrics[name])]),
    ) as unknown as MetricHistory;
  }
}
