/** What every wrapper does: steps another optimizer in its own way, and hands the rest on. */
import { checkFloat32, checkInteger, checkLength, describe } from "../../check";
import { rangeError, typeError } from "../../errors";
import { checkNames, type OptionSpecs, type OptionsOf, resolveOptions } from "../../options";
import { defineOptimizer } from "../define";
import type { LearningRate, ParameterGroup } from "../group";
import { Optimizer, type OptimizerOptions } from "../optimizer";
import type { Parameter } from "../parameter";
import type { NonFinite } from "../policy";
import { SGD } from "../sgd";
import type { OptimizerState } from "../state";

/** The state of a wrapper as plain data: its own and that of what it wraps. */
export interface WrapperState {
  readonly name: string;
  /** The state of the wrapped optimizer. */
  readonly inner: OptimizerState | WrapperState;
  /** Numbers of its own by name. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Arrays of its own, one per parameter; empty where it has none. */
  readonly arrays: readonly Float32Array[];
}

/** An optimizer, or a wrapper around one. */
export type Steppable = Optimizer | Wrapper;

/** The options of a wrapper. */
export type WrapperOptions<Specs extends OptionSpecs> = { readonly [Name in keyof Specs]?: OptionsOf<Specs>[Name] | undefined };

/** The declared options of a wrapper with the caller's values. */
export function wrapperOptions<Specs extends OptionSpecs>(specs: Specs, given: WrapperOptions<Specs>, name: string): OptionsOf<Specs> {
  checkNames(given, Object.keys(specs), name);
  return resolveOptions(specs, given as Record<string, unknown>, name);
}

/** Pairs of arrays that one call of the engine combines: data ← data·(1 − rate·weightDecay) ± rate·gradient. */
export function pairs(name: string, parameters: readonly Parameter[], options: OptimizerOptions<typeof SGD.definition.options>): Optimizer {
  const Pairs = defineOptimizer({ ...SGD.definition, name });
  return new Pairs(parameters, options);
}

/** Steps what a wrapper wraps under a policy for gradients that are not finite; says whether parameters moved and whether it refused. */
export function stepUnder(nonFinite: NonFinite, { inner, base }: Wrapper): { moved: boolean; refused: boolean } {
  const [kept, refusals] = [base.policy.nonFinite, base.refusals];
  base.policy.nonFinite = nonFinite;
  try {
    const moved = inner.step();
    return { moved, refused: base.refusals > refusals };
  } finally {
    base.policy.nonFinite = kept;
  }
}

/** An optimizer whose steps another one makes in its own way. */
export abstract class Wrapper {
  /** The optimizer inside all wrappers. */
  readonly base: Optimizer;
  private readonly bound: readonly ParameterGroup[];

  /** @internal */
  protected constructor(
    /** Its name, as in messages and in a state. */
    readonly name: string,
    /** What it wraps. */
    readonly inner: Steppable,
  ) {
    if (!(inner instanceof Optimizer) && !(inner instanceof Wrapper)) {
      throw typeError("ERR_INVALID_TYPE", `${name}: optimizer: expected an optimizer, received ${describe(inner)}`);
    }
    this.base = inner instanceof Optimizer ? inner : inner.base;
    this.bound = this.base.groups;
    if (this.bound.length === 0) {
      throw typeError("ERR_INVALID_TYPE", `${name}: optimizer: expected an optimizer with parameters, received one without`);
    }
  }

  /** The groups of the wrapped optimizer. */
  get groups(): readonly ParameterGroup[] {
    return this.base.groups;
  }

  /** The number of steps that the wrapped optimizer has made. */
  get stepCount(): number {
    return this.base.stepCount;
  }

  /** The learning rate of the next step, in the first group. */
  get learningRate(): number {
    return this.base.learningRate;
  }

  /** Sets a number or a schedule for every group. */
  set learningRate(value: LearningRate) {
    this.base.learningRate = value;
  }

  /** Sets every gradient to 0. @throws TypeError ERR_DETACHED when one has lost its memory; none has changed then. */
  zeroGradient(): void {
    this.base.zeroGradient();
  }

  /** Steps; true where the wrapped optimizer has moved. */
  abstract step(): boolean;

  /** A copy of the state. */
  state(): WrapperState {
    const { numbers, arrays } = this.own();
    return { name: this.name, inner: this.inner.state(), numbers, arrays: arrays.map((array) => array.slice()) };
  }

  /**
   * Takes over a state made by {@link state} of the same wrappers over parameters of the same sizes.
   * @throws TypeError or RangeError with a code when it does not fit; nothing has changed then.
   */
  load(state: WrapperState): void {
    const owner = `${this.name}: load`;
    if (typeof state !== "object" || state === null || state.name !== this.name) {
      const received = describe((state as { name?: unknown })?.name ?? state);
      throw typeError("ERR_INVALID_TYPE", `${owner}: expected a state of ${this.name}, received ${received}`);
    }
    const { numbers, arrays } = this.own();
    const loaded = Object.keys(numbers).map((name) => [name, this.checkNumber(name, state.numbers?.[name], owner)] as const);
    if (!Array.isArray(state.arrays)) {
      throw typeError("ERR_INVALID_TYPE", `${owner}: arrays: expected an array, received ${describe(state.arrays)}`);
    }
    checkLength(state.arrays, arrays.length, `${owner}: arrays`, "one per parameter");
    for (const [k, array] of arrays.entries()) {
      checkLength(checkFloat32(state.arrays[k], `${owner}: arrays[${k}]`), array.length, `${owner}: arrays[${k}]`, "one per element");
    }
    (this.inner as Optimizer).load(state.inner as OptimizerState);
    for (const [k, array] of arrays.entries()) array.set(state.arrays[k] as Float32Array);
    this.take(Object.fromEntries(loaded));
  }

  /** The numbers and arrays of the state that are its own; the arrays themselves. @internal */
  protected abstract own(): { readonly numbers: Readonly<Record<string, number>>; readonly arrays: readonly Float32Array[] };

  /** Takes over the numbers of a state. @internal */
  protected abstract take(numbers: Readonly<Record<string, number>>): void;

  /** A number of a state, most of them counts. */
  protected checkNumber(name: string, value: unknown, owner: string): number {
    return checkInteger(value, `${owner}: numbers.${name}`, 0);
  }

  /** The parameters of all groups. */
  protected parameters(): readonly Parameter[] {
    if (this.base.groups !== this.bound) {
      throw rangeError("ERR_INVALID_OPTION", `${this.name}: expected the groups that it was made for, received others`);
    }
    return this.bound.flatMap(({ parameters }) => parameters);
  }
}
