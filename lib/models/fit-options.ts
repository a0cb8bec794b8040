/** The options of `fit`. */
import { checkInteger, describe } from "../check";
import { rangeError, typeError } from "../errors";
import type { Values } from "../losses/arrays";
import type { Loss } from "../losses/loss";
import { checkNames } from "../options";
import type { EpochReport } from "./history";
import { checkSamples, sliceSamples, type Targets } from "./samples";
import type { Samples } from "./spec";

/** What `fit` can be told. */
export interface FitOptions {
  /** How often to go over the samples; default 1. */
  readonly epochs?: number | undefined;
  /** Rows per optimizer step; default 32. The last batch of an epoch may be smaller. */
  readonly batchSize?: number | undefined;
  /** Whether each epoch takes the rows in an order of its own; default true. */
  readonly shuffle?: boolean | undefined;
  /** Names the orders of the epochs; else the model's seed does, and each epoch of the model's life has another order. */
  readonly seed?: number | undefined;
  /** The share of the samples, from 0 to below 1, that is taken off the end, before any shuffling, to validate on. */
  readonly validationSplit?: number | undefined;
  /** Samples to validate on: [x, y] or [x, y, sampleWeights]. */
  readonly validationData?: readonly [Values, Targets] | readonly [Values, Targets, Float32Array] | undefined;
  /** How much each row counts, at least 0, in the loss and in the metrics. */
  readonly sampleWeights?: Float32Array | undefined;
  /** Ends the training after the step it is at; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called, and awaited, after each epoch; where it returns false, or a promise of that, the training ends. */
  readonly onEpoch?: ((report: EpochReport) => unknown) | undefined;
}

/** The options of `fit` after their checks, with the samples. */
export interface FitPlan {
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onEpoch: ((report: EpochReport) => unknown) | undefined;
  readonly samples: Samples;
  readonly validation: Samples | undefined;
}

/** What the samples must fit. */
export interface SampleShape {
  readonly loss: Loss<never, never>;
  readonly inputs: number;
  readonly outputs: number;
}

const names: readonly (keyof FitOptions)[] = [
  "epochs",
  "batchSize",
  "shuffle",
  "seed",
  "validationSplit",
  "validationData",
  "sampleWeights",
  "signal",
  "onEpoch",
];

/** Rows per step where nobody says; Keras's. */
export const defaultBatchSize = 32;

function checkSplit(value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value !== "number") {
    throw typeError("ERR_INVALID_TYPE", `fit: validationSplit: expected a number of at least 0 and below 1, received ${describe(value)}`);
  }
  if (value >= 0 && value < 1) return value;
  throw rangeError("ERR_INVALID_OPTION", `fit: validationSplit: expected a number of at least 0 and below 1, received ${describe(value)}`);
}

function checkKind<T>(value: unknown, is: (value: unknown) => value is T, expected: string): T | undefined {
  if (value === undefined || is(value)) return value;
  throw typeError("ERR_INVALID_TYPE", `fit: ${expected}, received ${describe(value)}`);
}

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isSignal = (value: unknown): value is AbortSignal => value instanceof AbortSignal;
const isCallback = (value: unknown): value is (report: EpochReport) => unknown => typeof value === "function";

function checkValidationData(data: unknown, { loss, inputs, outputs }: SampleShape): Samples {
  if (!Array.isArray(data) || data.length < 2 || data.length > 3) {
    throw typeError("ERR_INVALID_TYPE", `fit: validationData: expected [x, y] or [x, y, sampleWeights], received ${describe(data)}`);
  }
  const argument = { x: "validationData[0]", y: "validationData[1]", weights: "validationData[2]" };
  return checkSamples(data[0], data[1], data[2], loss, inputs, outputs, argument);
}

/** The samples to learn from and those to validate on. */
function checkData(x: Values, y: Targets, options: FitOptions, shape: SampleShape): Pick<FitPlan, "samples" | "validation"> {
  const split = checkSplit(options.validationSplit);
  const argument = { x: "x", y: "y", weights: "fit: sampleWeights" };
  const samples = checkSamples(x, y, options.sampleWeights, shape.loss, shape.inputs, shape.outputs, argument);
  if (options.validationData !== undefined) {
    if (split === 0) return { samples, validation: checkValidationData(options.validationData, shape) };
    throw rangeError("ERR_INVALID_OPTION", "fit: validationSplit: expected 0 beside validationData, received both");
  }
  if (split === 0) return { samples, validation: undefined };
  const kept = Math.floor(samples.rows * (1 - split));
  if (kept === 0 || kept === samples.rows) {
    const received = `${describe(split)} of ${samples.rows} rows`;
    throw rangeError("ERR_INVALID_OPTION", `fit: validationSplit: expected a share that leaves rows on both sides, received ${received}`);
  }
  return { samples: sliceSamples(samples, 0, kept), validation: sliceSamples(samples, kept, samples.rows) };
}

/**
 * Checks everything that `fit` is given.
 * @throws TypeError or RangeError with a code.
 */
export function checkFit(x: Values, y: Targets, options: FitOptions, shape: SampleShape): FitPlan {
  checkNames(options, names, "fit");
  const { epochs = 1, batchSize = defaultBatchSize, seed, shuffle, signal, onEpoch }: FitOptions = options;
  return {
    epochs: checkInteger(epochs, "fit: epochs", 1),
    batchSize: checkInteger(batchSize, "fit: batchSize", 1),
    shuffle: checkKind(shuffle, isBoolean, "shuffle: expected a boolean") ?? true,
    seed: seed === undefined ? undefined : checkInteger(seed, "fit: seed", 0),
    signal: checkKind(signal, isSignal, "signal: expected an AbortSignal"),
    onEpoch: checkKind(onEpoch, isCallback, "onEpoch: expected a function"),
    ...checkData(x, y, options, shape),
  };
}
