import { blendCosine } from "./blend";
import { defineSchedule } from "./define";

/** The first step of a cycle, counted from 0. */
function begin(cycle: number, period: number, multiplier: number): number {
  return multiplier === 1 ? period * cycle : (period * (multiplier ** cycle - 1)) / (multiplier - 1);
}

/** The cycle that a step is in. */
function cycleOf(step: number, period: number, multiplier: number): number {
  if (multiplier === 1) return Math.floor(step / period);
  const cycle = Math.floor(Math.log1p((step / period) * (multiplier - 1)) / Math.log(multiplier));
  // The logarithm may have been rounded to the other side of a restart.
  if (step >= begin(cycle + 1, period, multiplier)) return cycle + 1;
  return cycle > 0 && step < begin(cycle, period, multiplier) ? cycle - 1 : cycle;
}

/** Half waves of the cosine from `initial` to `final`, each longer and lower than the one before. */
export const cosineRestarts = defineSchedule({
  name: "cosineRestarts",
  summary:
    "Half waves of the cosine from `initial` to `final`, each `multiplier` times longer and `decay` times lower than the one before.",
  formula: "final + (initial − final)·decay^k·½(1 + cos(π·t)), t the part gone of cycle k, which has period·multiplier^k steps",
  source:
    "Loshchilov and Hutter (2017), SGDR; torch.optim.lr_scheduler.CosineAnnealingWarmRestarts; keras CosineDecayRestarts for decay (its m_mul)",
  required: {
    initial: { domain: "nonNegative", meaning: "the rate at step 0" },
    period: { domain: "positive", meaning: "the number of steps of the first cycle" },
  },
  options: {
    multiplier: { initial: 1, domain: "positive", meaning: "how much longer each cycle is; at least 1" },
    final: { initial: 0, domain: "nonNegative", meaning: "the rate that each cycle falls to" },
    decay: { initial: 1, domain: "nonNegative", meaning: "what the height over `final` is multiplied by at each restart" },
  },
  conflict: ({ multiplier }) => (multiplier < 1 ? `multiplier: expected a number of at least 1, received ${multiplier}` : undefined),
  at(step, { initial, period, multiplier, final, decay }) {
    const cycle = cycleOf(step, period, multiplier);
    const gone = (step - begin(cycle, period, multiplier)) / (period * multiplier ** cycle);
    const height = decay ** cycle;
    return blendCosine(final * (1 - height) + initial * height, final, gone);
  },
});
