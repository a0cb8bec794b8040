/** The largest terms of negative log-likelihoods, whose terms cancel where prediction and target meet. */
import type { LargestTerm, Output } from "./bounds";

interface PoissonOptions {
  readonly logInput: boolean;
  readonly full: boolean;
  readonly epsilon: number;
}

/** Also of Stirling's terms, where they count. */
function poissonValue(prediction: number, target: number, { logInput, full, epsilon }: PoissonOptions): number {
  const rate = logInput ? Math.exp(prediction) : prediction;
  const logarithm = logInput ? prediction : Math.log(prediction + epsilon);
  const factorial = full && target > 1 ? target * Math.max(Math.log(target), 1) : 0;
  return Math.max(rate, target * Math.abs(logarithm), factorial);
}

/** e^x − t of the logarithm of a rate; from a rate nothing cancels. */
function poissonGradient(prediction: number, target: number, { logInput }: PoissonOptions): number {
  return logInput ? Math.max(Math.exp(prediction), target) : 0;
}

/** ½(ν + 1)·ln(1 + u²), from which a negative constant takes away. */
function studentValue(prediction: number, target: number, { degrees, scale }: { degrees: number; scale: number }): number {
  return ((degrees + 1) / 2) * Math.log1p((prediction - target) ** 2 / (degrees * scale * scale));
}

/** (1 − u²)·w/(1 + u²)². */
function studentHessian(prediction: number, target: number, { degrees, scale }: { degrees: number; scale: number }): number {
  const spread = degrees * scale * scale;
  const square = (prediction - target) ** 2 / spread;
  return (((degrees + 1) / spread / (1 + square)) * Math.max(1, square)) / (1 + square);
}

export const likelihoodTerms: Readonly<Record<string, Partial<Record<Output, LargestTerm>>>> = {
  gamma: {
    value: (x, t) => Math.max(Math.abs(x), t * Math.exp(-x)),
    gradient: (x, t) => Math.max(1, t * Math.exp(-x)),
  },
  // 1 − L: where the logarithm of the ratio is near 1.
  meanSquaredLogarithmicError: { hessian: (p, t) => (2 * Math.max(1, Math.log1p(p) - Math.log1p(t))) / (1 + p) ** 2 },
  poisson: { value: poissonValue, gradient: poissonGradient },
  studentTNLL: { value: studentValue, hessian: studentHessian },
};
