import { describe } from "../check";
import { typeError } from "../errors";
import { checkNames } from "../options";
import { checkBoundaries, checkRate, reached } from "./checks";
import { type ScheduleNotes, scheduleOf } from "./define";
import type { Schedule } from "./schedule";

/** The options of {@link piecewiseConstant}. */
export interface PiecewiseConstantOptions {
  /** The rates, one after the other. */
  readonly values: readonly number[];
  /** The steps, rising, from which on the next rate holds: one fewer than values. */
  readonly boundaries: readonly number[];
}

const definition: ScheduleNotes = {
  name: "piecewiseConstant",
  summary: "One rate after the other, `values[k]` from step `boundaries[k − 1]` on.",
  formula: "values[k] with k the number of boundaries up to the step",
  source: "optax.piecewise_constant_schedule with values instead of factors; torch.optim.lr_scheduler.MultiStepLR",
  required: {
    values: { meaning: "the rates, one after the other" },
    boundaries: { meaning: "the steps, rising, from which on the next rate holds: one fewer than values" },
  },
  options: {},
};

function checkValues(values: unknown): readonly number[] {
  const argument = `${definition.name}: values`;
  if (!Array.isArray(values) || values.length === 0) {
    throw typeError("ERR_INVALID_TYPE", `${argument}: expected an array of at least one rate, received ${describe(values)}`);
  }
  return values.map((value, index) => checkRate(value, `${argument}[${index}]`));
}

/**
 * One rate after the other: `values[k]` from step `boundaries[k − 1]` on.
 * @throws TypeError or RangeError with a code that names the option, what was expected and what was received.
 */
export const piecewiseConstant = Object.assign(
  (options: PiecewiseConstantOptions): Schedule => {
    checkNames(options, Object.keys(definition.required), definition.name);
    const values = checkValues(options.values);
    const boundaries = checkBoundaries(options.boundaries, values.length - 1, `${definition.name}: boundaries`);
    return scheduleOf(definition.name, (step) => values[reached(boundaries, step)] as number);
  },
  { definition },
);
