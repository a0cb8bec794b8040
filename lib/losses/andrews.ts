import { residual } from "./definition";
import { definePointwise } from "./pointwise";
import { finite, inTwoFloats } from "./two-floats";

/** The largest float32 of at most x. */
function roundDown(x: number): number {
  const [high, low] = inTwoFloats(x);
  return low < 0 ? Math.fround(high * (1 - 2 ** -24)) : high;
}

/** Andrews's sine: the pull is c·sin(r/c) up to a half turn, 0 beyond (Andrews 1974). */
export const andrews = definePointwise({
  name: "andrews",
  summary: "One wave of a cosine, constant from `πc` on: half the squared error near the target, no pull of far outliers.",
  formula: "c²·(1 − cos(r/c)) if |r| ≤ πc, else 2c²",
  source: "Andrews (1974), A robust method for multiple linear regression; the default has 95 % efficiency under normal errors",
  options: { c: { initial: 1.339, domain: "positive", meaning: "the residual of one radian; from πc on there is no pull" } },
  ulp: 4,
  kinks: ({ c }) => [-Math.PI * c, Math.PI * c],
  kernel: ({ c }) => ({
    name: "andrews",
    values: [c, ...inTwoFloats(1 / c), roundDown(finite(Math.PI * c)), ...inTwoFloats(Math.PI * c)],
  }),
  at(prediction, target, { c }) {
    const r = residual(prediction, target);
    if (Math.abs(r) > Math.PI * c) return { value: 2 * c * c, gradient: 0, hessian: 0 };
    const angle = r / c;
    return { value: 2 * (c * Math.sin(angle / 2)) ** 2, gradient: c * Math.sin(angle), hessian: Math.cos(angle) };
  },
});
