import { residual } from "./definition";
import { definePointwise } from "./pointwise";

/** ln Γ(x + ½) − ln Γ(x) for x > 0: upwards by the recurrence to where the asymptotic series has every digit of a double. */
function lnGammaHalfStep(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < 20; ++at) sum -= Math.log1p(0.5 / at);
  const i = 1 / (at * at);
  const series = (-1 / 8 + i * (1 / 192 + i * (-1 / 640 + i * (17 / 14336 - (i * 31) / 18432)))) / at;
  return sum + Math.log(at) / 2 + series;
}

/** What the density's normalisation adds to the loss. */
function constant(degrees: number, scale: number): number {
  return Math.log(Math.PI * degrees) / 2 + Math.log(scale) - lnGammaHalfStep(degrees / 2);
}

/** The full negative log density of Student's t distribution: like a squared error near the target, logarithmic far from it. */
export const studentTNLL = definePointwise({
  name: "studentTNLL",
  summary: "The negative log density of Student's t distribution centred on the prediction, which makes little of outliers.",
  formula: "½(ν + 1)·ln(1 + (r/s)²/ν) + ½ ln(πν) + ln s − ln Γ(½(ν + 1)) + ln Γ(½ν), with ν = degrees and s = scale",
  source: "Lange, Little and Taylor (1989), Robust statistical modeling using the t distribution; torch.distributions.StudentT",
  options: {
    degrees: { initial: 3, domain: "positive", meaning: "degrees of freedom: the smaller, the heavier the tails" },
    scale: { initial: 1, domain: "positive", meaning: "the unit in which residuals are measured" },
  },
  ulp: 6,
  kernel({ degrees, scale }) {
    const part = 1 / (scale * scale * degrees);
    const reducing = 2 ** -30 / (scale * Math.sqrt(degrees));
    const values = [constant(degrees, scale), (degrees + 1) / 2, reducing, degrees + 1, (degrees + 1) * part, part];
    return { name: "studentTNLL", values };
  },
  at(prediction, target, { degrees, scale }) {
    const r = residual(prediction, target);
    const spread = scale * scale * degrees;
    const q = (r * r) / spread;
    if (q === Number.POSITIVE_INFINITY) return { value: q, gradient: 0, hessian: 0 };
    return {
      value: ((degrees + 1) / 2) * Math.log1p(q) + constant(degrees, scale),
      gradient: ((degrees + 1) * r) / (spread * (1 + q)),
      hessian: ((degrees + 1) * (1 - q)) / (spread * (1 + q) ** 2),
    };
  },
});
