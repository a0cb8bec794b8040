/** What an optimizer does with all gradients of a step, whatever its rule. */
import { describe } from "../check";
import { rangeError, typeError } from "../errors";
import { type OptionSpecs, type OptionsOf, resolveOptions } from "../options";

/** What happens in a step whose gradients are not all finite. */
export type NonFinite = "propagate" | "skip" | "throw";

const off = Number.POSITIVE_INFINITY;

/** Options of every optimizer as a whole. */
export const policySpecs = {
  gradientScale: { initial: 1, domain: "positive", meaning: "what every gradient is multiplied by first" },
  clipValue: { initial: off, domain: "bound", meaning: "the largest size of an element of a gradient" },
  clipNorm: { initial: off, domain: "bound", meaning: "the largest norm of the gradient of each parameter" },
  clipGlobalNorm: { initial: off, domain: "bound", meaning: "the largest norm of all gradients together" },
  nonFinite: {
    initial: "propagate",
    domain: ["propagate", "skip", "throw"],
    meaning: "what becomes of a step with a gradient that is not finite",
  },
  zeroGradient: { initial: false, domain: "boolean", meaning: "sets gradients to 0 in the step that uses them" },
} as const satisfies OptionSpecs;

/** The options as given. */
export type PolicyOptions = { readonly [Name in keyof typeof policySpecs]?: OptionsOf<typeof policySpecs>[Name] | undefined };

/** The options in force, and the numbers that a backend reads. */
export class StepPolicy {
  readonly options: OptionsOf<typeof policySpecs>;
  /** Gradient scale, bounds of value, norm and global norm, whether to refuse, whether to zero, how far averages go. */
  readonly numbers: Float64Array;
  /** What becomes of a step with a gradient that is not finite; wrappers change it for a step. */
  private refusing: NonFinite;
  private readonly owner: string;

  constructor(given: Record<string, unknown>, owner: string) {
    this.owner = owner;
    this.options = resolveOptions(policySpecs, given, owner);
    const { gradientScale, clipValue, clipNorm, clipGlobalNorm, nonFinite, zeroGradient } = this.options;
    const refuses = Number(nonFinite !== "propagate");
    this.refusing = nonFinite;
    this.numbers = Float64Array.of(gradientScale, clipValue, clipNorm, clipGlobalNorm, refuses, Number(zeroGradient), 0);
  }

  get nonFinite(): NonFinite {
    return this.refusing;
  }

  set nonFinite(value: NonFinite) {
    this.refusing = value;
    this.numbers[4] = Number(value !== "propagate");
  }

  get gradientScale(): number {
    return this.numbers[0] as number;
  }

  set gradientScale(value: number) {
    const words = `${this.owner}: gradientScale: expected a finite number above 0, received ${describe(value)}`;
    if (typeof value !== "number") throw typeError("ERR_INVALID_OPTION", words);
    if (!(value > 0 && value < off)) throw rangeError("ERR_INVALID_OPTION", words);
    this.numbers[0] = value;
  }

  /** How far the moving averages of the parameters go in this step. */
  set averageRate(rate: number) {
    this.numbers[6] = rate;
  }
}
