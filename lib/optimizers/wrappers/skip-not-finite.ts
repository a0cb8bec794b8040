import { type Steppable, stepUnder, Wrapper, type WrapperOptions, wrapperOptions } from "./wrapper";

const specs = {
  limit: {
    initial: Number.POSITIVE_INFINITY,
    domain: "bound",
    meaning: "how many steps in a row are skipped before one is made all the same",
  },
} as const;

/** Leaves out steps whose gradients are not all finite. */
export class SkipNotFinite extends Wrapper {
  private readonly limit: number;
  private inARow = 0;
  private total = 0;

  /** @internal */
  constructor(inner: Steppable, given: WrapperOptions<typeof specs>) {
    super("skipNotFinite", inner);
    this.limit = wrapperOptions(specs, given, this.name).limit;
  }

  /** How many steps have been left out. */
  get skipped(): number {
    return this.total;
  }

  /** Steps the wrapped optimizer; false, with nothing moved, where a gradient is not finite. */
  step(): boolean {
    const { moved, refused } = stepUnder(this.inARow < this.limit ? "skip" : "propagate", this);
    if (refused) ++this.inARow;
    else if (moved) this.inARow = 0;
    this.total += Number(refused);
    return moved;
  }

  /** @internal */
  protected own() {
    return { numbers: { inARow: this.inARow, skipped: this.total }, arrays: [] };
  }

  /** @internal */
  protected take({ inARow, skipped }: Readonly<Record<string, number>>): void {
    this.inARow = inARow as number;
    this.total = skipped as number;
  }
}

/**
 * Leaves out the steps in which a gradient is not finite, at most `limit` in a row (optax.apply_if_finite); whatever the optimizer's
 * own `nonFinite` says.
 * @throws TypeError or RangeError with a code for what is no optimizer with parameters and for bad options.
 */
export function skipNotFinite(optimizer: Steppable, options: WrapperOptions<typeof specs> = {}): SkipNotFinite {
  return new SkipNotFinite(optimizer, options);
}
