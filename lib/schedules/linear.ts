import { blend } from "./blend";
import { defineSchedule } from "./define";

/** A straight line from `from` at step 0 to `to` at step `steps`. */
export const linear = defineSchedule({
  name: "linear",
  summary: "A straight line from `from` at step 0 to `to` at step `steps`.",
  formula: "from + (to − from)·min(step / steps, 1)",
  source: "torch.optim.lr_scheduler.LinearLR; optax.linear_schedule",
  required: {
    from: { domain: "nonNegative", meaning: "the rate at step 0" },
    to: { domain: "nonNegative", meaning: "the rate at the end" },
    steps: { domain: "positive", meaning: "the step from which on the rate is `to`" },
  },
  options: {},
  at: (step, { from, to, steps }) => blend(from, to, Math.min(step / steps, 1)),
});
