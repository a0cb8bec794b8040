/** The unit of a declared bound: the largest term of the formula where the result may be smaller than its terms. */
import type { Options, PointwiseSubject } from "./catalogue";
import { likelihoodTerms } from "./likelihood-bounds";

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

/** By loss and output; what is not here is bounded in units of the result itself. */
const largestTerms: Readonly<Record<string, Partial<Record<Output, LargestTerm>>>> = {
  ...likelihoodTerms,
  binaryCrossEntropy: { gradient: largestPull },
};

/** The largest term of an output of a loss at one element; 0 where the result itself is the unit. */
export function largestTerm({ name, resolved }: PointwiseSubject, output: Output, prediction: number, target: number): number {
  return largestTerms[name]?.[output]?.(prediction, target, resolved as never) ?? 0;
}

type LargestRowTerm = (targets: Float64Array, classWeights: Float64Array, options: never, index: number) => number;

const largestRowTerms: Readonly<Record<string, Partial<Record<Output, LargestRowTerm>>>> = {
  // U·p − u: where the softmax meets a soft target the difference is smaller than u.
  crossEntropy: {
    gradient: (targets, classWeights, { labelSmoothing }: { labelSmoothing: number }, index) => {
      const smoothed = (1 - labelSmoothing) * (targets[index] as number) + labelSmoothing / targets.length;
      return smoothed * (classWeights[index] as number);
    },
  },
};

/** The same for element `index` of a row. */
export function largestRowTerm(
  name: string,
  output: Output,
  targets: Float64Array,
  classWeights: Float64Array,
  options: Options,
  index: number,
): number {
  return largestRowTerms[name]?.[output]?.(targets, classWeights, options as never, index) ?? 0;
}
