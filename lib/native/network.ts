/** A network on the native backend. */
import type { LayerSpec, NetworkKernel, Samples, Scoring, TrainingCall, TrainingOutcome, TrainingRun, TrainingSpec } from "../models/spec";
import type { NativeAddon, NativeSamples, NativeScoring, NetworkHandle, TrainingHandle } from "./addon";

function describeSamples({ rows, x, targets, targetKind, weights }: Samples): NativeSamples {
  return { rows, x, targets, targetKind, weights };
}

function describeScoring({ regression, classes, threshold, ignoredLabel, batchSize }: Scoring, samples: Samples): NativeScoring {
  return { regression, classes, threshold, ignoredLabel, batchSize, samples: describeSamples(samples) };
}

/** Training on the engine's thread. */
class NativeTraining implements TrainingRun {
  private readonly handle: TrainingHandle;
  private readonly groupNumbers: readonly Float64Array[];

  constructor(
    private readonly addon: NativeAddon,
    network: NetworkHandle,
    private readonly spec: TrainingSpec,
  ) {
    this.groupNumbers = spec.groups.map(({ numbers }) => numbers);
    this.handle = addon.createTraining(network, spec.loss.evaluate, {
      ...describeScoring(spec, spec.samples),
      shuffle: spec.shuffle,
      seed: spec.seed,
      stopsAtNonFinite: spec.stopsAtNonFinite,
      groups: spec.groups.map(({ rule, parameters }) => ({ rule: rule.name, parameters })),
      validation: spec.validation === undefined ? undefined : describeSamples(spec.validation),
    });
  }

  load(): void {
    this.addon.loadTraining(this.handle, this.spec.tensors, this.groupNumbers, this.spec.policy);
  }

  run({ epochs, firstEpoch, rates }: TrainingCall): Promise<void> {
    return this.addon.train(this.handle, epochs, firstEpoch, rates);
  }

  store(numbers: Float64Array): TrainingOutcome {
    const steps = this.addon.storeTraining(this.handle, this.spec.tensors, this.groupNumbers, numbers);
    return { steps: steps < 0 ? -1 - steps : steps, refused: steps < 0 };
  }

  cancel(): void {
    this.addon.cancelTraining(this.handle);
  }

  dispose(): void {
    this.addon.disposeTraining(this.handle);
  }
}

/** See {@link NetworkKernel}. */
export class NativeNetwork implements NetworkKernel {
  private readonly handle: NetworkHandle;

  constructor(
    private readonly addon: NativeAddon,
    layers: readonly LayerSpec[],
  ) {
    this.handle = addon.createNetwork(
      layers.map(({ inputs, units, activation }) => [inputs, units, activation]),
      layers.map(({ kernel, kernelGradient, bias, biasGradient }) =>
        bias === undefined || biasGradient === undefined ? [kernel, kernelGradient] : [kernel, kernelGradient, bias, biasGradient],
      ),
    );
  }

  forward(rows: number, x: Float32Array, out: Float32Array): void {
    this.addon.forward(this.handle, rows, x, out);
  }

  backward(gradient: Float32Array, accumulate: boolean): boolean {
    return this.addon.backward(this.handle, accumulate ? 1 : 0, gradient);
  }

  predict(rows: number, x: Float32Array, out: Float32Array): void {
    this.addon.predict(this.handle, rows, x, out);
  }

  evaluate(scoring: Scoring, samples: Samples, numbers: Float64Array): void {
    this.addon.evaluate(this.handle, scoring.loss.evaluate, describeScoring(scoring, samples), numbers);
  }

  train(spec: TrainingSpec): TrainingRun {
    return new NativeTraining(this.addon, this.handle, spec);
  }

  forget(): void {
    this.addon.forgetNetwork(this.handle);
  }
}
