/** Options of the rules that keep running means of the gradient and of its square. */
import type { OptionSpecs } from "../options";

/** How slowly the means move. */
export const moments = {
  beta1: { initial: 0.9, domain: "rate", meaning: "how slowly the mean of the gradient moves" },
  beta2: { initial: 0.999, domain: "rate", meaning: "how slowly the mean of its square moves" },
} as const satisfies OptionSpecs;

/** What keeps the divisor away from 0. */
export const epsilons = {
  epsilon: { initial: 1e-8, domain: "nonNegative", meaning: "added to the root of the second moment" },
  epsilonRoot: { initial: 0, domain: "nonNegative", meaning: "added to the second moment under the root" },
} as const satisfies OptionSpecs;
