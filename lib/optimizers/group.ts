/** Parameters that share options: the unit that is bound to a rule. */
import { checkLength, describe } from "../check";
import { rangeError, typeError } from "../errors";
import type { OptionValue } from "../options";
import type { Schedule } from "../schedules/schedule";
import { Convention, type ConventionName } from "./convention";
import { checkParameter, type Parameter } from "./parameter";
import { groupNumbers, type StepRule, type StepTensor } from "./spec";

/** A learning rate, or a schedule that gives one for each step (the first step is 0). */
export type LearningRate = number | Schedule;

/** Throws unless the value is a finite number of at least 0 or a function. */
export function checkLearningRate(value: unknown, owner: string): LearningRate {
  if (typeof value === "function") return value as Schedule;
  if (typeof value !== "number")
    throw typeError("ERR_INVALID_OPTION", `${owner}: learningRate: expected a number or a schedule, received ${describe(value)}`);
  return checkRate(value, owner);
}

function checkRate(value: unknown, owner: string): number {
  if (typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw rangeError("ERR_INVALID_OPTION", `${owner}: learningRate: expected a finite number of at least 0, received ${describe(value)}`);
}

type Options = Readonly<Record<string, OptionValue>>;

/** What distinguishes groups of one optimizer. */
export interface GroupSetup {
  readonly owner: string;
  readonly parameters: readonly Parameter[];
  readonly learningRate: LearningRate;
  readonly options: Options;
  /** Numbers that the rule reads and that are no options. */
  readonly derived: Readonly<Record<string, number>>;
  readonly rule: StepRule;
  /** Whether weight decay is always taken off the parameter itself. */
  readonly decoupled: boolean;
}

function numberOf(value: OptionValue | undefined): number {
  return typeof value === "string" ? Convention[value as ConventionName] : Number(value);
}

/** What the engine and the rule are told, before the first step, the learning rate left open. */
function numbersOf({ rule, options, derived, decoupled }: GroupSetup): Float64Array {
  const own = rule.numbers.includes("weightDecay");
  const weight = own ? 0 : Number(options["weightDecay"] ?? 0);
  const apart = decoupled || options["decoupledWeightDecay"] === true;
  const engine = [0, 1, options["maximize"] === true ? -1 : 1, apart ? 0 : weight, apart ? weight : 0];
  const read = rule.numbers.map((name) => derived[name] ?? numberOf(options[name]));
  return Float64Array.of(...engine, ...read, ...rule.memory.map(() => 0));
}

/** The matrix that a tensor is to its rule, or each of those that fill it; a vector is one row. */
function matrixOf({ data, shape }: Parameter, rule: StepRule): { length: number; rows: number; columns: number } {
  const { length } = data;
  if (shape === undefined || shape.length < 2 || length === 0) return { length, rows: 1, columns: length };
  if (rule.matrices === "last") return { length, rows: shape.at(-2) as number, columns: shape.at(-1) as number };
  return { length, rows: shape[0] as number, columns: length / (shape[0] as number) };
}

/** Parameters that share their options, with their state. */
export class ParameterGroup {
  readonly parameters: readonly Parameter[];
  /** The declared options, all present. */
  readonly options: Options;
  /** @internal */
  readonly rule: StepRule;
  /** One array per slot of the rule, per parameter. @internal */
  readonly slots: readonly (readonly Float32Array[])[];
  /** The rule's numbers for each parameter. @internal */
  readonly scalars: readonly Float64Array[];
  /** What a kernel reads: {@link groupNumbers}, options, memory. @internal */
  readonly numbers: Float64Array;
  /** What error messages call it. @internal */
  owner: string;
  private rate: LearningRate;
  private readonly lengths: readonly number[];

  /** @internal */
  constructor(setup: GroupSetup) {
    const { owner, parameters, options, rule, learningRate } = setup;
    this.owner = owner;
    this.parameters = parameters;
    this.options = options;
    this.rule = rule;
    this.rate = learningRate;
    this.lengths = parameters.map(({ data }) => data.length);
    this.numbers = numbersOf(setup);
    this.scalars = parameters.map(() => new Float64Array(rule.scalars.length));
    this.slots = parameters.map((parameter) => rule.slots.map((slot) => this.makeSlot(parameter, slot)));
  }

  private makeSlot(parameter: Parameter, slot: string): Float32Array {
    const array = new Float32Array(this.rule.slotLength(matrixOf(parameter, this.rule), slot));
    const filling = this.rule.filled[slot];
    return filling === undefined ? array : array.fill(Number(this.options[filling]));
  }

  /** The learning rate or schedule of this group. */
  get learningRate(): LearningRate {
    return this.rate;
  }

  /** Sets a number of at least 0 or a schedule. */
  set learningRate(value: LearningRate) {
    this.rate = checkLearningRate(value, this.owner);
  }

  /** What the rule remembers for all tensors together. @internal */
  get memory(): Float64Array {
    return this.numbers.subarray(groupNumbers + this.rule.numbers.length);
  }

  /** The learning rate of a step, counted from 0. */
  rateAt(step: number): number {
    return typeof this.rate === "number" ? this.rate : checkRate(this.rate(step), `${this.owner}: schedule at step ${step}`);
  }

  /** Takes the learning rate of a step of the optimizer, counted from 0; a schedule is the caller's own code. @internal */
  prepare(step: number): void {
    this.numbers[0] = this.rateAt(step);
  }

  /** Steps that this group has made. @internal */
  get steps(): number {
    return (this.numbers[1] as number) - 1;
  }

  /** @internal */
  set steps(count: number) {
    this.numbers[1] = count + 1;
  }

  /** Throws where a parameter is no longer one of the size that the state was made for. @internal */
  checkParameters(): void {
    for (const [i, parameter] of this.parameters.entries()) {
      const argument = `${this.owner}: parameters[${i}]`;
      const { data } = checkParameter(parameter, argument, this.rule.inputs);
      checkLength(data, this.lengths[i] as number, `${argument}.data`, "as many as when the optimizer was made");
    }
  }

  /** The arrays that the parameters have now, with their state. @internal */
  tensors(averages: readonly Float32Array[] | undefined): StepTensor[] {
    return this.parameters.map((parameter, i) => {
      const { rows, columns } = matrixOf(parameter, this.rule);
      const inputs = this.rule.inputs.map((name) => parameter[name as "hessian"] as Float32Array);
      const arrays = [parameter.data, parameter.gradient, ...(this.slots[i] as readonly Float32Array[]), ...inputs];
      return { arrays, scalars: this.scalars[i] as Float64Array, average: averages?.[i], rows, columns };
    });
  }
}
