import { defineSchedule } from "./define";

/** A straight line from 0 up to `peak` at step `warmup`, then the peak over the root of the time. */
export const inverseSquareRoot = defineSchedule({
  name: "inverseSquareRoot",
  summary: "A straight line from 0 up to `peak` at step `warmup`, then the peak over the root of the time.",
  formula: "peak·min(step / warmup, √(warmup / step))",
  source: "Vaswani et al. (2017), Attention is all you need, with peak = 1 / √(width·warmup)",
  required: {
    peak: { domain: "nonNegative", meaning: "the largest rate" },
    warmup: { domain: "positive", meaning: "the step at which the rate is largest" },
  },
  options: {},
  at: (step, { peak, warmup }) => peak * (step < warmup ? step / warmup : Math.sqrt(warmup / step)),
});
