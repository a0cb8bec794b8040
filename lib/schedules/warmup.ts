import { checkInteger } from "../check";
import { checkNames } from "../options";
import { blend } from "./blend";
import { checkRate, checkSchedule } from "./checks";
import { type ScheduleNotes, scheduleOf } from "./define";
import type { Schedule } from "./schedule";

/** The options of {@link warmup}. */
export interface WarmupOptions {
  /** The number of steps, at least 1, until the schedule begins. */
  readonly steps: number;
  /** The rate at step 0; default 0. */
  readonly from?: number | undefined;
}

const definition = {
  name: "warmup",
  summary: "A straight line from `from` to the first rate of a schedule in `steps` steps, then the schedule from its step 0.",
  formula: "from + (schedule(0) − from)·step / steps, then schedule(step − steps)",
  source: "optax.join_schedules of linear_schedule and another; Goyal et al. (2017) for the gradual warmup",
  required: { schedule: { meaning: "what comes after" }, steps: { meaning: "the number of steps until it begins" } },
  options: { from: { initial: 0, domain: "nonNegative", meaning: "the rate at step 0" } },
} as const satisfies ScheduleNotes;

/**
 * Rises in a straight line from `from` to the schedule's first rate, then follows the schedule from its step 0.
 * @throws TypeError or RangeError with a code that names the option, what was expected and what was received.
 */
export const warmup = Object.assign(
  (schedule: Schedule, options: WarmupOptions): Schedule => {
    const after = checkSchedule(schedule, "warmup: schedule");
    checkNames(options, ["steps", "from"], "warmup");
    const steps = checkInteger(options.steps, "warmup: steps", 1);
    const from = checkRate(options.from === undefined ? definition.options.from.initial : options.from, "warmup: from");
    return scheduleOf("warmup", (step) => (step < steps ? blend(from, after(0), step / steps) : after(step - steps)));
  },
  { definition },
);
