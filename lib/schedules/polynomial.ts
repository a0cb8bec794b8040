import { defineSchedule } from "./define";

/** A power of the part that is left, from `initial` at step 0 to `final` at step `steps`. */
export const polynomial = defineSchedule({
  name: "polynomial",
  summary: "A power of the part that is left, from `initial` at step 0 to `final` at step `steps`.",
  formula: "final + (initial − final)·(1 − min(step / steps, 1))^power; with `cycle` the steps become steps·⌈step / steps⌉",
  source: "torch.optim.lr_scheduler.PolynomialLR; optax.polynomial_schedule; keras PolynomialDecay for cycle",
  required: {
    initial: { domain: "nonNegative", meaning: "the rate at step 0" },
    steps: { domain: "positive", meaning: "the step at which the rate is `final`" },
  },
  options: {
    final: { initial: 0, domain: "nonNegative", meaning: "the rate at the end" },
    power: { initial: 1, domain: "positive", meaning: "bends the line: above 1 it falls earlier" },
    cycle: { initial: false, domain: "boolean", meaning: "goes on with ever longer decays instead of holding `final`" },
  },
  at(step, { initial, steps, final, power, cycle }) {
    const length = cycle ? steps * Math.max(1, Math.ceil(step / steps)) : steps;
    const share = (Math.max(0, length - step) / length) ** power;
    return final * (1 - share) + initial * share;
  },
});
