/** How a loss is declared: one object from which checks, reference, documentation, tests and benchmarks follow. */
import type { OptionSpecs, OptionsOf } from "../options";
import type { ValueDomain } from "./domain";

/** A loss, its slope and its curvature for one element. */
export interface Terms {
  readonly value: number;
  readonly gradient: number;
  readonly hessian: number;
}

/** The native kernel for some options: its name in the C++ catalogue and the numbers that it takes, in float32 unless it asks for more. */
export interface KernelChoice {
  readonly name: string;
  readonly values: readonly number[];
  /** The loss's own numbers, one per class of a row; left out where the classes do not differ. */
  readonly classValues?: readonly number[] | undefined;
}

/** What every loss declares. */
export interface LossDefinition<Specs extends OptionSpecs> {
  readonly name: string;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** The formula in words and signs, r = prediction − target. */
  readonly formula: string;
  /** The paper or the reference implementation. */
  readonly source: string;
  readonly options: Specs;
  /** The declared bound of value, gradient and hessian, in units in the last place of the largest term. */
  readonly ulp: number;
  /** Why a combination of options makes no sense, or undefined; numbers are already rounded to float32. */
  conflict(options: OptionsOf<Specs>): string | undefined;
  /** Every native kernel that the loss may choose. */
  readonly kernels: readonly string[];
  /** The native kernel for these options. */
  kernel(options: OptionsOf<Specs>): KernelChoice;
}

/** A loss that works element by element. */
export interface PointwiseDefinition<Specs extends OptionSpecs = OptionSpecs> extends LossDefinition<Specs> {
  readonly shape: "pointwise";
  /** The legal predictions and targets for these options, from which the tests draw. */
  domain(options: OptionsOf<Specs>): { readonly prediction: ValueDomain; readonly target: ValueDomain };
  /** The residuals (or margins, or logits) at which a derivative jumps. */
  kinks(options: OptionsOf<Specs>): readonly number[];
  /** The textbook form for one element in double precision; numbers of options are already rounded to float32. */
  at(prediction: number, target: number, options: OptionsOf<Specs>): Terms;
}

/** The terms of one element of a loss of several predictions: a slope and a curvature for each. */
export interface JointTerms {
  readonly value: number;
  readonly gradient: readonly number[];
  readonly hessian: readonly number[];
}

/** A loss of several predictions and a target, element by element. */
export interface JointDefinition<Specs extends OptionSpecs = OptionSpecs> extends LossDefinition<Specs> {
  readonly shape: "joint";
  /** The names of the predictions. */
  readonly inputs: readonly string[];
  /** The legal predictions, in the order of their names, and targets for these options. */
  domain(options: OptionsOf<Specs>): { readonly prediction: readonly ValueDomain[]; readonly target: ValueDomain };
  /** Points of the predictions' difference or quotient at which a derivative jumps, told by their distance: 0 on a kink. */
  kink(predictions: readonly number[], target: number, options: OptionsOf<Specs>): number;
  /** The textbook form for one element in double precision; numbers of options are already rounded to float32. */
  at(predictions: readonly number[], target: number, options: OptionsOf<Specs>): JointTerms;
}

/** What a row of predictions may be: any numbers (`logits`, or `vector` where they are no classes), probabilities or their logarithms, or shares of 0 to 1 that need not add up to 1. */
export type RowDomain = "logits" | "logProbabilities" | "probabilities" | "shares" | "vector";

/**
 * What the target of a row may be: a label or, meaning the same, a row of probabilities (`classes`) or a one-hot row (`oneHot`);
 * or only a row of probabilities, of their logarithms, of 0 and 1 per class (`multiHot`), of numbers of at least 0 (`relevance`), or of any
 * numbers (`vector`).
 */
export type RowTargetDomain = "classes" | "oneHot" | "probabilities" | "logProbabilities" | "multiHot" | "relevance" | "vector";

/** The terms of one row: one value, a slope and a diagonal curvature per score. */
export interface RowTerms {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  /** The product of the row's full hessian with a vector, where the loss offers it. */
  readonly hessianVector?: (vector: Float64Array) => Float64Array;
}

/** A loss of a row of scores and a label or a row of targets. */
export interface RowwiseDefinition<Specs extends OptionSpecs = OptionSpecs> extends LossDefinition<Specs> {
  readonly shape: "rowwise";
  /** Whether class weights, and Σ t of soft rows, enter the denominator of the mean; else a row counts its sample weight. */
  readonly classMass: boolean;
  /** Whether `row` gives the product of the full hessian with a vector. */
  readonly offersHessianVector: boolean;
  /** The legal predictions and targets for these options, from which the tests draw. */
  domain(options: OptionsOf<Specs>): { readonly prediction: RowDomain; readonly target: RowTargetDomain };
  /** The textbook form for one row in double precision: scores, targets (one-hot for a label) and class weights. */
  row(scores: Float64Array, targets: Float64Array, classWeights: Float64Array, options: OptionsOf<Specs>): RowTerms;
}

/** The residual as both writings see it: rounded to float32 first, so that kinks fall on the same side. */
export function residual(prediction: number, target: number): number {
  return Math.fround(prediction - target);
}

/** A rowwise loss of logits that are products of hidden vectors and weights. */
export interface ProjectionDefinition<Specs extends OptionSpecs = OptionSpecs>
  extends LossDefinition<Specs>,
    Pick<RowwiseDefinition<Specs>, "row" | "classMass"> {
  readonly shape: "projection";
  /** The names of the predictions. */
  readonly inputs: readonly string[];
}

/** The terms of a row of vectors: one value, a slope and a diagonal curvature per element of each. */
export interface EmbeddingTerms {
  readonly value: number;
  readonly gradient: readonly Float64Array[];
  readonly hessian: readonly Float64Array[];
}

/** A loss of several vectors per row and at most one target number. */
export interface EmbeddingDefinition<Specs extends OptionSpecs = OptionSpecs> extends LossDefinition<Specs> {
  readonly shape: "embeddings";
  /** The names of the vectors. */
  readonly inputs: readonly string[];
  /** What the target of a row may be; undefined where there is none. */
  domain(options: OptionsOf<Specs>): ValueDomain | undefined;
  /** The textbook form for one row in double precision; numbers of options are already rounded to float32. */
  row(vectors: readonly Float64Array[], target: number, options: OptionsOf<Specs>): EmbeddingTerms;
}

/** Any definition. */
export type AnyDefinition = PointwiseDefinition | JointDefinition | RowwiseDefinition | EmbeddingDefinition | ProjectionDefinition;
/** 1/x for a kernel that multiplies by it, never infinite in float32, so that it times 0 is 0. */
export function reciprocal(x: number): number {
  return Math.min(1 / x, (2 - 2 ** -23) * 2 ** 127);
}
