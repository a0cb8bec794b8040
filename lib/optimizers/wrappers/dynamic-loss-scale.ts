import { describe } from "../../check";
import { rangeError } from "../../errors";
import { type Steppable, stepUnder, Wrapper, type WrapperOptions, wrapperOptions } from "./wrapper";

const specs = {
  initial: { initial: 2 ** 16, domain: "positive", meaning: "the first scale" },
  growth: { initial: 2, domain: "positive", meaning: "what the scale is multiplied by after `interval` good steps" },
  backoff: { initial: 0.5, domain: "positive", meaning: "what the scale is multiplied by after a step with a gradient that is not finite" },
  interval: { initial: 2000, domain: "positiveCount", meaning: "good steps in a row until the scale grows" },
} as const;

/** The bounds of a scale: its inverse is a float32 number too. */
const [least, most] = [2 ** -126, 2 ** 126];

/** A scale for losses, as large as gradients allow. */
export class DynamicLossScale extends Wrapper {
  private readonly options: { readonly growth: number; readonly backoff: number; readonly interval: number };
  private now: number;
  private good = 0;

  /** @internal */
  constructor(inner: Steppable, given: WrapperOptions<typeof specs>) {
    super("dynamicLossScale", inner);
    const { initial, ...options } = wrapperOptions(specs, given, this.name);
    this.options = options;
    this.now = initial;
  }

  /** What to multiply the loss, and so its gradient, by. */
  get scale(): number {
    return this.now;
  }

  /** Steps the wrapped optimizer by the gradients over the scale; false, with nothing moved, where one is not finite. */
  step(): boolean {
    const { growth, backoff, interval } = this.options;
    const { gradientScale } = this.base;
    this.base.gradientScale = gradientScale / this.now;
    const { moved, refused } = this.stepInner(gradientScale);
    if (refused) [this.now, this.good] = [Math.max(least, this.now * backoff), 0];
    else if (moved && ++this.good >= interval) [this.now, this.good] = [Math.min(most, this.now * growth), 0];
    return moved;
  }

  private stepInner(gradientScale: number) {
    try {
      return stepUnder("skip", this);
    } finally {
      this.base.gradientScale = gradientScale;
    }
  }

  /** @internal */
  protected own() {
    return { numbers: { scale: this.now, good: this.good }, arrays: [] };
  }

  /** @internal */
  protected take({ scale, good }: Readonly<Record<string, number>>): void {
    [this.now, this.good] = [scale as number, good as number];
  }

  /** @internal */
  protected override checkNumber(name: string, value: unknown, owner: string): number {
    if (name !== "scale") return super.checkNumber(name, value, owner);
    if (typeof value === "number" && value >= least && value <= most) return value;
    throw rangeError("ERR_INVALID_VALUE", `${owner}: numbers.scale: expected a number from 2^-126 to 2^126, received ${describe(value)}`);
  }
}

/**
 * A loss scale that keeps small gradients above the least number (torch.amp.GradScaler): multiply the loss's gradient by `scale` before
 * the backward pass; `step` divides by it again. A step whose gradients are not all finite is left out and lowers the scale, `interval`
 * good ones in a row raise it.
 * @throws TypeError or RangeError with a code for what is no optimizer with parameters and for bad options.
 */
export function dynamicLossScale(optimizer: Steppable, options: WrapperOptions<typeof specs> = {}): DynamicLossScale {
  return new DynamicLossScale(optimizer, options);
}
