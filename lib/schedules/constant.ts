import { defineSchedule } from "./define";

/** The same rate at every step. */
export const constant = defineSchedule({
  name: "constant",
  summary: "The same rate at every step.",
  formula: "value",
  source: "optax.constant_schedule",
  required: { value: { domain: "nonNegative", meaning: "the rate" } },
  options: {},
  at: (_step, { value }) => value,
});
