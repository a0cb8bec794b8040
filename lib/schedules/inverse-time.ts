import { defineSchedule } from "./define";

/** The rate over one plus the time, evenly or in stairs. */
export const inverseTime = defineSchedule({
  name: "inverseTime",
  summary: "The rate over one plus the time, evenly or in stairs.",
  formula: "initial / (1 + rate·step / every), with `staircase` step / every rounded down",
  source: "keras.optimizers.schedules.InverseTimeDecay; Robbins and Monro (1951)",
  required: {
    initial: { domain: "nonNegative", meaning: "the rate at step 0" },
    rate: { domain: "nonNegative", meaning: "how fast it falls" },
  },
  options: {
    every: { initial: 1, domain: "positive", meaning: "the number of steps that `rate` is for" },
    staircase: { initial: false, domain: "boolean", meaning: "changes only after every `every` steps" },
  },
  at: (step, { initial, rate, every, staircase }) => initial / (1 + rate * (staircase ? Math.floor(step / every) : step / every)),
});
