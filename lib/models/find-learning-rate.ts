/** The range finder: which learning rates a model learns with. */
import { checkInteger, describe } from "../check";
import { rangeError, typeError } from "../errors";
import type { Values } from "../losses/arrays";
import { checkNames, type OptionsOf, resolveOptions } from "../options";
import { defaultBatchSize } from "./fit-options";
import { checkSamples, type Targets } from "./samples";
import type { Sequential } from "./sequential";
import { sweepRates } from "./sweep";

const numbers = {
  from: { initial: 1e-7, domain: "positive", meaning: "the first rate" },
  to: { initial: 10, domain: "positive", meaning: "the last rate" },
  smoothing: { initial: 0.9, domain: "rate", meaning: "how slowly the mean of the losses moves" },
  divergence: { initial: 4, domain: "positive", meaning: "how many times the first loss above the best ends the sweep" },
} as const;

/** What {@link findLearningRate} can be told. */
export interface FindLearningRateOptions {
  /** The first rate; default 1e-7. */
  readonly from?: number | undefined;
  /** The last rate; default 10. */
  readonly to?: number | undefined;
  /** The number of steps, at least 3, and so of rates; default 100. */
  readonly steps?: number | undefined;
  /** Rows per step; default 32. */
  readonly batchSize?: number | undefined;
  /** Names the order of the rows; else the model's seed does. */
  readonly seed?: number | undefined;
  /** How much each row counts, at least 0. */
  readonly sampleWeights?: Float32Array | undefined;
  /** From 0 to below 1: how slowly the mean of the losses moves, from which the suggestion is read; default 0.9. */
  readonly smoothing?: number | undefined;
  /** The sweep ends where the smoothed loss is so many times the first loss above its best; default 4. */
  readonly divergence?: number | undefined;
  /** Ends the sweep; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link findLearningRate} finds; the arrays are as long as the sweep went. */
export interface LearningRateCurve {
  /** The rates, rising by an equal factor. */
  readonly rates: readonly number[];
  /** The loss of the batch before the step with each rate. */
  readonly losses: readonly number[];
  /** The moving mean of the losses. */
  readonly smoothed: readonly number[];
  /** The rate where the smoothed loss falls fastest; undefined where it never falls. */
  readonly suggestion: number | undefined;
}

const names = ["from", "to", "steps", "batchSize", "seed", "sampleWeights", "smoothing", "divergence", "signal"];

/** The losses so far and their moving mean, which is corrected for its start as in Adam. */
class Curve {
  readonly losses: number[] = [];
  readonly smoothed: number[] = [];
  private mean = 0;

  constructor(private readonly options: OptionsOf<typeof numbers>) {}

  /** Takes a loss; false when the sweep is to end. One that is no finite number ends it and is not kept. */
  add(loss: number): boolean {
    if (!Number.isFinite(loss)) return false;
    const { smoothing, divergence } = this.options;
    this.mean = smoothing * this.mean + (1 - smoothing) * loss;
    this.losses.push(loss);
    this.smoothed.push(this.mean / (1 - smoothing ** this.losses.length));
    const best = Math.min(...this.smoothed);
    return (this.smoothed.at(-1) as number) - best <= divergence * Math.abs(this.losses[0] as number);
  }

  /** The index before the best smoothed loss where it falls fastest; −1 where it never falls. The first tenth is still settling. */
  steepest(): number {
    const { smoothed } = this;
    const best = smoothed.indexOf(Math.min(...smoothed));
    let found = -1;
    let slope = 0;
    for (let k = Math.max(1, Math.floor(smoothed.length / 10)); k < Math.min(best + 1, smoothed.length - 1); ++k) {
      const change = (smoothed[k + 1] as number) - (smoothed[k - 1] as number);
      if (change < slope) [found, slope] = [k, change];
    }
    return found;
  }
}

function checkSignal(signal: unknown): AbortSignal | undefined {
  if (signal === undefined || signal instanceof AbortSignal) return signal;
  throw typeError("ERR_INVALID_TYPE", `findLearningRate: signal: expected an AbortSignal, received ${describe(signal)}`);
}

/**
 * Makes `steps` steps of training with a learning rate that rises by an equal factor from `from` to `to`, on batches of the samples,
 * and says where the loss fell fastest (Smith 2017, Cyclical learning rates). Parameters, gradients, optimizer and its learning
 * rates are afterwards as they were, also after an error; only what `backward` would use of a `forward` before is gone.
 * @returns A promise of the curve. It is rejected with a TypeError or RangeError that has a code for bad arguments; ERR_NOT_COMPILED,
 * ERR_BUSY, ERR_DISPOSED; and with the signal's reason.
 */
export async function findLearningRate(
  model: Sequential,
  x: Values,
  y: Targets,
  options: FindLearningRateOptions = {},
): Promise<LearningRateCurve> {
  const owner = "findLearningRate";
  const sweepable = model.sweepable(owner);
  checkNames(options, names, owner);
  const resolved = resolveOptions(numbers, options as Record<string, unknown>, owner);
  const { from, to } = resolved;
  if (!(to > from)) throw rangeError("ERR_INVALID_OPTION", `${owner}: to: expected a rate above ${from}, received ${describe(to)}`);
  const steps = checkInteger(options.steps ?? 100, `${owner}: steps`, 3);
  const batchSize = checkInteger(options.batchSize ?? defaultBatchSize, `${owner}: batchSize`, 1);
  const seed = checkInteger(options.seed ?? sweepable.seed, `${owner}: seed`, 0);
  const signal = checkSignal(options.signal);
  const { scorer } = sweepable.compiled;
  const argument = { x: "x", y: "y", weights: `${owner}: sampleWeights` };
  const samples = checkSamples(x, y, options.sampleWeights, scorer.loss, sweepable.inputs, sweepable.outputs, argument);
  const rates = Array.from({ length: steps }, (_, k) => from ** (1 - k / (steps - 1)) * to ** (k / (steps - 1)));
  const curve = new Curve(resolved);
  await sweepRates(sweepable, samples, { rates, batchSize, seed, signal }, (loss) => curve.add(loss));
  const { losses, smoothed } = curve;
  return { rates: rates.slice(0, losses.length), losses, smoothed, suggestion: rates[curve.steepest()] };
}
