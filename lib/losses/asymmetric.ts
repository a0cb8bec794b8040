import type { OptionsOf } from "../options";
import type { Terms } from "./definition";
import { type WideLogit, wideLogit } from "./logistic";
import { definePointwise } from "./pointwise";

const options = {
  gammaNegative: { initial: 4, domain: "nonNegative", meaning: "how little a right and confident prediction of a negative counts" },
  gammaPositive: { initial: 1, domain: "nonNegative", meaning: "how little a right and confident prediction of a positive counts" },
  clip: { initial: 0.05, domain: "rate", meaning: "the probability up to which a negative costs nothing" },
} as const;

type Options = OptionsOf<typeof options>;

/** q^γ·(−ln p) of a positive. */
function positiveTerms({ x, sigmoid: p, complement: q, tail }: WideLogit, { gammaPositive: gamma }: Options): Terms {
  const surprise = Math.max(-x, 0) + tail;
  const focus = Math.exp(-gamma * (Math.max(x, 0) + tail)); // q^γ, q = e^−softplus(x)
  return {
    value: focus * surprise,
    gradient: -focus * (gamma * p * surprise + q),
    hessian: focus * p * (gamma * surprise * (gamma * p - q) + (2 * gamma + 1) * q),
  };
}

/** −ln(1 − w) for w = p − clip, where rest = 1 − w; without clip it is softplus(x). */
function negativeSurprise({ x, tail }: WideLogit, w: number, rest: number, clip: number): number {
  if (clip === 0) return Math.max(x, 0) + tail;
  return w < 0.5 ? -Math.log1p(-w) : -Math.log(rest);
}

/** w^γ·(−ln(1 − w)) of a negative, w = p − clip; nothing below the kink. */
function negativeTerms(logit: WideLogit, { gammaNegative: gamma, clip }: Options): Terms {
  const { x, sigmoid: p, complement: q } = logit;
  const excess = clip < 0.25 ? p - clip : Math.tanh(x / 2) / 2 + (0.5 - clip); // near ½, p has fewer digits than p − ½
  if (excess < 0) return { value: 0, gradient: 0, hessian: 0 };
  const w = Math.max(excess, 1e-300); // at the kink the quotients by w are their limits from above
  const rest = q + clip;
  const surprise = negativeSurprise(logit, w, rest, clip);
  const focus = Math.exp(gamma * (rest < 0.5 ? Math.log1p(-rest) : Math.log(w)));
  const slope = p * q;
  const pull = slope / rest; // of −ln(1 − w)
  const single = (slope * surprise) / w; // the pull of w^γ is γ times this
  const steeper = (gamma * (2 * pull + (gamma - 1) * single) * slope) / w;
  // pull² + (q − p)(γ·single + pull), where pull − p = −p·clip/rest without cancellation.
  const level = pull * (q - (p * clip) / rest) + (q - p) * gamma * single;
  return { value: focus * surprise, gradient: focus * (gamma * single + pull), hessian: focus * (steeper + level) };
}

/** Whether the kernel can make the power of products. */
const isWhole = (exponent: number) => Number.isInteger(exponent) && exponent < 8;

/** Focal loss with an exponent for each class, in which a negative below the probability `clip` costs nothing. */
export const asymmetric = definePointwise({
  name: "asymmetric",
  summary: "Focal loss with exponents of their own for positives and negatives, and nothing to pay for easy negatives.",
  formula: "t·(1 − p)^γ₊·(−ln p) + (1 − t)·w^γ₋·(−ln(1 − w)) with p = σ(x) and w = max(p − clip, 0)",
  source: "Ridnik et al. (2021), Asymmetric loss for multi-label classification",
  options,
  ulp: 1,
  kernels: ["asymmetric", "asymmetricWhole"],
  domain: () => ({ prediction: "real", target: "fraction" }),
  kinks: ({ clip }) => (clip > 0 ? [Math.log(clip / (1 - clip))] : []),
  kernel({ gammaNegative, gammaPositive, clip }) {
    const whole = isWhole(gammaNegative) && isWhole(gammaPositive);
    return { name: whole ? "asymmetricWhole" : "asymmetric", values: [gammaNegative, gammaPositive, clip] };
  },
  at(prediction, target, given) {
    const logit = wideLogit(prediction);
    const positive = positiveTerms(logit, given);
    const negative = negativeTerms(logit, given);
    const mixed = (term: keyof Terms) => target * positive[term] + (1 - target) * negative[term];
    return { value: mixed("value"), gradient: mixed("gradient"), hessian: mixed("hessian") };
  },
});
