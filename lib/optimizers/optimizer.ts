/** What every optimizer does: steps, state, learning rate. */
import { activeBackend } from "../backend";
import { checkFloat32, describe } from "../check";
import { rangeError, typeError } from "../errors";
import { checkNames, type OptionSpecs, type OptionsOf } from "../options";
import { StepBinding } from "./binding";
import type { OptimizerDefinition } from "./define";
import { checkLearningRate, type LearningRate, type ParameterGroup } from "./group";
import { groupOptionNames, makeGroups } from "./make-groups";
import { checkSeparate, type Parameter } from "./parameter";
import { type PolicyOptions, policySpecs, StepPolicy } from "./policy";
import { groupState, loadState, type OptimizerState } from "./state";

/** Options that groups of one optimizer may have of their own. */
type OwnOptions<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]?: OptionsOf<Specs>[Name] | undefined;
} & { /** A number of at least 0, or a schedule. */ readonly learningRate?: LearningRate | undefined };

/** Parameters that share options of their own; what a group leaves out it takes from the optimizer. */
export type ParameterGroupOptions<Specs extends OptionSpecs = OptionSpecs> = OwnOptions<Specs> & {
  readonly parameters: readonly Parameter[];
};

/** The options of an optimizer. */
export type OptimizerOptions<Specs extends OptionSpecs = OptionSpecs> = OwnOptions<Specs> & PolicyOptions;

/** A group for an optimizer of any kind: its options are checked when it is added. */
export type AddedGroup = { readonly parameters: readonly Parameter[] } & Readonly<Record<string, unknown>>;

/** Moving averages of parameters that a step updates while it moves them. */
export interface Following {
  /** Per group, per parameter. */
  readonly arrays: readonly (readonly Float32Array[])[];
  /** How far the averages go towards the new parameters in a step, counted from 0. */
  rate(step: number): number;
}

/** An optimizer over parameters, or unbound until a model is compiled with it. */
export abstract class Optimizer {
  private given: Readonly<Record<string, unknown>>;
  private parts: readonly ParameterGroup[] = [];
  private steps = 0;
  /** While a model trains natively with copies of parameters and state. */
  private held = false;
  private binding: StepBinding | undefined;
  private following: Following | undefined;
  /** Steps that were left out because a gradient was not finite. @internal */
  refusals = 0;
  /** What holds for all gradients of a step. @internal */
  readonly policy: StepPolicy;

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
    checkNames(options, [...groupOptionNames(definition), ...Object.keys(policySpecs)], definition.name);
    this.policy = new StepPolicy(options, definition.name);
    this.given = Object.fromEntries(Object.entries(options).filter(([name]) => !(name in policySpecs)));
    this.groupsOf([], {}, 0); // checks the options also of an optimizer that stays unbound
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
    const group = this.parts[0] ?? (this.groupsOf([], {}, 0)[0] as ParameterGroup);
    return group.rateAt(this.steps);
  }

  /** Sets a number or a schedule for every group. */
  set learningRate(value: LearningRate) {
    checkLearningRate(value, this.name);
    for (const group of this.parts) group.learningRate = value;
    this.given = { ...this.given, learningRate: value };
  }

  /** What every gradient is multiplied by before anything else. */
  get gradientScale(): number {
    return this.policy.gradientScale;
  }

  /** Sets a finite number above 0: 1 / scale where a loss was multiplied by a scale. */
  set gradientScale(value: number) {
    this.policy.gradientScale = value;
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
    this.regroup(groups.flatMap(({ parameters: own, ...options }, index) => this.groupsOf(own, options, index)));
  }

  /**
   * Adds a group of parameters, whose state starts anew while the others go on. Returns it.
   * @throws TypeError or RangeError with a code for what is no group; nothing has changed then.
   */
  addGroup(group: AddedGroup): ParameterGroup {
    this.checkFree("addGroup");
    checkNames(group, ["parameters", ...groupOptionNames(this.definition)], `${this.name}: addGroup`);
    const { parameters, ...options } = group;
    const added = this.groupsOf(parameters, options, this.parts.length);
    this.regroup([...this.parts, ...added]);
    return added[0] as ParameterGroup;
  }

  /**
   * Takes a group of {@link groups} out, with its state; its parameters stay as they are.
   * @throws RangeError ERR_INVALID_OPTION when it is none of them.
   */
  removeGroup(group: ParameterGroup): void {
    this.checkFree("removeGroup");
    if (!this.parts.includes(group)) {
      throw rangeError(
        "ERR_INVALID_OPTION",
        `${this.name}: removeGroup: expected one of the optimizer's groups, received ${describe(group)}`,
      );
    }
    this.parts = this.parts.filter((part) => part !== group);
    for (const [index, part] of this.parts.entries()) part.owner = this.ownerOf(index);
  }

  /**
   * Moves every parameter by its gradient, all in one native call. False, with nothing moved and no step counted, where a gradient is not
   * finite and `nonFinite` is "skip".
   * @throws RangeError ERR_INVALID_OPTION when a schedule gives no learning rate, TypeError ERR_DETACHED when an array has
   * lost its memory, RangeError ERR_NOT_FINITE when a gradient is not finite and `nonFinite` is "throw"; nothing has changed then.
   */
  step(): boolean {
    this.checkFree("step");
    if (this.parts.length === 0)
      throw typeError("ERR_INVALID_TYPE", `${this.name}: step: expected an optimizer with parameters, received one without`);
    for (const group of this.parts) group.prepare(this.steps);
    if (this.following !== undefined) this.policy.averageRate = this.following.rate(this.steps);
    if (!this.bind().step()) return this.refuse();
    this.advance(1);
    return true;
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

  /** A copy of the state: steps made and what the rule remembers. */
  state(): OptimizerState {
    return { name: this.name, step: this.steps, groups: this.parts.map(groupState) };
  }

  /**
   * Takes over a state made by {@link state} of an optimizer over parameters of the same sizes.
   * @throws TypeError or RangeError with a code when it does not fit; nothing has changed then.
   */
  load(state: OptimizerState): void {
    this.checkFree("load");
    this.steps = loadState(this.name, this.parts, state);
  }

  /** Whether a step updates moving averages. @internal */
  get isFollowed(): boolean {
    return this.following !== undefined;
  }

  /** Updates moving averages in every step from now on, or none. @internal */
  follow(following: Following | undefined): void {
    this.following = following;
    this.binding = undefined;
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

  /** Counts steps that were made here, or elsewhere by a model that trains natively. @internal */
  advance(steps: number): void {
    this.steps += steps;
    for (const group of this.parts) group.steps += steps;
  }

  /** The error for a gradient that is not finite. @internal */
  nonFiniteError(): Error {
    const gradients = this.parts.flatMap(({ parameters }) => parameters.map(({ gradient }) => gradient));
    const tensor = gradients.findIndex((gradient) => !gradient.every((slope) => Number.isFinite(Math.fround(slope * this.gradientScale))));
    const index = gradients[tensor]?.findIndex((slope) => !Number.isFinite(Math.fround(slope * this.gradientScale)));
    const place = tensor < 0 ? "gradient" : `parameters[${tensor}].gradient[${index}]`;
    const received = tensor < 0 ? "one that is not" : describe(gradients[tensor]?.[index as number]);
    return rangeError("ERR_NOT_FINITE", `${this.name}: ${place}: expected a finite number, received ${received}`);
  }

  private refuse(): false {
    if (this.policy.nonFinite === "throw") throw this.nonFiniteError();
    ++this.refusals;
    if (this.policy.options.zeroGradient) this.zeroGradient();
    return false;
  }

  private checkSeparate(parts: readonly ParameterGroup[]): void {
    checkSeparate(
      parts.flatMap((group) => group.parameters),
      this.name,
      this.policy.options.zeroGradient,
    );
  }

  private regroup(parts: readonly ParameterGroup[]): void {
    this.checkSeparate(parts);
    this.parts = parts;
  }

  /** Binds anew where something has changed, and looks at all arrays last: a caller's schedule or accessor may have done anything before. */
  private bind(): StepBinding {
    const backend = activeBackend();
    let { binding } = this;
    if (binding === undefined || !binding.isCurrent(backend, this.parts)) {
      for (const group of this.parts) group.checkParameters();
      this.checkSeparate(this.parts);
      binding = new StepBinding(backend, this.parts, this.following?.arrays, this.policy.numbers);
      this.binding = binding;
    }
    const lost = binding.lostGroup();
    if (lost < 0) return binding;
    throw typeError(
      "ERR_DETACHED",
      `${this.name}: groups[${lost}]: expected arrays that keep their memory during a step, received one that lost it`,
    );
  }

  private ownerOf(index: number): string {
    return index > 0 ? `${this.name}: groups[${index}]` : this.name;
  }

  private groupsOf(parameters: unknown, own: object, index: number): ParameterGroup[] {
    const owner = this.ownerOf(index);
    checkNames(own, groupOptionNames(this.definition), owner);
    const given: Record<string, unknown> = { ...this.given };
    for (const [name, value] of Object.entries(own)) if (value !== undefined) given[name] = value;
    return makeGroups(this.definition, given, parameters, owner);
  }
}
