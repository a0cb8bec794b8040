/** Options that many optimizers have, and that the engine honours around every rule. */
import type { OptionSpecs } from "../options";

/** Climbing. */
export const direction = {
  maximize: { initial: false, domain: "boolean", meaning: "climbs instead of descending" },
} as const satisfies OptionSpecs;

/** Weight decay that is added to the gradient, or taken off the parameter itself. */
export const decay = {
  weightDecay: { initial: 0, domain: "nonNegative", meaning: "times the parameter, added to the gradient" },
  decoupledWeightDecay: { initial: false, domain: "boolean", meaning: "times the learning rate, off the parameter itself instead" },
  ...direction,
} as const satisfies OptionSpecs;

/** Weight decay that is always taken off the parameter itself. */
export function decoupledDecay<const Initial extends number>(initial: Initial) {
  return {
    weightDecay: { initial: initial as number, domain: "nonNegative", meaning: "times the learning rate, taken off the parameter" },
    ...direction,
  } as const satisfies OptionSpecs;
}
