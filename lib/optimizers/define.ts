/** How an optimizer is declared. */
import type { OptionSpecs, OptionsOf } from "../options";
import type { ConventionName } from "./convention";
import { Optimizer, type OptimizerOptions, type ParameterGroupOptions } from "./optimizer";
import type { Parameter } from "./parameter";
import type { StepRule } from "./spec";

/** Values that an option starts with under a convention, in place of its own. */
export type ConventionDefaults<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]?: OptionsOf<Specs>[Name];
} & { readonly learningRate?: number };

/** What steps the parameters that a rule is not for. */
export interface Fallback {
  readonly definition: OptimizerDefinition;
  /** Whether a parameter is one of those. */
  takes(parameter: Parameter): boolean;
}

/** What every optimizer declares: from it follow checks, documentation, tests and benchmarks. */
export interface OptimizerDefinition<Specs extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  /** The paper or the reference implementation. */
  readonly source: string;
  readonly options: Specs;
  /** The learning rate where the caller gives none. */
  readonly learningRate: number;
  /** Whether weight decay is always taken off the parameter itself. */
  readonly decoupled: boolean;
  /** The defaults of the conventions that differ from those of `options`. */
  readonly conventions: Readonly<Partial<Record<ConventionName, ConventionDefaults<Specs>>>>;
  /** Every rule that it may choose. */
  readonly rules: readonly StepRule[];
  /** Why a combination of options makes no sense, or undefined. */
  conflict(options: OptionsOf<Specs>): string | undefined;
  /** The rule for these options. */
  rule(options: OptionsOf<Specs>): StepRule;
  /** Numbers that rules read and that are no options. */
  derived(options: OptionsOf<Specs>): Readonly<Record<string, number>>;
  /** Another optimizer for the parameters that this one cannot step, with options of its own under `fallback`. */
  readonly fallback: Fallback | undefined;
}

type Optional = "decoupled" | "conventions" | "conflict" | "derived" | "fallback";
type Declared<Specs extends OptionSpecs> = Omit<OptimizerDefinition<Specs>, Optional> & Partial<Pick<OptimizerDefinition<Specs>, Optional>>;

/** The constructor of an optimizer: over one list of parameters, over groups, or unbound with options only. */
export interface OptimizerClass<Specs extends OptionSpecs> {
  new (options?: OptimizerOptions<Specs>): Optimizer;
  new (parameters: readonly (Parameter | ParameterGroupOptions<Specs>)[], options?: OptimizerOptions<Specs>): Optimizer;
  readonly definition: OptimizerDefinition<Specs>;
}

/** Declares an optimizer as a class to extend. */
export function defineOptimizer<const Specs extends OptionSpecs>(declared: Declared<Specs>): OptimizerClass<Specs> {
  const definition: OptimizerDefinition<Specs> = {
    decoupled: false,
    conventions: {},
    conflict: () => undefined,
    derived: () => ({}),
    fallback: undefined,
    ...declared,
  };
  return class extends Optimizer {
    static readonly definition = definition;
    constructor(parameters?: unknown, options?: unknown) {
      super(definition as unknown as OptimizerDefinition, parameters, options);
    }
  };
}
