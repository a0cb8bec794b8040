/** Metrics of predicted against actual classes. */
import { activeBackend } from "../backend";
import { checkInteger, describe } from "../check";
import { typeError } from "../errors";
import { checkNames, type OptionSpecs, type OptionsOf, resolveOptions } from "../options";
import { type Classes, type ClassReading, checkClassBatch, labelError } from "./classes";
import { type ClassMetricDefinition, type MatrixMetricDefinition, occurring, sumOf } from "./definition";
import { readClassCounts } from "./statistics";
import { callOptionNames, type MetricCallOptions, refuseWeight, StreamingMetric } from "./streaming";

/** What every metric of classes takes besides its own options. */
export interface ClassReadingOptions {
  /** Above it a prediction of one number per row means class 1; default 0.5. */
  readonly threshold?: number | undefined;
  /** The number of classes; else as many as the arrays speak of, and means over classes leave out those that never occur. */
  readonly classes?: number | undefined;
  /** Rows with this label count for nothing; default −100, null for none. */
  readonly ignoreIndex?: number | null | undefined;
}

/** The options of a metric of classes. */
export type ClassMetricOptions<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]?: OptionsOf<Specs>[Name] | undefined;
} & ClassReadingOptions;

const readingSpecs = {
  threshold: { initial: 0.5, domain: "real", meaning: "above it one number per row means class 1" },
} as const satisfies OptionSpecs;
const readingNames = ["threshold", "classes", "ignoreIndex"];
const defaultIgnoreIndex = -100;

/** Classes of the largest table: 3 numbers per class for counts, one per pair of classes for a matrix. */
const classLimits = { classes: 1 << 20, matrix: 1 << 13 };

function checkReading(given: Record<string, unknown>, name: string, limit: number): ClassReading {
  const { threshold } = resolveOptions(readingSpecs, given, name);
  const { classes, ignoreIndex = defaultIgnoreIndex } = given;
  if (ignoreIndex !== null && !Number.isSafeInteger(ignoreIndex)) {
    throw typeError("ERR_INVALID_OPTION", `${name}: ignoreIndex: expected an integer or null, received ${describe(ignoreIndex)}`);
  }
  return {
    threshold: Math.fround(threshold),
    classes: classes === undefined ? undefined : checkInteger(classes, `${name}: classes`, 2, limit),
    ignoredLabel: ignoreIndex === null ? Number.NaN : (ignoreIndex as number),
    limit,
  };
}

/** `runs` runs of `from` numbers each, as runs of `to` ≥ `from` numbers in a table of `length`. */
function widen(table: Float64Array, runs: number, from: number, to: number, length: number): Float64Array {
  const wide = new Float64Array(length);
  for (let run = 0; run < runs; ++run) wide.set(table.subarray(run * from, (run + 1) * from), run * to);
  return wide;
}

/** A metric of classes gathered over several calls. */
export class StreamingClasses<Result> extends StreamingMetric<Classes, Classes, Result> {
  private readonly reading: ClassReading;
  private readonly options: Readonly<Record<string, unknown>>;
  private readonly matrix: boolean;
  /** Counts of each class, or the confusion matrix. */
  private table: Float64Array = new Float64Array(0);
  private classes = 0;

  /** @internal */
  constructor(
    private readonly definition: ClassMetricDefinition<OptionSpecs, Result> | MatrixMetricDefinition<Result>,
    given: unknown,
    furtherNames: readonly string[] = [],
  ) {
    super(definition.name);
    const specs = definition.statistics === "classes" ? definition.options : {};
    checkNames(given, [...Object.keys(specs), ...readingNames, ...furtherNames], definition.name);
    this.matrix = definition.statistics === "matrix";
    this.options = resolveOptions(specs, given, definition.name);
    this.reading = checkReading(given, definition.name, classLimits[definition.statistics]);
  }

  reset(): void {
    this.table = new Float64Array(0);
    this.classes = 0;
  }

  protected add(prediction: Classes, target: Classes, weights: Float32Array | undefined): void {
    const batch = checkClassBatch(prediction, target, weights, this.reading);
    const classes = Math.max(this.classes, batch.classes);
    const runs = this.matrix ? this.classes : 3;
    const length = classes * (this.matrix ? classes : 3);
    const table = classes === this.classes ? this.table : widen(this.table, runs, this.classes, classes, length);
    const refusal = activeBackend().countClasses({ ...batch, classes }, this.matrix, table);
    if (refusal?.argument === "weights") refuseWeight(weights, refusal.index);
    if (refusal !== undefined) throw labelError({ ...batch, classes }, refusal.argument, refusal.index);
    this.table = table;
    this.classes = classes;
  }

  protected isEmpty(): boolean {
    return sumOf(this.matrix ? this.table : readClassCounts(this.table, this.classes).actual) === 0;
  }

  protected compute(): Result {
    if (this.definition.statistics === "matrix") return this.definition.from(this.table.slice(), this.classes);
    const counts = readClassCounts(this.table, this.classes);
    const listed = this.reading.classes === undefined ? occurring(counts) : Array.from(counts.actual.keys());
    return this.definition.from(counts, this.options as OptionsOf<OptionSpecs>, listed);
  }
}

/** A metric of classes: in one call, or with `streaming(options)` over many. */
export interface ClassMetric<Specs extends OptionSpecs, Result, Definition> {
  /**
   * The metric of one batch.
   * @throws TypeError or RangeError with a code for arrays of a wrong type, length or shape, bad labels, bad weights, bad
   * options, and no rows at all.
   */
  (prediction: Classes, target: Classes, options?: ClassMetricOptions<Specs> & MetricCallOptions): Result;
  /** The same metric gathered over several batches. */
  streaming(options?: ClassMetricOptions<Specs>): StreamingClasses<Result>;
  readonly definition: Definition;
}

/** The call and the streaming form of a definition. */
export function metricOf<Specs extends OptionSpecs, Result>(
  definition: ClassMetricDefinition<Specs, Result>,
): ClassMetric<Specs, Result, ClassMetricDefinition<Specs, Result>>;
export function metricOf<Result>(
  definition: MatrixMetricDefinition<Result>,
): ClassMetric<Record<never, never>, Result, MatrixMetricDefinition<Result>>;
export function metricOf(declared: unknown): unknown {
  const definition = declared as ClassMetricDefinition<OptionSpecs, unknown>;
  const streaming = (options: object = {}): StreamingClasses<unknown> => new StreamingClasses(definition, options);
  const metric = (prediction: Classes, target: Classes, options: MetricCallOptions = {}): unknown => {
    const gathered = new StreamingClasses(definition, options, callOptionNames);
    gathered.update(prediction, target, { weights: options.weights });
    return gathered.result();
  };
  return Object.assign(metric, { streaming, definition });
}
