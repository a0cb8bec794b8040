/** How the targets of a ±1 loss are given; never guessed from the data. */
import type { OptionSpec } from "../options";

/** The option `targets` of losses whose formula wants −1 or +1. */
export const signTargets = {
  initial: "plusMinusOne",
  domain: ["plusMinusOne", "zeroOne"],
  meaning: "whether targets are −1/+1 or 0/1",
} as const satisfies OptionSpec;

/** The ±1 target behind a given one. */
export function signedTarget(target: number, targets: "plusMinusOne" | "zeroOne"): number {
  return targets === "zeroOne" ? 2 * target - 1 : target;
}

/** The same as numbers for a kernel: target · scale + shift. */
export function signMapping(targets: "plusMinusOne" | "zeroOne"): readonly number[] {
  return targets === "zeroOne" ? [2, -1] : [1, 0];
}
