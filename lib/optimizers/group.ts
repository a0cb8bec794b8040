/** Parameters that share options: the unit that is bound to a rule. */
import type { Backend } from "../backend";
import { checkLength, describe } from "../check";
import { rangeError, typeError } from "../errors";
import type { Schedule } from "../schedules/schedule";
import { checkParameter, type Parameter } from "./parameter";
import type { StepRule } from "./spec";

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

/** What distinguishes groups of one optimizer. */
export interface GroupSetup {
  readonly owner: string;
  readonly parameters: readonly Parameter[];
  readonly learningRate: LearningRate;
  readonly options: Readonly<Record<string, number | boolean | string>>;
  readonly rule: StepRule;
  /** The rule's options as numbers, in its order. */
  readonly numbers: readonly number[];
}

/** Parameters that share their options, with their state. */
export class ParameterGroup {
  readonly parameters: readonly Parameter[];
  /** The declared options, all present. */
  readonly options: Readonly<Record<string, number | boolean | string>>;
  /** @internal */
  readonly rule: StepRule;
  /** One array per slot of the rule, per parameter. @internal */
  readonly slots: readonly (readonly Float32Array[])[];
  /** Learning rate, step number, options: what a kernel reads. @internal */
  readonly hyper: Float64Array;
  private readonly owner: string;
  private rate: LearningRate;
  private backend: Backend | undefined;
  private run: (() => void) | undefined;
  private tensors: readonly (readonly Float32Array[])[] = [];
  private readonly lengths: readonly number[];

  /** @internal */
  constructor(setup: GroupSetup) {
    this.owner = setup.owner;
    this.parameters = setup.parameters;
    this.options = setup.options;
    this.rule = setup.rule;
    this.rate = setup.learningRate;
    this.lengths = setup.parameters.map(({ data }) => data.length);
    this.hyper = Float64Array.of(0, 0, ...setup.numbers);
    this.slots = setup.parameters.map(({ data }) => setup.rule.slots.map(() => new Float32Array(data.length)));
  }

  /** The learning rate or schedule of this group. */
  get learningRate(): LearningRate {
    return this.rate;
  }

  /** Sets a number of at least 0 or a schedule. */
  set learningRate(value: LearningRate) {
    this.rate = checkLearningRate(value, this.owner);
  }

  /** The learning rate of a step, counted from 0. */
  rateAt(step: number): number {
    return typeof this.rate === "number" ? this.rate : checkRate(this.rate(step), `${this.owner}: schedule at step ${step}`);
  }

  /** Takes the learning rate of a step, counted from 0; a schedule is the caller's own code. @internal */
  prepare(step: number): void {
    this.hyper[0] = this.rateAt(step);
    this.hyper[1] = step + 1;
  }

  /** Whether the kernel of this backend knows the arrays that the parameters have now. @internal */
  isBound(backend: Backend): boolean {
    if (this.run === undefined || this.backend !== backend) return false;
    for (let i = 0; i < this.tensors.length; ++i) {
      const tensor = this.tensors[i] as readonly Float32Array[];
      const { data, gradient } = this.parameters[i] as Parameter;
      if (tensor[0] !== data || tensor[1] !== gradient) return false;
    }
    return this.isIntact();
  }

  /** Whether no bound array has lost or changed its memory; runs none of the caller's code. @internal */
  isIntact(): boolean {
    for (let i = 0; i < this.tensors.length; ++i) {
      const tensor = this.tensors[i] as readonly Float32Array[];
      for (let k = 0; k < tensor.length; ++k) {
        if ((tensor[k] as Float32Array).length !== this.lengths[i]) return false;
      }
    }
    return true;
  }

  /** Throws where a parameter is no longer one of the size that the state was made for. @internal */
  checkParameters(): void {
    for (const [i, parameter] of this.parameters.entries()) {
      const argument = `${this.owner}: parameters[${i}]`;
      const { data } = checkParameter(parameter, argument);
      checkLength(data, this.lengths[i] as number, `${argument}.data`, "as many as when the optimizer was made");
    }
  }

  /** Binds the arrays that the parameters have now, after their check. @internal */
  bind(backend: Backend): void {
    this.run = undefined;
    this.tensors = this.parameters.map(({ data, gradient }, i) => [data, gradient, ...(this.slots[i] as readonly Float32Array[])]);
    this.run = backend.bindStep({ rule: this.rule, hyper: this.hyper, tensors: this.tensors });
    this.backend = backend;
  }

  /** Makes a step with the bound arrays, in the same turn in which they were found intact. @internal */
  step(): void {
    (this.run as () => void)();
  }
}
