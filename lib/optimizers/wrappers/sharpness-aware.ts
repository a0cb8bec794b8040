import { typeError } from "../../errors";
import type { Optimizer } from "../optimizer";
import { pairs, type Steppable, Wrapper, type WrapperOptions, wrapperOptions } from "./wrapper";

const specs = { rho: { initial: 0.05, domain: "positive", meaning: "how far away the steepest gradient is taken" } } as const;

/** The least norm that a gradient is divided by. */
const leastNorm = 1e-12;

/** Steps by the gradient at the worst place nearby. */
export class SharpnessAware extends Wrapper {
  private readonly ascent: Optimizer;
  private readonly places: readonly Float32Array[];
  private away = false;

  /** @internal */
  constructor(inner: Steppable, given: WrapperOptions<typeof specs>) {
    super("sharpnessAware", inner);
    const { rho } = wrapperOptions(specs, given, this.name);
    this.places = this.parameters().map(({ data }) => new Float32Array(data.length));
    const maximize = this.base.groups.every(({ options }) => options["maximize"] !== true);
    // Clipped to a norm that every gradient exceeds, all gradients together have that norm.
    const options = { learningRate: rho / leastNorm, clipGlobalNorm: leastNorm, maximize };
    this.ascent = pairs(this.name, this.parameters(), options);
  }

  /** Moves the parameters to the worst place nearby, by the gradients as they are; compute them anew there, then {@link step}. */
  ascend(): void {
    if (this.away) throw typeError("ERR_INVALID_VALUE", `${this.name}: ascend: expected a step before the next ascent, received none`);
    for (const [k, { data }] of this.parameters().entries()) this.places[k]?.set(data);
    this.ascent.step();
    this.away = true;
  }

  /**
   * Brings the parameters back and steps the wrapped optimizer by the gradients as they are now. With `evaluate`, which computes the
   * gradients at the parameters as they are, it ascends first, so that `step(evaluate)` is a whole step.
   * @throws TypeError ERR_INVALID_VALUE without an ascent before; and what `evaluate` throws, with the parameters back in place.
   */
  step(evaluate?: () => void): boolean {
    if (evaluate !== undefined) {
      this.ascend();
      try {
        evaluate();
      } catch (error) {
        this.comeBack();
        throw error;
      }
    }
    if (!this.away) throw typeError("ERR_INVALID_VALUE", `${this.name}: step: expected an ascent before it, received none`);
    this.comeBack();
    return this.inner.step();
  }

  private comeBack(): void {
    for (const [k, { data }] of this.parameters().entries()) data.set(this.places[k] as Float32Array);
    this.away = false;
  }

  /** @internal */
  protected own() {
    return { numbers: {}, arrays: [] };
  }

  /** @internal */
  protected take(): void {}
}

/**
 * Sharpness-aware minimization (Foret et al. 2021): the gradient g is taken at p + rho·g / ‖g‖, ‖g‖ being the norm of all gradients, and
 * the optimizer steps with it from p. A step needs the gradients twice: `step(evaluate)`, or `ascend()` and then `step()`.
 * @throws TypeError or RangeError with a code for what is no optimizer with parameters and for bad options.
 */
export function sharpnessAware(optimizer: Steppable, options: WrapperOptions<typeof specs> = {}): SharpnessAware {
  return new SharpnessAware(optimizer, options);
}
