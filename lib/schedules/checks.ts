/** The checks of what schedules are made of: rates, steps and other schedules. */
import { checkInteger, describe } from "../check";
import { rangeError, typeError } from "../errors";
import type { Schedule } from "./schedule";

/** The value as a learning rate. */
export function checkRate(value: unknown, argument: string): number {
  const message = `${argument}: expected a finite number of at least 0, received ${describe(value)}`;
  if (typeof value !== "number") throw typeError("ERR_INVALID_OPTION", message);
  if (value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw rangeError("ERR_INVALID_OPTION", message);
}

/** The value as a schedule: any function from the step to a learning rate. */
export function checkSchedule(value: unknown, argument: string): Schedule {
  if (typeof value === "function") return value as Schedule;
  throw typeError("ERR_INVALID_TYPE", `${argument}: expected a schedule, received ${describe(value)}`);
}

/** The value as an array of at least one schedule; a copy. */
export function checkSchedules(value: unknown, argument: string): readonly Schedule[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw typeError("ERR_INVALID_TYPE", `${argument}: expected an array of at least one schedule, received ${describe(value)}`);
  }
  return value.map((schedule, index) => checkSchedule(schedule, `${argument}[${index}]`));
}

/** The value as an array of steps, integers of at least 1 that rise; a copy. */
export function checkBoundaries(value: unknown, length: number, argument: string): readonly number[] {
  if (!Array.isArray(value)) throw typeError("ERR_INVALID_TYPE", `${argument}: expected an array of steps, received ${describe(value)}`);
  if (value.length !== length) {
    throw rangeError("ERR_INVALID_LENGTH", `${argument}: expected ${length} elements (one between two), received ${describe(value)}`);
  }
  return value.map((step, index) => checkInteger(step, `${argument}[${index}]`, index === 0 ? 1 : value[index - 1] + 1));
}

/** How many boundaries a step has reached. */
export function reached(boundaries: readonly number[], step: number): number {
  let count = 0;
  while (count < boundaries.length && step >= (boundaries[count] as number)) ++count;
  return count;
}
