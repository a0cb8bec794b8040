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
export type RowwiseSubject = Subject<losses.RowwiseDefinition, losses.RowwiseLoss>;

interface Factory {
  (options?: Options): losses.PointwiseLoss | losses.RowwiseLoss;
  readonly definition: losses.PointwiseDefinition | losses.RowwiseDefinition;
}

export const lossFactories = Object.entries(losses.catalogue) as unknown as readonly (readonly [string, Factory])[];

function titleOf(name: string, options: Options): string {
  const text = Object.keys(options).length === 0 ? "" : ` ${JSON.stringify(options)}`;
  return `${name}${text}`;
}

function resolvedOptions(definition: Factory["definition"], given: Options): Options {
  const all = Object.entries(definition.options).map(([name, { initial }]) => [name, given[name] ?? initial] as const);
  return Object.fromEntries(all.map(([name, value]) => [name, typeof value === "number" ? Math.fround(value) : value]));
}

/** A loss of the catalogue with the given options. */
export function subjectOf(name: string, options: Options): PointwiseSubject | RowwiseSubject {
  const factory = lossFactories.find(([own]) => own === name)?.[1] as Factory;
  return {
    title: titleOf(name, options),
    name,
    definition: factory.definition,
    options,
    resolved: resolvedOptions(factory.definition, options),
    make: (more: Options = {}) => factory({ ...options, ...more }),
  } as PointwiseSubject | RowwiseSubject;
}

const subjects = lossFactories.flatMap(([name]) => (lossOptions[name] ?? [{}]).map((options) => subjectOf(name, options)));

export const pointwise = subjects.filter(({ definition }) => definition.shape === "pointwise") as readonly PointwiseSubject[];
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
