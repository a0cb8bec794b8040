/** How a loss is declared: one object from which checks, reference, documentation, tests and benchmarks follow. */
import type { OptionSpecs, OptionsOf } from "../options";

/** A loss, its slope and its curvature for one element. */
export interface Terms {
  readonly value: number;
  readonly gradient: number;
  readonly hessian: number;
}

/** What a prediction or a target may be: any number, at least 0, above 0, ±1, 0 to 1, or 0/1. */
export type ValueDomain = "real" | "nonNegative" | "positive" | "sign" | "fraction" | "binary";

/** The native kernel for some options: its name in the C++ catalogue and the float32 numbers that it takes. */
export interface KernelChoice {
  readonly name: string;
  readonly values: readonly number[];
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

/** The terms of one row: one value, a slope and a diagonal curvature per score. */
export interface RowTerms {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** A loss of a row of scores and a label or a row of targets. */
export interface RowwiseDefinition<Specs extends OptionSpecs = OptionSpecs> extends LossDefinition<Specs> {
  readonly shape: "rowwise";
  /** The textbook form for one row in double precision: scores, targets (one-hot for a label) and class weights. */
  row(scores: Float64Array, targets: Float64Array, classWeights: Float64Array, options: OptionsOf<Specs>): RowTerms;
}

/** The residual as both writings see it: rounded to float32 first, so that kinks fall on the same side. */
export function residual(prediction: number, target: number): number {
  return Math.fround(prediction - target);
}

/** 1/x for a kernel that multiplies by it, never infinite in float32, so that it times 0 is 0. */
export function reciprocal(x: number): number {
  return Math.min(1 / x, (2 - 2 ** -23) * 2 ** 127);
}
