/** Every loss of either shape with inputs to evaluate it on, so that laws which do not look at the formula are written once. */
import { createHash } from "node:crypto";
import type { losses } from "steepest";
import { type Options, type PointwiseSubject, pointwise, type RowwiseSubject, rowwise } from "./catalogue";
import { ordinaryPairs } from "./inputs";
import { patterns, randomSource } from "./numbers";
import { denseTargets, scoresOf, type Target, type TargetKind, targetKinds } from "./rows";

/** The inputs of one call: `terms` loss terms of `columns` predictions each. */
export interface Sample {
  readonly prediction: losses.Values;
  readonly target: Target;
  readonly terms: number;
  readonly columns: number;
  /** What each term adds to the denominator of a mean. */
  readonly mass: Float64Array;
}

/** A loss as the laws see it. */
export interface AnyLoss {
  value(prediction: losses.Values, target: Target, options?: losses.CallOptions): number | Float32Array;
  gradient(prediction: losses.Values, target: Target, options?: losses.CallOptions): Float32Array;
  hessian(prediction: losses.Values, target: Target, options?: losses.CallOptions): Float32Array;
  valueAndGradient(
    prediction: losses.Values,
    target: Target,
    options?: losses.CallOptions,
  ): { value: number | Float32Array; gradient: Float32Array; count: number };
}

export interface Specimen {
  readonly title: string;
  make(more?: Options): AnyLoss;
  sample(terms: number, seed?: number): Sample;
}

function elementwise(subject: PointwiseSubject): Specimen {
  return {
    title: subject.title,
    make: subject.make as never,
    sample: (terms, seed) => ({ ...ordinaryPairs(subject, terms, seed), terms, columns: 1, mass: new Float64Array(terms).fill(1) }),
  };
}

const classes = 19;
/** Quarters, so that sums are exact; one class counts for nothing. */
export const classWeights = Array.from({ length: classes }, (_, c) => (c % 7) / 4);

function byRow(subject: RowwiseSubject, kind: TargetKind, weights: readonly number[] | undefined): Specimen {
  const { classMass } = subject.definition;
  const weightOf = (c: number) => weights?.[c] ?? 1;
  const sample = (terms: number, seed = 1): Sample => {
    const random = randomSource(seed);
    const prediction = { data: scoresOf(subject, terms, classes, random), shape: [terms, classes] };
    const target = kind.draw(terms, classes, random);
    const rows = denseTargets(target, classes);
    const shares = (row: number) => rows.subarray(row * classes, (row + 1) * classes);
    const massOf = (row: number) => shares(row).reduce((sum, share, c) => sum + Math.fround(share * weightOf(c)), 0);
    const mass = Float64Array.from({ length: terms }, (_, row) => (classMass ? massOf(row) : 1));
    return { prediction, target, terms, columns: classes, mass };
  };
  const title = `${subject.title}, ${kind.title}${weights === undefined ? "" : ", class weights"}`;
  return { title, sample, make: (more = {}) => subject.make({ classWeights: weights, ...more }) as unknown as AnyLoss };
}

export const specimens: readonly Specimen[] = [
  ...pointwise.map(elementwise),
  ...rowwise.flatMap((subject) =>
    targetKinds(subject).flatMap((kind) => [byRow(subject, kind, undefined), byRow(subject, kind, classWeights)]),
  ),
];

export const reductions = ["mean", "sumOverBatchSize", "sum", "none"] as const;

/** Everything that a loss gives for a sample; an array as the digest of its bits. */
export function everything(loss: AnyLoss, { prediction, target }: Sample, options: losses.CallOptions = {}): unknown {
  const { value, gradient, count } = loss.valueAndGradient(prediction, target, options);
  const hessian = loss.hessian(prediction, target, options);
  return { value: typeof value === "number" ? value : digest(value), gradient: digest(gradient), hessian: digest(hessian), count };
}

/** The digest of an array's bits. */
export function digest(array: Float32Array): string {
  return createHash("sha1").update(patterns(array)).digest("hex");
}

/** The numbers of an array or of `{ data, shape }`. */
export function dataOf(values: losses.Values): Float32Array {
  return values instanceof Float32Array ? values : values.data;
}
