import { checkLength } from "../../check";
import { typeError } from "../../errors";
import { type Steppable, Wrapper, type WrapperOptions, wrapperOptions } from "./wrapper";

const exponentialSpecs = {
  decay: { initial: 0.999, domain: "rate", meaning: "how slowly the average moves" },
  start: { initial: 0, domain: "count", meaning: "the steps before averaging; until then the average is the parameters" },
} as const;

const stochasticSpecs = {
  start: { initial: 0, domain: "count", meaning: "the steps before averaging; until then the average is the parameters" },
  every: { initial: 1, domain: "positiveCount", meaning: "the number of steps from one term of the mean to the next" },
} as const;

/** A moving average of the parameters, taken in the same pass over memory in which the optimizer moves them. */
export class Averaging extends Wrapper {
  private readonly averages: readonly Float32Array[];
  private made = 0;

  /** @internal */
  constructor(
    name: string,
    inner: Steppable,
    /** How far the average goes towards the parameters in the step after so many. */
    private readonly rateAfter: (steps: number) => number,
  ) {
    super(name, inner);
    if (this.base.isFollowed) {
      throw typeError("ERR_INVALID_TYPE", `${name}: optimizer: expected one without an average, received one that has one`);
    }
    const groups = this.groups.map(({ parameters }) => parameters.map(({ data }) => data.slice()));
    this.averages = groups.flat();
    this.base.follow({ arrays: groups, rate: () => this.rateAfter(this.made) });
  }

  /** Steps the wrapped optimizer, and the average with it. */
  step(): boolean {
    this.parameters();
    const before = this.base.stepCount;
    const moved = this.inner.step();
    this.made += this.base.stepCount - before;
    return moved;
  }

  /** Copies of the averages, in the order of the groups. */
  average(): Float32Array[] {
    return this.averages.map((array) => array.slice());
  }

  /** Exchanges parameters and averages: once to evaluate with the averages, once more to go on training. */
  swap(): void {
    for (const [k, { data }] of this.parameters().entries()) {
      const average = this.averages[k] as Float32Array;
      checkLength(data, average.length, `${this.name}: swap: parameters[${k}].data`, "as many as when it was made");
      const kept = average.slice();
      average.set(data);
      data.set(kept);
    }
  }

  /** @internal */
  protected own() {
    return { numbers: { made: this.made }, arrays: this.averages };
  }

  /** @internal */
  protected take({ made }: Readonly<Record<string, number>>): void {
    this.made = made as number;
  }
}

/**
 * The exponential moving average of the parameters, average ← decay·average + (1 − decay)·p after each step, the first of which copies
 * them (torch.optim.swa_utils.get_ema_avg_fn).
 * @throws TypeError or RangeError with a code for what is no optimizer with parameters and for bad options.
 */
export function exponentialAveraging(optimizer: Steppable, options: WrapperOptions<typeof exponentialSpecs> = {}): Averaging {
  const name = "exponentialAveraging";
  const { decay, start } = wrapperOptions(exponentialSpecs, options, name);
  return new Averaging(name, optimizer, (steps) => (steps <= start ? 1 : 1 - decay));
}

/**
 * The mean of the parameters after the steps start, start + every, start + 2·every, … counted from 0 (stochastic weight averaging of
 * Izmailov et al. 2018; torch.optim.swa_utils.get_swa_avg_fn).
 * @throws TypeError or RangeError with a code for what is no optimizer with parameters and for bad options.
 */
export function stochasticAveraging(optimizer: Steppable, options: WrapperOptions<typeof stochasticSpecs> = {}): Averaging {
  const name = "stochasticAveraging";
  const { start, every } = wrapperOptions(stochasticSpecs, options, name);
  return new Averaging(name, optimizer, (steps) => {
    if (steps <= start) return 1;
    return (steps - start) % every === 0 ? 1 / ((steps - start) / every + 1) : 0;
  });
}
