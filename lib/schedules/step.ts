import { defineSchedule } from "./define";

/** The rate times `factor` after every `every` steps. */
export const step = defineSchedule({
  name: "step",
  summary: "The rate times `factor` after every `every` steps.",
  formula: "initial·factor^⌊step / every⌋",
  source: "torch.optim.lr_scheduler.StepLR",
  required: {
    initial: { domain: "nonNegative", meaning: "the rate at step 0" },
    every: { domain: "positive", meaning: "the number of steps between two changes" },
  },
  options: { factor: { initial: 0.1, domain: "nonNegative", meaning: "what the rate is multiplied by" } },
  at: (at, { initial, every, factor }) => initial * factor ** Math.floor(at / every),
});
