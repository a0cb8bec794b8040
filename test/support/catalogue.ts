/** The catalogue as the suites see it: every loss and optimizer with every interesting set of options. */
import { losses, optimizers } from "steepest";
import { lossOptions, optimizerOptions } from "./option-sets";

export type Options = Readonly<Record<string, unknown>>;
export type Reduction = losses.Reduction;

/** A loss of one shape with one set of options. */
interface Subject<Definition, Made> {
  /** For the names of tests. */
  readonly title: string;
  readonly name: string;
  readonly definition: Definition;
  /** As a caller gives them. */
  readonly options: Options;
  /** All options, numbers rounded to float32: what the definition's textbook form takes. */
  readonly resolved: Options;
  make(more?: Options): Made;
}

export type PointwiseSubject = Subject<losses.PointwiseDefinition, losses.PointwiseLoss>;
export type EmbeddingSubject = Subject<losses.EmbeddingDefinition, losses.EmbeddingLoss<string, Float32Array | undefined>>;
export type JointSubject = Subject<losses.JointDefinition, losses.JointLoss<string>>;

export interface RowwiseSubject extends Subject<losses.RowwiseDefinition, losses.RowwiseLoss> {
  /** The same for rows of so many classes: options that are a function of the class become arrays of that length. */
  of(classes: number): RowwiseSubject;
}

/** The classes of a row where a suite does not say otherwise. */
export const usualClasses = 19;

interface Factory {
  (options?: Options): losses.PointwiseLoss | losses.JointLoss<string> | losses.RowwiseLoss;
  readonly definition: losses.AnyDefinition;
}

export const lossFactories = Object.entries(losses.catalogue) as unknown as readonly (readonly [string, Factory])[];

function titleOf(name: string, options: Options): string {
  const shown = JSON.stringify(options, (_, value) => (typeof value === "function" ? "per class" : value));
  return shown === "{}" ? name : `${name} ${shown}`;
}

function resolvedOptions(definition: Factory["definition"], given: Options): Options {
  const all = Object.entries(definition.options).map(([name, { initial }]) => [name, given[name] ?? initial] as const);
  const rounded = (value: unknown) => (typeof value === "number" ? Math.fround(value) : value);
  return Object.fromEntries(all.map(([name, value]) => [name, Array.isArray(value) ? value.map(rounded) : rounded(value)]));
}

/** The options with their functions of the class as arrays. */
function optionsFor(given: Options, classes: number): Options {
  const made = (value: unknown) => (typeof value === "function" ? Array.from({ length: classes }, (_, c) => value(c)) : value);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, made(value)]));
}

/** A loss of the catalogue with the given options. */
export function subjectOf(
  name: string,
  given: Options,
  classes = usualClasses,
): PointwiseSubject | JointSubject | RowwiseSubject | EmbeddingSubject {
  const factory = lossFactories.find(([own]) => own === name)?.[1] as Factory;
  const options = optionsFor(given, classes);
  return {
    title: titleOf(name, given),
    of: (count: number) => subjectOf(name, given, count),
    name,
    definition: factory.definition,
    options,
    resolved: resolvedOptions(factory.definition, options),
    make: (more: Options = {}) => factory({ ...options, ...more }),
  } as unknown as PointwiseSubject | JointSubject | RowwiseSubject | EmbeddingSubject;
}

const subjects: readonly (PointwiseSubject | JointSubject | RowwiseSubject | EmbeddingSubject)[] = lossFactories.flatMap(([name]) =>
  (lossOptions[name] ?? [{}]).map((options) => subjectOf(name, options)),
);

export const pointwise = subjects.filter(({ definition }) => definition.shape === "pointwise") as readonly PointwiseSubject[];
export const embeddings = subjects.filter(({ definition }) => definition.shape === "embeddings") as readonly EmbeddingSubject[];
export const joint = subjects.filter(({ definition }) => definition.shape === "joint") as readonly JointSubject[];
export const rowwise = subjects.filter(({ definition }) => definition.shape === "rowwise") as readonly RowwiseSubject[];

export type Parameter = optimizers.Parameter;

/** An optimizer with one set of options. */
export interface OptimizerSubject {
  readonly title: string;
  readonly name: string;
  readonly definition: optimizers.OptimizerDefinition;
  readonly options: Options;
  /** Whether every rule moves each element by itself. */
  readonly elementwise: boolean;
  make(parameters: readonly (Parameter | { parameters: readonly Parameter[] })[], more?: Options): optimizers.Optimizer;
}

interface OptimizerConstructor {
  new (parameters?: unknown, options?: Options): optimizers.Optimizer;
  readonly definition: optimizers.OptimizerDefinition;
}

export const optimizerClasses = Object.entries(optimizers.catalogue) as unknown as readonly (readonly [string, OptimizerConstructor])[];

export const optimizerSubjects: readonly OptimizerSubject[] = optimizerClasses.flatMap(([name, Class]) =>
  (optimizerOptions[name] ?? [{}]).map((options) => ({
    title: titleOf(name, options),
    name,
    definition: Class.definition,
    options,
    elementwise: Class.definition.rules.every(({ prepare }) => prepare !== undefined),
    make: (parameters, more = {}) => new Class(parameters, { ...options, ...more }),
  })),
);
