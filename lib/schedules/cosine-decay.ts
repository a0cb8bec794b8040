import { defineSchedule } from "./define";

/** Half a wave of the cosine from `initial` at step 0 down to `final` at step `steps` (Loshchilov and Hutter 2017). */
export const cosineDecay = defineSchedule({
  name: "cosineDecay",
  summary: "Half a wave of the cosine from `initial` at step 0 to `final` at step `steps`.",
  formula: "final + (initial − final)·(½(1 + cos(π·min(step / steps, 1))))^exponent",
  source: "Loshchilov and Hutter (2017), SGDR, without restarts; optax.cosine_decay_schedule with alpha = final / initial",
  required: {
    initial: { domain: "nonNegative", meaning: "the rate at step 0" },
    steps: { domain: "positive", meaning: "the step from which on the rate is `final`" },
  },
  options: {
    final: { initial: 0, domain: "nonNegative", meaning: "the rate at the end" },
    exponent: { initial: 1, domain: "positive", meaning: "bends the wave: above 1 it falls earlier" },
  },
  at(step, { initial, steps, final, exponent }) {
    const left = Math.max(0, steps - step) / steps;
    // ½(1 + cos πx) = sin²(½π(1 − x)), which keeps its digits near the end.
    const share = Math.sin((Math.PI / 2) * left) ** (2 * exponent);
    return final * (1 - share) + initial * share;
  },
});
