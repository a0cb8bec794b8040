/** Networks in plain TypeScript. */
import { overlap } from "../check";
import type { LayerSpec, NetworkKernel, Samples, Scoring, TrainingRun, TrainingSpec } from "../models/spec";
import { backwardLayers, forwardLayers } from "./propagation";
import { evaluateLayers } from "./scoring";
import { ReferenceTraining } from "./training";

/** See {@link NetworkKernel}. */
export class ReferenceNetwork implements NetworkKernel {
  /** What the last forward was given and made, layer after layer. */
  private values: readonly Float32Array[] = [];
  private rows = 0;

  constructor(private readonly layers: readonly LayerSpec[]) {}

  forward(rows: number, x: Float32Array, out: Float32Array): void {
    this.values = forwardLayers(this.layers, x.slice(0, rows * (this.layers[0] as LayerSpec).inputs), rows);
    this.rows = rows;
    out.set(this.values.at(-1) as Float32Array);
  }

  backward(gradient: Float32Array, accumulate: boolean): boolean {
    const gradients = this.layers.flatMap(({ kernelGradient, biasGradient }) => [kernelGradient, biasGradient ?? kernelGradient]);
    if (gradients.some((array) => overlap(array, gradient))) return false;
    backwardLayers(this.layers, this.values, this.rows, gradient, accumulate);
    return true;
  }

  predict(rows: number, x: Float32Array, out: Float32Array): void {
    out.set(forwardLayers(this.layers, x, rows).at(-1) as Float32Array);
  }

  evaluate(scoring: Scoring, samples: Samples, numbers: Float64Array): void {
    numbers.set(evaluateLayers(this.layers, scoring, samples));
  }

  train(spec: TrainingSpec): TrainingRun {
    return new ReferenceTraining(this.layers, spec);
  }

  forget(): void {
    this.values = [];
    this.rows = 0;
  }
}
