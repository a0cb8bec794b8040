import type { Optimizer } from "../optimizer";
import { pairs, type Steppable, Wrapper, type WrapperOptions, wrapperOptions } from "./wrapper";

const specs = {
  every: { initial: 5, domain: "positiveCount", meaning: "the number of fast steps between two slow ones" },
  rate: { initial: 0.5, domain: "fraction", meaning: "how far a slow step goes towards the fast parameters" },
} as const;

/** Slow parameters that follow the fast ones of the wrapped optimizer. */
export class Lookahead extends Wrapper {
  private readonly every: number;
  private readonly slow: readonly Float32Array[];
  private readonly follow: Optimizer;
  private fast = 0;

  /** @internal */
  constructor(inner: Steppable, given: WrapperOptions<typeof specs>) {
    super("lookahead", inner);
    const { every, rate } = wrapperOptions(specs, given, this.name);
    this.every = every;
    const parameters = this.parameters();
    this.slow = parameters.map(({ data }) => data.slice());
    const tensors = parameters.map((parameter, k) => ({
      data: this.slow[k] as Float32Array,
      get gradient() {
        return parameter.data;
      },
    }));
    const options = { learningRate: rate, weightDecay: 1, decoupledWeightDecay: true, maximize: true };
    this.follow = pairs(this.name, tensors, options);
  }

  /** A fast step, and after every `every` of them a slow one, where the fast parameters go on from the slow. */
  step(): boolean {
    const parameters = this.parameters();
    if (!this.inner.step()) return false;
    this.fast = (this.fast + 1) % this.every;
    if (this.fast === 0) {
      this.follow.step();
      for (const [k, { data }] of parameters.entries()) data.set(this.slow[k] as Float32Array);
    }
    return true;
  }

  /** Copies of the slow parameters, in the order of the groups. */
  average(): Float32Array[] {
    return this.slow.map((array) => array.slice());
  }

  /** @internal */
  protected own() {
    return { numbers: { fast: this.fast }, arrays: this.slow };
  }

  /** @internal */
  protected take({ fast }: Readonly<Record<string, number>>): void {
    this.fast = fast as number;
  }
}

/**
 * Lookahead (Zhang et al. 2019; optax.lookahead): the optimizer makes `every` fast steps, then slow ← slow + rate·(fast − slow), from
 * where the fast parameters go on.
 * @throws TypeError or RangeError with a code for what is no optimizer with parameters and for bad options.
 */
export function lookahead(optimizer: Steppable, options: WrapperOptions<typeof specs> = {}): Lookahead {
  return new Lookahead(optimizer, options);
}
