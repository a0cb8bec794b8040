import type { OptionsOf } from "../options";
import type { Terms } from "./definition";
import { definePointwise } from "./pointwise";

const options = {
  logInput: { initial: true, domain: "boolean", meaning: "whether predictions are logarithms of the rate (else rates)" },
  full: { initial: false, domain: "boolean", meaning: "whether to add Stirling's approximation of ln t! where t > 1" },
  epsilon: { initial: 1e-8, domain: "positive", meaning: "what is added to a rate before its logarithm is taken" },
} as const;

/** t ln t − t + ½ ln(2πt) as the part that multiplies t and the rest. */
function stirling(target: number, full: boolean): { slope: number; rest: number } {
  if (!full || !(target > 1)) return { slope: 0, rest: 0 };
  return { slope: Math.log(target) - 1, rest: Math.log(2 * Math.PI * target) / 2 };
}

function fromLogarithm(x: number, target: number, full: boolean): Terms {
  const rate = Math.min(Math.exp(x), Number.MAX_VALUE); // no rate outgrows an infinite count
  const { slope, rest } = stirling(target, full);
  // e^x outgrows t·x, and no events cost nothing even at −∞.
  const pull = target === 0 ? 0 : target * (Math.min(x, 1000) - slope);
  return { value: rate - pull + rest, gradient: rate - target, hessian: rate };
}

function fromRate(x: number, target: number, { full, epsilon }: OptionsOf<typeof options>): Terms {
  // The logarithm is outgrown, except by an infinite target: NaN from ∞·0.
  if (x === Number.POSITIVE_INFINITY) return { value: x + 0 * target, gradient: 1 + 0 * target, hessian: target / x };
  const { slope, rest } = stirling(target, full);
  const rate = x + epsilon;
  const lost = x > epsilon ? epsilon - (rate - x) : x - (rate - epsilon);
  return { value: x - target * (Math.log(rate) - slope) + rest, gradient: (rate - target + lost) / rate, hessian: target / rate ** 2 };
}

/** Poisson's negative log-likelihood of a count, for the logarithm of its rate (default) or the rate. */
export const poisson = definePointwise({
  name: "poisson",
  summary: "The surprise at a count, from the logarithm of the expected count (log link) or the expected count itself.",
  formula: "e^x − t·x; from rates x − t·ln(x + ε); full adds t ln t − t + ½ ln(2πt) where t > 1",
  source: "torch.nn.PoissonNLLLoss; the log link is sklearn.linear_model.PoissonRegressor (HalfPoissonLoss)",
  options,
  ulp: 4,
  kernels: ["poisson", "poissonFull", "poissonOfRate", "poissonOfRateFull"],
  domain: ({ logInput }) => ({ prediction: logInput ? "real" : "nonNegative", target: "nonNegative" }),
  kernel: ({ logInput, full, epsilon }) => ({
    name: `poisson${logInput ? "" : "OfRate"}${full ? "Full" : ""}`,
    values: logInput ? [] : [epsilon],
  }),
  at: (prediction, target, given) => (given.logInput ? fromLogarithm(prediction, target, given.full) : fromRate(prediction, target, given)),
});
