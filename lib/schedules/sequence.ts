import { checkBoundaries, checkSchedules, reached } from "./checks";
import { type ScheduleNotes, scheduleOf } from "./define";
import type { Schedule } from "./schedule";

const definition: ScheduleNotes = {
  name: "sequence",
  summary: "One schedule after the other, each from its own step 0.",
  formula: "schedules[k](step − boundaries[k − 1]) with k the number of boundaries up to the step",
  source: "optax.join_schedules; torch.optim.lr_scheduler.SequentialLR",
  required: {
    schedules: { meaning: "the schedules, one after the other" },
    boundaries: { meaning: "the steps, rising, from which on the next schedule holds: one fewer than schedules" },
  },
  options: {},
};

/**
 * One schedule after the other, each from its own step 0: `schedules[k]` from step `boundaries[k − 1]` on.
 * @throws TypeError or RangeError with a code that names the argument, what was expected and what was received.
 */
export const sequence = Object.assign(
  (schedules: readonly Schedule[], boundaries: readonly number[]): Schedule => {
    const parts = checkSchedules(schedules, "sequence: schedules");
    const steps = checkBoundaries(boundaries, parts.length - 1, "sequence: boundaries");
    return scheduleOf("sequence", (step) => {
      const part = reached(steps, step);
      return (parts[part] as Schedule)(step - (part === 0 ? 0 : (steps[part - 1] as number)));
    });
  },
  { definition },
);
