/** What every optimizer does: steps, state, learning rate. */
import { activeBackend } from "../backend";
import { checkFloat32, checkInteger, checkLength, describe } from "../check";
import { rangeError, typeError } from "../errors";
import { checkNames, type OptionSpecs, type OptionsOf, resolveOptions } from "../options";
import type { OptimizerDefinition } from "./define";
import { checkLearningRate, type LearningRate, ParameterGroup } from "./group";
import { checkParameter, checkSeparate, type Parameter } from "./parameter";

/** Parameters that share options of their own; what a group leaves out it takes from the optimizer. */
export type ParameterGroupOptions<Specs extends OptionSpecs = OptionSpecs> = OptimizerOptions<Specs> & {
  readonly parameters: readonly Parameter[];
};

/** The options of an optimizer. */
export type OptimizerOptions<Specs extends OptionSpecs = OptionSpecs> = {
  readonly [Name in keyof Specs]?: OptionsOf<Specs>[Name] | undefined;
} & { /** A number of at least 0, or a schedule. */ readonly learningRate?: LearningRate | undefined };

/** An optimizer's state as plain data; `load` continues from it bit for bit. */
export interface OptimizerState {
  readonly name: string;
  /** Steps made. */
  readonly step: number;
  /** Per group, per parameter, the arrays of the rule by name. */
  readonly groups: readonly { readonly slots: readonly Readonly<Record<string, Float32Array>>[] }[];
}

/** An optimizer over parameters, or unbound until a model is compiled with it. */
export abstract class Optimizer {
  private given: Readonly<Record<string, unknown>>;
  private parts: ParameterGroup[] = [];
  private steps = 0;
  /** While a model trains natively with copies of parameters and state. */
  private held = false;

  /** @internal */
  protected constructor(
    /** The declaration: options, defaults, rule, source. */
    readonly definition: OptimizerDefinition,
    parameters: unknown,
    given: unknown,
  ) {
    const options = Array.isArray(parameters) ? (given ?? {}) : (parameters ?? {});
    if (!Array.isArray(parameters) && given !== undefined) {
      throw typeError(
        "ERR_INVALID_TYPE",
        `${definition.name}: parameters: expected an array of { data, gradient }, received ${describe(parameters)}`,
      );
    }
    checkNames(options, [...Object.keys(definition.options), "learningRate"], definition.name);
    this.given = options;
    this.groupOf([], {}, 0); // checks the options also of an optimizer that stays unbound
    if (Array.isArray(parameters)) this.attach(parameters);
  }

  /** The name in the catalogue. */
  get name(): string {
    return this.definition.name;
  }

  /** The groups of parameters, in their order; empty while the optimizer is unbound. */
  get groups(): readonly ParameterGroup[] {
    return this.parts;
  }

  /** The number of steps made. */
  get stepCount(): number {
    return this.steps;
  }

  /** The learning rate of the next step, in the first group. */
  get learningRate(): number {
    const group = this.parts[0] ?? this.groupOf([], {}, 0);
    return group.rateAt(this.steps);
  }

  /** Sets a number or a schedule for every group. */
  set learningRate(value: LearningRate) {
    checkLearningRate(value, this.name);
    for (const group of this.parts) group.learningRate = value;
    this.given = { ...this.given, learningRate: value };
  }

  /**
   * Binds an unbound optimizer to its parameters: one list, or groups `{ parameters, ...options }`.
   * @throws TypeError or RangeError with a code for what is no parameter, and when it is bound already.
   */
  attach(parameters: readonly (Parameter | ParameterGroupOptions)[]): void {
    if (this.parts.length > 0) {
      throw typeError("ERR_INVALID_TYPE", `${this.name}: expected an optimizer without parameters, received one that is bound already`);
    }
    const grouped = parameters.length > 0 && parameters.every((part) => typeof part === "object" && part !== null && "parameters" in part);
    const groups = (grouped ? parameters : [{ parameters }]) as readonly ParameterGroupOptions[];
    const parts = groups.map(({ parameters: own, ...options }, index) => this.groupOf(own, options, index));
    checkSeparate(
      parts.flatMap((group) => group.parameters),
      this.name,
    );
    this.parts = parts;
  }

  /**
   * Moves every parameter by its gradient, all in one native call per group.
   * @throws RangeError ERR_INVALID_OPTION when a schedule gives no learning rate, TypeError ERR_DETACHED when an array has
   * lost its memory; nothing has moved then.
   */
  step(): void {
    this.checkFree("step");
    if (this.parts.length === 0)
      throw typeError("ERR_INVALID_TYPE", `${this.name}: step: expected an optimizer with parameters, received one without`);
    for (const group of this.parts) group.prepare(this.steps);
    this.bind();
    for (const group of this.parts) group.step();
    ++this.steps;
  }

  /**
   * Sets every gradient to 0.
   * @throws TypeError ERR_DETACHED when one has lost its memory; none has changed then.
   */
  zeroGradient(): void {
    const gradients = this.parts.flatMap(({ parameters }) => parameters.map(({ gradient }) => gradient));
    for (const [index, gradient] of gradients.entries()) checkFloat32(gradient, `${this.name}: parameters[${index}].gradient`);
    for (const gradient of gradients) gradient.fill(0);
  }

  /** A copy of the state: steps made and the rule's arrays. */
  state(): OptimizerState {
    const groups = this.parts.map(({ rule, slots }) => ({
      slots: slots.map((arrays) => Object.fromEntries(rule.slots.map((slot, k) => [slot, (arrays[k] as Float32Array).slice()]))),
    }));
    return { name: this.name, step: this.steps, groups };
  }

  /**
   * Takes over a state made by {@link state} of an optimizer over parameters of the same sizes.
   * @throws TypeError or RangeError with a code when it does not fit; nothing has changed then.
   */
  load(state: OptimizerState): void {
    this.checkFree("load");
    if (typeof state !== "object" || state === null || state.name !== this.name) {
      throw typeError(
        "ERR_INVALID_TYPE",
        `${this.name}: load: expected a state of ${this.name}, received ${describe((state as { name?: unknown })?.name ?? state)}`,
      );
    }
    const step = checkInteger(state.step, `${this.name}: load: step`, 0);
    const copies = this.matchSlots(state);
    for (const [target, source] of copies) target.set(source);
    this.steps = step;
  }

  /** Keeps everybody else from moving parameters and state, until {@link release}. @internal */
  hold(): void {
    this.held = true;
  }

  /** @internal */
  release(): void {
    this.held = false;
  }

  private checkFree(method: string): void {
    if (this.held)
      throw typeError(
        "ERR_BUSY",
        `${this.name}: ${method}: expected an idle optimizer, received one whose model is in the middle of an epoch`,
      );
  }

  /** Counts steps that were made elsewhere: by a model that trains natively. @internal */
  advance(steps: number): void {
    this.steps += steps;
  }

  /** Binds what has changed, and looks at all arrays last: a caller's schedule or accessor may have done anything before. */
  private bind(): void {
    const backend = activeBackend();
    const stale = this.parts.filter((group) => !group.isBound(backend));
    for (const group of stale) group.checkParameters();
    if (stale.length > 0) {
      checkSeparate(
        this.parts.flatMap((group) => group.parameters),
        this.name,
      );
    }
    for (const group of stale) group.bind(backend);
    const lost = this.parts.findIndex((group) => !group.isIntact());
    if (lost >= 0) {
      throw typeError(
        "ERR_DETACHED",
        `${this.name}: groups[${lost}]: expected arrays that keep their memory during a step, received one that lost it`,
      );
    }
  }

  /** Every slot with what a state holds for it, after checking that all fit. */
  private matchSlots(state: OptimizerState): [Float32Array, Float32Array][] {
    const owner = `${this.name}: load: groups`;
    if (!Array.isArray(state.groups))
      throw typeError("ERR_INVALID_TYPE", `${owner}: expected an array, received ${describe(state.groups)}`);
    checkLength(state.groups, this.parts.length, owner, "one per group of parameters");
    return this.parts.flatMap(({ rule, slots }, g) => {
      const saved = state.groups[g]?.slots;
      if (!Array.isArray(saved))
        throw typeError("ERR_INVALID_TYPE", `${owner}[${g}].slots: expected an array, received ${describe(saved)}`);
      checkLength(saved, slots.length, `${owner}[${g}].slots`, "one per parameter");
      return slots.flatMap((arrays, i) =>
        rule.slots.map((slot, k): [Float32Array, Float32Array] => {
          const argument = `${owner}[${g}].slots[${i}].${slot}`;
          const source = checkFloat32((saved[i] as Record<string, unknown> | undefined)?.[slot], argument);
          checkLength(source, (arrays[k] as Float32Array).length, argument, "one per element of the parameter");
          return [arrays[k] as Float32Array, source];
        }),
      );
    });
  }

  private groupOf(parameters: unknown, own: object, index: number): ParameterGroup {
    const { definition } = this;
    const owner = index > 0 ? `${this.name}: groups[${index}]` : this.name;
    if (!Array.isArray(parameters)) {
      throw typeError(
        "ERR_INVALID_TYPE",
        `${owner}: parameters: expected an array of { data, gradient }, received ${describe(parameters)}`,
      );
    }
    checkNames(own, [...Object.keys(definition.options), "learningRate"], owner);
    const given: Record<string, unknown> = { ...this.given };
    for (const [name, value] of Object.entries(own)) if (value !== undefined) given[name] = value;
    const options = resolveOptions(definition.options, given, owner);
    const conflict = definition.conflict(options);
    if (conflict !== undefined) throw rangeError("ERR_INVALID_OPTION", `${owner}: ${conflict}`);
    return new ParameterGroup({
      owner,
      parameters: parameters.map((parameter, i) => checkParameter(parameter, `${owner}: parameters[${i}]`)),
      learningRate: checkLearningRate(given["learningRate"] === undefined ? definition.learningRate : given["learningRate"], owner),
      options,
      rule: definition.rule(options),
      numbers: definition.hyper(options),
    });
  }
}
