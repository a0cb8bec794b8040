import { blend, blendCosine } from "./blend";
import { defineSchedule } from "./define";

/** A straight line from 0 up to `peak`, the peak for a while, then down to `final`. */
export const warmupStableDecay = defineSchedule({
  name: "warmupStableDecay",
  summary: "A straight line from 0 up to `peak` in `warmup` steps, the peak for `stable` steps, then down to `final` in `decay` steps.",
  formula:
    "peak·step / warmup, then peak, then final + (peak − final)·s with s = 1 − t (linear), ½(1 + cos(π·t)) (cosine) or 1 − √t (sqrt), " +
    "t the part gone of the decay",
  source: "Hu et al. (2024), MiniCPM; Hägele et al. (2024), Scaling laws beyond fixed training durations, for sqrt",
  required: {
    peak: { domain: "nonNegative", meaning: "the largest rate" },
    warmup: { domain: "nonNegative", meaning: "the number of steps up" },
    stable: { domain: "nonNegative", meaning: "the number of steps at the peak" },
    decay: { domain: "positive", meaning: "the number of steps down" },
  },
  options: {
    final: { initial: 0, domain: "nonNegative", meaning: "the rate at the end" },
    shape: { initial: "linear", domain: ["linear", "cosine", "sqrt"], meaning: "the form of the way down" },
  },
  at(step, { peak, warmup, stable, decay, final, shape }) {
    if (step < warmup) return (peak * step) / warmup;
    const gone = Math.min(1, Math.max(0, step - warmup - stable) / decay);
    if (shape === "cosine") return blendCosine(peak, final, gone);
    if (shape === "linear") return blend(peak, final, gone);
    const left = (1 - gone) / (1 + Math.sqrt(gone)); // 1 − √t without cancellation
    return blend(final, peak, left);
  },
});
