import { blend } from "./blend";
import { defineSchedule } from "./define";

/** Up from `low` to `high` in `up` steps and down again in `down`, for ever. */
export const cyclic = defineSchedule({
  name: "cyclic",
  summary: "Up from `low` to `high` in `up` steps and down again in `down`, for ever.",
  formula:
    "low + (high − low)·s·t with t rising to 1 over `up` steps and falling to 0 over `down`; s is 1, or 2^−cycle (triangular2), " +
    "or factor^step (exponential)",
  source: "Smith (2017), Cyclical learning rates; torch.optim.lr_scheduler.CyclicLR",
  required: {
    low: { domain: "nonNegative", meaning: "the rate at the start of a cycle" },
    high: { domain: "nonNegative", meaning: "the rate at its top" },
    up: { domain: "positive", meaning: "the number of steps up" },
  },
  options: {
    mode: {
      initial: "triangular",
      domain: ["triangular", "triangular2", "exponential"],
      meaning: "how the height shrinks: never, by half with each cycle, or by `factor` with each step",
    },
    factor: { initial: 1, domain: "nonNegative", meaning: "what the height is multiplied by at each step if exponential" },
  },
  omissible: { down: { domain: "positive", meaning: "the number of steps down; as many as up where it is left out" } },
  at(step, { low, high, up, mode, factor, down = up }) {
    const into = step % (up + down);
    const share = into <= up ? into / up : (up + down - into) / down;
    if (mode === "triangular") return blend(low, high, share);
    const height = mode === "triangular2" ? 0.5 ** Math.floor(step / (up + down)) : factor ** step;
    return blend(low, high, share * height);
  },
});
