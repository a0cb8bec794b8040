/** The unit of a declared bound: the largest term of the formula where the result may be smaller than its terms. */
import type { Options, PointwiseSubject } from "./catalogue";
import { likelihoodTerms } from "./likelihood-bounds";
import { type BoundRow, rowUnits } from "./row-bounds";

export const outputs = ["value", "gradient", "hessian"] as const;
export type Output = (typeof outputs)[number];

/** The largest term at one element. */
export type LargestTerm = (prediction: number, target: number, options: never) => number;

interface BinaryCrossEntropyOptions {
  readonly fromLogits: boolean;
  readonly positiveWeight: number;
  readonly labelSmoothing: number;
}

/** Pull and push of the gradient, which cancel where the prediction meets a soft target. */
function largestPull(prediction: number, target: number, given: BinaryCrossEntropyOptions): number {
  const keep = 1 - given.labelSmoothing;
  const positive = (target * keep + given.labelSmoothing / 2) * given.positiveWeight;
  const negative = (1 - target) * keep + given.labelSmoothing / 2;
  if (given.fromLogits) return Math.max(negative / (1 + Math.exp(-prediction)), positive / (1 + Math.exp(prediction)));
  return Math.max(positive === 0 ? 0 : positive / prediction, negative === 0 ? 0 : negative / (1 - prediction));
}

interface BinaryFocalOptions {
  readonly alpha: number;
  readonly gamma: number;
  readonly classBalancing: boolean;
  readonly labelSmoothing: number;
}

/**
 * The largest terms of the derivatives of α_t·m^γ·c. With smoothing, or where γ is not 0, 1 or 2, they are doubles, whose
 * cancellation shows in float32 only below 2⁻²⁴ of them.
 */
function focalTerms(prediction: number, target: number, given: BinaryFocalOptions): { gradient: number; hessian: number } {
  const { alpha, gamma, classBalancing, labelSmoothing } = given;
  const keep = 1 - labelSmoothing;
  const [u, v] = [target * keep + labelSmoothing / 2, (1 - target) * keep + labelSmoothing / 2];
  const [p, q] = [1 / (1 + Math.exp(-prediction)), 1 / (1 + Math.exp(prediction))];
  const entropy = u * Math.max(-prediction, 0) + v * Math.max(prediction, 0) + Math.log1p(Math.exp(-Math.abs(prediction)));
  const miss = u * q + v * p;
  const unit = labelSmoothing === 0 && [0, 1, 2].includes(gamma) ? 1 : 2 ** -24;
  const weight = unit * (classBalancing ? alpha * u + (1 - alpha) * v : 1) * miss ** gamma;
  const turn = miss === 0 ? 0 : (Math.abs(v - u) * p * q) / miss;
  const pull = Math.max(u * q, v * p);
  const bend = Math.max(Math.abs(q - p), Math.abs(gamma - 1) * turn) * entropy;
  return {
    gradient: weight * Math.max(gamma * turn * entropy, pull),
    hessian: weight * Math.max(gamma * turn * Math.max(bend, 2 * pull), p * q),
  };
}

/** By loss and output; what is not here is bounded in units of the result itself. */
const largestTerms: Readonly<Record<string, Partial<Record<Output, LargestTerm>>>> = {
  ...likelihoodTerms,
  binaryCrossEntropy: { gradient: largestPull },
  binaryFocal: {
    gradient: (prediction, target, options: BinaryFocalOptions) => focalTerms(prediction, target, options).gradient,
    hessian: (prediction, target, options: BinaryFocalOptions) => focalTerms(prediction, target, options).hessian,
  },
};

/** The largest term of an output of a loss at one element; 0 where the result itself is the unit. */
export function largestTerm({ name, resolved }: PointwiseSubject, output: Output, prediction: number, target: number): number {
  return largestTerms[name]?.[output]?.(prediction, target, resolved as never) ?? 0;
}

/** The same for each element of a row; of the full hessian times a vector, for one of numbers up to 1. */
export function largestRowTerms(name: string, output: Output | "product", row: BoundRow, options: Options): (index: number) => number {
  const units = rowUnits(name, row, options);
  if (units === undefined) return () => 0;
  return output === "value" ? () => units.value : (index) => units[output](index);
}
