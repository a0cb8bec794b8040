import { checkSchedules } from "./checks";
import { type ScheduleNotes, scheduleOf } from "./define";
import type { Schedule } from "./schedule";

const definition: ScheduleNotes = {
  name: "product",
  summary: "The product of schedules at every step.",
  formula: "Π schedules[k](step)",
  source: "torch.optim.lr_scheduler.ChainedScheduler",
  required: { schedules: { meaning: "the factors" } },
  options: {},
};

/**
 * The product of schedules at every step.
 * @throws TypeError with a code that names the argument, what was expected and what was received.
 */
export const product = Object.assign(
  (schedules: readonly Schedule[]): Schedule => {
    const factors = checkSchedules(schedules, "product: schedules");
    return scheduleOf("product", (step) => factors.reduce((rate, factor) => rate * factor(step), 1));
  },
  { definition },
);
