/** Metrics that are a ratio of weights for each class, and a mean of these over the classes. */
import { rangeError } from "../errors";
import type { OptionSpecs, OptionsOf } from "../options";
import type { Classes } from "./classes";
import { type ClassMetricOptions, metricOf, type StreamingClasses } from "./classification";
import { type ClassMetricDefinition, occurring, sumOf } from "./definition";
import type { ClassCounts } from "./statistics";
import type { MetricCallOptions } from "./streaming";

const averageOption = {
  average: {
    initial: "binary",
    domain: ["binary", "macro", "micro", "weighted", "none"],
    meaning:
      "binary: the ratio of class 1 of two; macro: the mean of the classes' ratios; weighted: that by the classes' actual weight; " +
      "micro: the ratio of the classes' sums; none: one ratio per class",
  },
} as const satisfies OptionSpecs;

/** How the ratios of the classes become the result; see the option `average`. */
export type Average = "binary" | "macro" | "micro" | "weighted" | "none";

type RatioSpecs<Specs extends OptionSpecs> = Specs & typeof averageOption;
type RatioOptions<Specs extends OptionSpecs, A extends Average> = ClassMetricOptions<Specs> & { readonly average?: A | undefined };
/** One number, or with average "none" one per class. */
export type RatioResult<A extends Average> = A extends "none" ? Float64Array : number;

/** A ratio per class: in one call, or with `streaming(options)` over many. 0 / 0 counts as 0. */
export interface RatioMetric<Specs extends OptionSpecs> {
  /**
   * The metric of one batch; with average "none" one number per class.
   * @throws TypeError or RangeError with a code for arrays of a wrong type, length or shape, bad labels, bad weights, bad
   * options (average "binary" with more than two classes among them), and no rows at all.
   */
  <A extends Average = "binary">(
    prediction: Classes,
    target: Classes,
    options?: RatioOptions<Specs, A> & MetricCallOptions,
  ): RatioResult<A>;
  /** The same metric gathered over several batches. */
  streaming<A extends Average = "binary">(options?: RatioOptions<Specs, A>): StreamingClasses<RatioResult<A>>;
  readonly definition: ClassMetricDefinition<RatioSpecs<Specs>>;
}

/** What a ratio metric declares: numerator and denominator from the weights predicted rightly, predicted and actual. */
interface Declared<Specs extends OptionSpecs> {
  readonly name: string;
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  readonly options: Specs;
  parts(correct: number, predicted: number, actual: number, options: OptionsOf<Specs>): readonly [numerator: number, denominator: number];
}

function ratio([numerator, denominator]: readonly [number, number]): number {
  return denominator === 0 ? 0 : numerator / denominator;
}

function averaged(ratios: Float64Array, counts: ClassCounts, average: "macro" | "weighted", listed: readonly number[]): number {
  const weightOf = (c: number): number => (average === "macro" ? 1 : (counts.actual[c] as number));
  const sum = listed.reduce((total, c) => total + weightOf(c) * (ratios[c] as number), 0);
  return ratio([sum, listed.reduce((total, c) => total + weightOf(c), 0)]);
}

/** Declares a ratio metric. */
export function defineRatio<const Specs extends OptionSpecs>(declared: Declared<Specs>): RatioMetric<Specs> {
  const { name, parts } = declared;
  const ratiosOf = ({ correct, predicted, actual }: ClassCounts, options: OptionsOf<Specs>): Float64Array =>
    correct.map((weight, c) => ratio(parts(weight, predicted[c] as number, actual[c] as number, options)));
  const definition: ClassMetricDefinition<RatioSpecs<Specs>> = {
    ...declared,
    statistics: "classes",
    options: { ...declared.options, ...averageOption },
    from(counts, given, listed) {
      const options = given as OptionsOf<Specs> & { average: Average };
      const { average } = options;
      if (average === "micro") return ratio(parts(sumOf(counts.correct), sumOf(counts.predicted), sumOf(counts.actual), options));
      const ratios = ratiosOf(counts, options);
      if (average === "none") return ratios;
      if (average !== "binary") return averaged(ratios, counts, average, listed);
      if (ratios.length === 2) return ratios[1] as number;
      const expected = `"macro", "micro", "weighted" or "none" for ${ratios.length} classes`;
      throw rangeError("ERR_INVALID_OPTION", `${name}: average: expected ${expected}, received "binary"`);
    },
    report(counts) {
      const defaults = Object.fromEntries(Object.entries(declared.options).map(([option, { initial }]) => [option, initial]));
      const average = counts.actual.length === 2 ? "binary" : "macro";
      return definition.from(counts, { ...defaults, average } as unknown as OptionsOf<RatioSpecs<Specs>>, occurring(counts)) as number;
    },
  };
  return metricOf(definition) as unknown as RatioMetric<Specs>;
}
