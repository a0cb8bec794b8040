/** The unit of a declared bound for losses of several predictions: the largest term where terms may cancel. */
import type { Output } from "./bounds";
import type { JointSubject } from "./catalogue";

type Predictions = readonly number[];
type LargestTerm = (predictions: Predictions, target: number, options: never) => number | readonly number[];

interface GaussianOptions {
  readonly epsilon: number;
}

/** The parts of a Gaussian likelihood: the variance after its clamp, and r²/v. */
function gaussianParts([mean = 0, given = 0]: Predictions, target: number, { epsilon }: GaussianOptions): [number, number] {
  const variance = Math.max(given, epsilon);
  const r = Math.fround(mean - target);
  return [variance, (r / variance) * r];
}

const largestTerms: Readonly<Record<string, Partial<Record<Output, LargestTerm>>>> = {
  gaussianNLL: {
    value: (predictions, target, options) => {
      const [variance, square] = gaussianParts(predictions, target, options);
      return Math.max(Math.abs(Math.log(variance)), square, 2) / 2;
    },
    gradient: (predictions, target, options) => {
      const [variance, square] = gaussianParts(predictions, target, options);
      return [0, Math.max(1, square) / (2 * variance)];
    },
    hessian: (predictions, target, options) => {
      const [variance, square] = gaussianParts(predictions, target, options);
      return [0, Math.max(square, 0.5) / variance ** 2];
    },
  },
  laplaceNLL: {
    value: ([location = 0, scale = 0], target) => Math.max(Math.abs(Math.log(scale)), Math.abs(Math.fround(location - target)) / scale, 1),
    gradient: ([location = 0, scale = 0], target) => [0, Math.max(1, Math.abs(Math.fround(location - target)) / scale) / scale],
    hessian: ([location = 0, scale = 0], target) => [0, Math.max(1, (2 * Math.abs(Math.fround(location - target))) / scale) / scale ** 2],
  },
  marginRanking: {
    value: ([first = 0, second = 0], _, { margin }: { margin: number }) =>
      Math.max(Math.abs(margin), Math.abs(Math.fround(first - second))),
  },
};

/** The largest term of the output `input` at one element; 0 where the result itself is the unit. */
export function largestJointTerm(
  { name, resolved }: JointSubject,
  output: Output,
  input: number,
  predictions: Predictions,
  target: number,
): number {
  const largest = largestTerms[name]?.[output]?.(predictions, target, resolved as never) ?? 0;
  return typeof largest === "number" ? largest : (largest[input] as number);
}
