/** What the addon exports; see native/binding. Private: its callers have checked everything but memory safety. */
import type { LabelArray } from "../losses/arrays";
import type { StepTensor } from "../optimizers/spec";

/** Evaluates a bound loss; returns a {@link Failure} and leaves value, count and index in its result array. */
export type LossFunction = (
  flags: number,
  rows: number,
  columns: number,
  prediction: Float32Array,
  targets: Float32Array | LabelArray,
  weightCount: number,
  weights: Float32Array | undefined,
  values: Float32Array | undefined,
  gradient: Float32Array | undefined,
  hessian: Float32Array | undefined,
  ...further: [...FurtherArrays, depth: number | undefined, vector: Float32Array | undefined] | []
) => number;

type MaybeArray = Float32Array | undefined;

/** A second prediction, its gradient and its hessian; then a third's. */
export type FurtherArrays = [MaybeArray, MaybeArray, MaybeArray, MaybeArray, MaybeArray, MaybeArray];

/** Rows of samples. */
export interface NativeSamples {
  rows: number;
  x: Float32Array;
  targets: Float32Array | LabelArray;
  targetKind: number;
  weights: Float32Array | undefined;
}

/** What is measured, on what. */
export interface NativeScoring {
  regression: boolean;
  classes: boolean;
  threshold: number;
  ignoredLabel: number;
  batchSize: number;
  samples: NativeSamples;
}

/** Tensors that one rule steps; see native/binding/step_binding.cc. */
export interface NativeStepGroup {
  rule: string;
  numbers: Float64Array;
  tensors: readonly StepTensor[];
}

/** A training's plan. */
export interface NativePlan extends NativeScoring {
  shuffle: boolean;
  seed: number;
  stopsAtNonFinite: boolean;
  groups: { rule: string; parameters: readonly number[] }[];
  validation: NativeSamples | undefined;
}

/** A network over arrays, and a training of one. */
export type NetworkHandle = { readonly network: unique symbol };
export type TrainingHandle = { readonly training: unique symbol };

/** Per parameter its data, the arrays of its state and the numbers that its rule remembers. */
type Tensors = readonly (readonly (Float32Array | Float64Array)[])[];

/** The addon's functions. */
export interface NativeAddon {
  runtime(): { isa: string; isas: string[]; threads: number; problems: string[] };
  describe(): {
    pointwise: string[];
    joint: string[];
    rowwise: string[];
    embeddings: string[];
    other: string[];
    rules: Record<string, Record<"slots" | "inputs" | "scalars" | "memory" | "numbers", number>>;
  };
  useThreads(threads: number): void;
  advise(array: Float32Array, bytes: number): void;
  bindLoss(
    name: string,
    values: Float64Array,
    count: number,
    columns: number,
    reduction: number,
    classWeights: readonly number[],
    ignoredLabel: number,
    domains: readonly number[],
    result: Float64Array,
    classOptions: readonly number[],
  ): LossFunction;
  /** Writes the statistics to `numbers`; returns the index of a bad weight, or −1. */
  measureRegression(
    length: number,
    weightCount: number,
    prediction: Float32Array,
    target: Float32Array,
    weights: Float32Array | undefined,
    numbers: Float64Array,
  ): number;
  /** Adds to `sums`; returns what was refused (0 nothing, 1 weight, 2 prediction, 3 target) and leaves the row in `index`. */
  countClasses(
    flags: number,
    rows: number,
    classes: number,
    predictedColumns: number,
    actualColumns: number,
    threshold: number,
    ignoredLabel: number,
    predicted: Float32Array | LabelArray,
    actual: Float32Array | LabelArray,
    weights: Float32Array | undefined,
    sums: Float64Array,
    index: Float64Array,
  ): number;
  /** See {@link Backend.choleskySolve}. */
  choleskySolve(
    size: number,
    damping: number,
    matrix: Float64Array,
    right: Float64Array,
    factor: Float64Array,
    solution: Float64Array,
  ): boolean;
  createNetwork(layers: (readonly [number, number, string])[], arrays: Float32Array[][]): NetworkHandle;
  forward(network: NetworkHandle, rows: number, x: Float32Array, out: Float32Array): void;
  /** False, and nothing written, where the gradient shares memory with one of the network's. */
  backward(network: NetworkHandle, accumulate: number, gradient: Float32Array): boolean;
  predict(network: NetworkHandle, rows: number, x: Float32Array, out: Float32Array): void;
  forgetNetwork(network: NetworkHandle): void;
  evaluate(network: NetworkHandle, loss: LossFunction, scoring: NativeScoring, numbers: Float64Array): void;
  createTraining(network: NetworkHandle, loss: LossFunction, plan: NativePlan): TrainingHandle;
  loadTraining(training: TrainingHandle, tensors: Tensors, groups: readonly Float64Array[], policy: Float64Array): void;
  train(training: TrainingHandle, epochs: number, firstEpoch: number, rates: readonly Float64Array[]): Promise<void>;
  /** Returns the steps made, or −1 less them where a gradient that is not finite has ended the training. */
  storeTraining(training: TrainingHandle, tensors: Tensors, groups: readonly Float64Array[], numbers: Float64Array): number;
  cancelTraining(training: TrainingHandle): void;
  disposeTraining(training: TrainingHandle): void;
  /** The function returns true where the policy refused the step. */
  bindStep(groups: readonly NativeStepGroup[], policy: Float64Array): () => true | undefined;
}
