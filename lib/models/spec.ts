/** Models as a backend receives them, and what it gives for them. */
import type { LossKernel } from "../backend";
import type { LabelArray } from "../losses/arrays";
import type { StepGroup, StepRule } from "../optimizers/spec";
import type { ActivationName } from "./activations";

/** One dense layer with its arrays: the kernel is `[inputs, units]`. */
export interface LayerSpec {
  readonly inputs: number;
  readonly units: number;
  readonly activation: ActivationName;
  readonly kernel: Float32Array;
  readonly kernelGradient: Float32Array;
  readonly bias: Float32Array | undefined;
  readonly biasGradient: Float32Array | undefined;
}

/** Rows to learn from or to be measured on, after their checks. */
export interface Samples {
  readonly rows: number;
  readonly x: Float32Array;
  readonly targets: Float32Array | LabelArray;
  /** {@link TargetKind}. */
  readonly targetKind: number;
  /** One per row. */
  readonly weights: Float32Array | undefined;
}

/** What is measured: the loss, and the statistics that metrics are made of. */
export interface Scoring {
  readonly loss: LossKernel;
  readonly regression: boolean;
  readonly classes: boolean;
  /** With one output: above it the prediction is class 1. */
  readonly threshold: number;
  /** The label whose rows are not counted; NaN for none. */
  readonly ignoredLabel: number;
  readonly batchSize: number;
}

/** Parameters that one rule steps; `parameters` are their indices, kernel and bias of layer after layer. */
export interface GroupSpec {
  readonly rule: StepRule;
  /** See {@link StepGroup}; training sets the learning rate and counts the steps. */
  readonly numbers: Float64Array;
  readonly parameters: readonly number[];
}

/** Data, slots, scalars. */
export type TrainingTensor = readonly [Float32Array, ...(Float32Array | Float64Array)[]];

/** What stays the same from the first epoch of a training to the last. */
export interface TrainingSpec extends Scoring {
  readonly shuffle: boolean;
  readonly seed: number;
  readonly groups: readonly GroupSpec[];
  readonly samples: Samples;
  readonly validation: Samples | undefined;
  /** See {@link StepSpec}. */
  readonly policy: Float64Array;
  /** Whether a gradient that is not finite ends the training where the policy refuses its step; else the step is left out. */
  readonly stopsAtNonFinite: boolean;
  /** Per parameter its data and, where a group has it, the arrays of its state and the numbers that its rule remembers. */
  readonly tensors: readonly TrainingTensor[];
}

/** What one run of a training is to do. */
export interface TrainingCall {
  readonly epochs: number;
  /** Names the shuffle of its first epoch. */
  readonly firstEpoch: number;
  /** Per group: one learning rate for all steps, or one for each. */
  readonly rates: readonly Float64Array[];
}

/** What a run has come to. */
export interface TrainingOutcome {
  readonly steps: number;
  /** Whether a gradient that is not finite has ended it. */
  readonly refused: boolean;
}

/** A training on copies of the samples as they were when it was made. */
export interface TrainingRun {
  /** Takes the tensors, the numbers of the groups and the policy as they are now. */
  load(): void;
  /** Trains whole epochs; settles when they are done, or soon after `cancel`. */
  run(call: TrainingCall): Promise<void>;
  /**
   * Writes the tensors back, and to `numbers` per finished epoch of the last run its loss and statistics, and with validation those of
   * the validation.
   */
  store(numbers: Float64Array): TrainingOutcome;
  /** Ends the run after the step it is at. */
  cancel(): void;
  /** Frees what it holds. */
  dispose(): void;
}

/** A network bound to a backend, over the arrays of its spec, which keep their memory while it is called. */
export interface NetworkKernel {
  /** Keeps what `backward` needs. */
  forward(rows: number, x: Float32Array, out: Float32Array): void;
  /** From the derivative by the outputs of the last `forward` to the gradients of all parameters; false when it shares memory with one. */
  backward(gradient: Float32Array, accumulate: boolean): boolean;
  predict(rows: number, x: Float32Array, out: Float32Array): void;
  /** Writes the loss and the statistics to `numbers`. */
  evaluate(scoring: Scoring, samples: Samples, numbers: Float64Array): void;
  train(spec: TrainingSpec): TrainingRun;
  /** Frees what `forward` keeps. */
  forget(): void;
}
