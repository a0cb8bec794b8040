/** A network measured: its loss, and the statistics that metrics are made of. */
import { TargetKind, targetShift, Wanted } from "../losses/arrays";
import type { ClassBatch } from "../metrics/classes";
import { mergeRegression, noRegression, readRegression, regressionNumbers } from "../metrics/statistics";
import { sliceSamples } from "../models/samples";
import type { LayerSpec, Samples, Scoring } from "../models/spec";
import { countClasses, measureRegression } from "./metrics";
import { forwardLayers } from "./propagation";

/** Evaluates a loss on a batch; writes its gradient where there is room for it. */
export function evaluateLoss(
  { loss }: Scoring,
  samples: Samples,
  outputs: Float32Array,
  gradient?: Float32Array,
): { value: number; weight: number } {
  const { rows, targets, targetKind, weights } = samples;
  const flags = Wanted.unchecked | Wanted.value | (gradient === undefined ? 0 : Wanted.gradient) | (targetKind << targetShift);
  const columns = outputs.length / rows;
  loss.evaluate(flags, rows, columns, outputs, targets, weights?.length ?? 0, weights, undefined, gradient, undefined);
  return { value: loss.result[0] as number, weight: loss.result[3] as number };
}

/** The mean of the losses of batches, and the statistics that metrics are made of. */
export class Gathered {
  private sum = 0;
  private weight = 0;
  private regression = noRegression;
  private readonly counts: Float64Array;

  constructor(
    private readonly scoring: Scoring,
    private readonly outputs: number,
  ) {
    this.counts = new Float64Array(scoring.classes ? 3 * Math.max(2, outputs) : 0);
  }

  add(loss: { value: number; weight: number }, outputs: Float32Array, samples: Samples): void {
    this.sum += loss.value * loss.weight;
    this.weight += loss.weight;
    if (this.scoring.regression) {
      const numbers = new Float64Array(regressionNumbers);
      measureRegression({ prediction: outputs, target: samples.targets as Float32Array, weights: samples.weights }, numbers);
      this.regression = mergeRegression(this.regression, readRegression(numbers));
    }
    if (this.scoring.classes) countClasses(this.classBatch(outputs, samples), false, this.counts);
  }

  /** Loss, then the statistics. */
  numbers(): number[] {
    const { count, weight, absolute, squared, mean, moment } = this.regression;
    const regression = this.scoring.regression ? [count, weight, absolute, squared, mean, moment] : [];
    return [this.weight === 0 ? 0 : this.sum / this.weight, ...regression, ...this.counts];
  }

  private classBatch(outputs: Float32Array, { rows, targets, targetKind, weights }: Samples): ClassBatch {
    const bound = Number.POSITIVE_INFINITY;
    return {
      rows,
      classes: Math.max(2, this.outputs),
      predicted: { kind: TargetKind.soft, data: outputs, columns: this.outputs, threshold: this.scoring.threshold, bound },
      actual: { kind: targetKind, data: targets, columns: this.outputs, threshold: 0.5, bound },
      weights,
      ignoredLabel: this.scoring.ignoredLabel,
    };
  }
}

/** Measures a network on samples. */
export function evaluateLayers(layers: readonly LayerSpec[], scoring: Scoring, samples: Samples): number[] {
  const gathered = new Gathered(scoring, (layers.at(-1) as LayerSpec).units);
  for (let begin = 0; begin < samples.rows; begin += scoring.batchSize) {
    const batch = sliceSamples(samples, begin, Math.min(samples.rows, begin + scoring.batchSize));
    const outputs = forwardLayers(layers, batch.x, batch.rows).at(-1) as Float32Array;
    gathered.add(evaluateLoss(scoring, batch, outputs), outputs, batch);
  }
  return gathered.numbers();
}
