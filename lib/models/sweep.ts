/** Steps of training with one learning rate after the other, after which the model is as it was. */
import { setImmediate } from "node:timers/promises";
import { activeBackend } from "../backend";
import type { Matrix } from "../check";
import { TargetKind } from "../losses/arrays";
import type { CallOptions, ValueAndGradient } from "../losses/loss";
import type { LearningRate } from "../optimizers/group";
import { Philox, RandomUse, randomStream, shuffle } from "../random/philox";
import type { Compiled } from "./compiled";
import type { ModelParameters } from "./parameters";
import { copySamples, gatherSamples, matrixOf } from "./samples";
import type { NetworkKernel, Samples, TrainingRun } from "./spec";

/** What a sweep needs of a model. */
export interface Sweepable {
  readonly compiled: Compiled;
  readonly kernel: NetworkKernel;
  readonly parameters: ModelParameters;
  readonly inputs: number;
  readonly outputs: number;
  readonly seed: number;
  /** Marks the model as busy, and again as idle. */
  occupy(run: Pick<TrainingRun, "cancel"> | undefined): void;
  /** Throws once the model has been disposed of. */
  checkAlive(): void;
}

/** How long a sweep keeps the thread before others get their turn, in milliseconds. */
const turn = 15;

/** Batches without end: the rows in an order of its own each time around. */
function* batches(samples: Samples, batchSize: number, seed: number): Generator<Samples, never> {
  const order = Uint32Array.from({ length: samples.rows }, (_, row) => row);
  for (let pass = 0; ; ++pass) {
    shuffle(new Philox(seed, randomStream(RandomUse.shuffle, pass)), order);
    for (let begin = 0; begin < samples.rows; begin += batchSize) {
      yield gatherSamples(samples, order.subarray(begin, begin + batchSize));
    }
  }
}

/** The loss of a batch before its step; the step is made only where the loss is a finite number. */
function stepOnce({ compiled, kernel, outputs }: Sweepable, batch: Samples): number {
  const predicted = activeBackend().allocate(batch.rows * outputs);
  kernel.forward(batch.rows, batch.x, predicted);
  const loss = compiled.scorer.loss as unknown as {
    valueAndGradient(prediction: Matrix, target: unknown, options: CallOptions): ValueAndGradient<"mean">;
  };
  const targets = batch.targetKind === TargetKind.soft ? matrixOf(batch.targets as Float32Array, batch.rows, outputs) : batch.targets;
  const prediction = matrixOf(predicted, batch.rows, outputs);
  const { value, gradient } = loss.valueAndGradient(prediction, targets, { weights: batch.weights });
  if (!Number.isFinite(value)) return value;
  kernel.backward(gradient, false);
  compiled.optimizer.step();
  return value;
}

/** Remembers parameters, gradients, state and learning rates; returns how to bring them back. */
function remember({ compiled, parameters }: Sweepable): () => void {
  const { optimizer } = compiled;
  const arrays = parameters.list.flatMap(({ data, gradient }) => [data, gradient]);
  const copies = arrays.map((array) => array.slice());
  const state = optimizer.state();
  const rates: readonly LearningRate[] = optimizer.groups.map(({ learningRate }) => learningRate);
  return () => {
    for (const [index, array] of arrays.entries()) {
      const copy = copies[index] as Float32Array;
      if (array.length === copy.length) array.set(copy); // others may have taken the memory away while they had their turn
    }
    for (const [index, group] of optimizer.groups.entries()) group.learningRate = rates[index] as LearningRate;
    optimizer.load(state);
  };
}

/** Lets others have their turn, who find model and optimizer busy. */
async function pause({ compiled, parameters, occupy, checkAlive }: Sweepable): Promise<void> {
  occupy({ cancel: () => {} });
  compiled.optimizer.hold();
  try {
    await setImmediate();
  } finally {
    occupy(undefined);
    compiled.optimizer.release();
  }
  checkAlive();
  parameters.check(compiled);
}

/**
 * One step with each rate, on batches of the samples; `goOn` gets each loss and says whether to go on. Model and optimizer are then
 * as they were.
 */
export async function sweepRates(
  model: Sweepable,
  samples: Samples,
  { rates, batchSize, seed, signal }: { rates: readonly number[]; batchSize: number; seed: number; signal: AbortSignal | undefined },
  goOn: (loss: number) => boolean,
): Promise<void> {
  const restore = remember(model);
  const source = batches(copySamples(samples), batchSize, seed);
  try {
    let last = performance.now();
    for (const rate of rates) {
      if (performance.now() - last > turn) {
        await pause(model);
        last = performance.now();
      }
      signal?.throwIfAborted();
      for (const group of model.compiled.optimizer.groups) group.learningRate = rate;
      if (!goOn(stepOnce(model, source.next().value))) return;
    }
  } finally {
    restore();
  }
}
