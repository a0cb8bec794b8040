import { blend, blendCosine } from "./blend";
import { defineSchedule } from "./define";

/**
 * Up from peak / initialDivisor to `peak`, then down to peak / (initialDivisor·finalDivisor), over `steps` steps; with
 * `threePhase` first as far down as it came up.
 */
export const oneCycle = defineSchedule({
  name: "oneCycle",
  summary: "Up to `peak`, then far down, over `steps` steps: the last rate is that of step `steps − 1`.",
  formula:
    "from peak / initialDivisor to peak at step warmupFraction·steps − 1, to peak / (initialDivisor·finalDivisor) at step steps − 1; " +
    "with `threePhase` by way of peak / initialDivisor at step 2·warmupFraction·steps − 2",
  source: "Smith and Topin (2019), Super-convergence; torch.optim.lr_scheduler.OneCycleLR",
  required: {
    peak: { domain: "nonNegative", meaning: "the largest rate" },
    steps: { domain: "positive", meaning: "the number of steps of the whole cycle" },
  },
  options: {
    warmupFraction: { initial: 0.3, domain: "fraction", meaning: "the part of the steps in which the rate rises" },
    initialDivisor: { initial: 25, domain: "positive", meaning: "the peak over the first rate" },
    finalDivisor: { initial: 1e4, domain: "positive", meaning: "the first rate over the last" },
    anneal: { initial: "cosine", domain: ["cosine", "linear"], meaning: "the form of the ways between the rates" },
    threePhase: { initial: false, domain: "boolean", meaning: "comes down as it went up before the last way down" },
  },
  conflict: ({ threePhase, warmupFraction }) =>
    threePhase && warmupFraction > 0.5 ? `warmupFraction: expected at most 0.5 beside threePhase, received ${warmupFraction}` : undefined,
  at(step, { peak, steps, warmupFraction, initialDivisor, finalDivisor, anneal, threePhase }) {
    const initial = peak / initialDivisor;
    const stops = [
      { at: 0, rate: initial },
      { at: warmupFraction * steps - 1, rate: peak },
      ...(threePhase ? [{ at: 2 * warmupFraction * steps - 2, rate: initial }] : []),
      { at: steps - 1, rate: initial / finalDivisor },
    ] as const;
    const now = Math.min(step, Math.max(0, steps - 1));
    const next = Math.max(
      1,
      stops.findIndex((stop, index) => index > 0 && now <= stop.at),
    );
    const [from, to] = [stops[next - 1], stops[next]] as [(typeof stops)[number], (typeof stops)[number]];
    const share = to.at === from.at ? 1 : (now - from.at) / (to.at - from.at);
    return (anneal === "cosine" ? blendCosine : blend)(from.rate, to.rate, share);
  },
});
