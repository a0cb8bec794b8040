/** How an optimizer is declared. */
import type { OptionSpecs, OptionsOf } from "../options";
import { Optimizer, type OptimizerOptions, type ParameterGroupOptions } from "./optimizer";
import type { Parameter } from "./parameter";
import type { StepRule } from "./spec";

/** What every optimizer declares: from it follow checks, documentation, tests and benchmarks. */
export interface OptimizerDefinition<Specs extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  /** The paper or the reference implementation. */
  readonly source: string;
  readonly options: Specs;
  /** The learning rate where the caller gives none. */
  readonly learningRate: number;
  /** Every rule that it may choose. */
  readonly rules: readonly StepRule[];
  /** Why a combination of options makes no sense, or undefined. */
  conflict(options: OptionsOf<Specs>): string | undefined;
  /** The rule for these options. */
  rule(options: OptionsOf<Specs>): StepRule;
  /** The rule's options as numbers, in its order. */
  hyper(options: OptionsOf<Specs>): readonly number[];
}

type Declared<Specs extends OptionSpecs> = Omit<OptimizerDefinition<Specs>, "conflict"> &
  Partial<Pick<OptimizerDefinition<Specs>, "conflict">>;

/** The constructor of an optimizer: over one list of parameters, over groups, or unbound with options only. */
export interface OptimizerClass<Specs extends OptionSpecs> {
  new (options?: OptimizerOptions<Specs>): Optimizer;
  new (parameters: readonly (Parameter | ParameterGroupOptions<Specs>)[], options?: OptimizerOptions<Specs>): Optimizer;
  readonly definition: OptimizerDefinition<Specs>;
}

/** Declares an optimizer as a class to extend. */
export function defineOptimizer<const Specs extends OptionSpecs>(declared: Declared<Specs>): OptimizerClass<Specs> {
  const definition: OptimizerDefinition<Specs> = { conflict: () => undefined, ...declared };
  return class extends Optimizer {
    static readonly definition = definition;
    constructor(parameters?: unknown, options?: unknown) {
      super(definition as unknown as OptimizerDefinition, parameters, options);
    }
  };
}
