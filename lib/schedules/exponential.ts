import { defineSchedule } from "./define";

/** The rate times `factor` for every `every` steps, evenly or in stairs. */
export const exponential = defineSchedule({
  name: "exponential",
  summary: "The rate times `factor` for every `every` steps, evenly or in stairs.",
  formula: "initial·factor^(step / every), with `staircase` the exponent rounded down; not beyond `final`",
  source: "optax.exponential_decay; torch.optim.lr_scheduler.ExponentialLR",
  required: {
    initial: { domain: "nonNegative", meaning: "the rate at step 0" },
    factor: { domain: "positive", meaning: "what the rate is multiplied by" },
  },
  options: {
    every: { initial: 1, domain: "positive", meaning: "the number of steps that the factor is for" },
    staircase: { initial: false, domain: "boolean", meaning: "changes only after every `every` steps" },
  },
  omissible: { final: { domain: "nonNegative", meaning: "the least rate, or for a factor of at least 1 the largest" } },
  at(step, { initial, factor, every, staircase, final }) {
    const periods = staircase ? Math.floor(step / every) : step / every;
    const rate = initial * factor ** periods;
    if (final === undefined) return rate;
    return factor < 1 ? Math.max(rate, final) : Math.min(rate, final);
  },
});
