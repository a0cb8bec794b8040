import type { Optimizer } from "../optimizer";
import { pairs, type Steppable, Wrapper, type WrapperOptions, wrapperOptions } from "./wrapper";

const specs = {
  steps: { initial: 1, domain: "positiveCount", meaning: "the number of gradients that one step takes the mean of" },
} as const;

/** Means of gradients, by which the wrapped optimizer steps. */
export class GradientAccumulation extends Wrapper {
  private readonly steps: number;
  private readonly means: readonly Float32Array[];
  private readonly add: Optimizer;
  private taken = 0;

  /** @internal */
  constructor(inner: Steppable, given: WrapperOptions<typeof specs>) {
    super("gradientAccumulation", inner);
    this.steps = wrapperOptions(specs, given, this.name).steps;
    const parameters = this.parameters();
    this.means = parameters.map(({ data }) => new Float32Array(data.length));
    const tensors = parameters.map((parameter, k) => ({
      data: this.means[k] as Float32Array,
      get gradient() {
        return parameter.gradient;
      },
    }));
    this.add = pairs(this.name, tensors, { learningRate: 1 / this.steps, maximize: true });
  }

  /** Takes the gradients as they are; with the last of `steps` the wrapped optimizer steps by their mean, which the gradients then are. */
  step(): boolean {
    const parameters = this.parameters();
    this.add.step();
    this.taken = (this.taken + 1) % this.steps;
    if (this.taken > 0) return false;
    for (const [k, { gradient }] of parameters.entries()) {
      gradient.set(this.means[k] as Float32Array);
      this.means[k]?.fill(0);
    }
    return this.inner.step();
  }

  /** @internal */
  protected own() {
    return { numbers: { taken: this.taken }, arrays: this.means };
  }

  /** @internal */
  protected take({ taken }: Readonly<Record<string, number>>): void {
    this.taken = taken as number;
  }
}

/**
 * Gradients of several batches for one step: every `steps`-th call of `step` moves the parameters, by the mean of the gradients of all of
 * them; the others return false (optax.MultiSteps). Gradients are read at each call, so compute each batch's anew.
 * @throws TypeError or RangeError with a code for what is no optimizer with parameters and for bad options.
 */
export function gradientAccumulation(optimizer: Steppable, options: WrapperOptions<typeof specs> = {}): GradientAccumulation {
  return new GradientAccumulation(optimizer, options);
}
