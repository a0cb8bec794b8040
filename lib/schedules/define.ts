/** How a schedule is declared: one object from which checks, documentation and tests follow. */
import { checkInteger } from "../check";
import { checkNames, type Domain, type OptionSpec, type OptionSpecs, type OptionsOf, resolveOptions } from "../options";
import type { Schedule } from "./schedule";

/** A number that the caller must give. */
export interface RequiredSpec {
  readonly domain: Domain;
  /** What it does, for the documentation. */
  readonly meaning: string;
}

/** The numbers that the caller must give, by name. */
export type RequiredSpecs = Readonly<Record<string, RequiredSpec>>;

type ScheduleValues<Required extends RequiredSpecs, Specs extends OptionSpecs> = {
  readonly [Name in keyof Required]: number;
} & OptionsOf<Specs>;

/** What every schedule declares. */
export interface ScheduleDefinition<Required extends RequiredSpecs = RequiredSpecs, Specs extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** The formula in words and signs. */
  readonly formula: string;
  /** The paper or the reference implementation. */
  readonly source: string;
  readonly required: Required;
  readonly options: Specs;
  /** The learning rate of a step, an integer of at least 0. */
  at(step: number, options: ScheduleValues<Required, Specs>): number;
}

/** The options of a schedule. */
export type ScheduleOptions<Required extends RequiredSpecs, Specs extends OptionSpecs> = { readonly [Name in keyof Required]: number } & {
  readonly [Name in keyof Specs]?: OptionsOf<Specs>[Name] | undefined;
};

/** Makes a schedule; carries its definition for documentation and tests. */
export interface ScheduleFactory<Required extends RequiredSpecs, Specs extends OptionSpecs> {
  /** @throws TypeError or RangeError with a code that names schedule, option, what was expected and what was received. */
  (options: ScheduleOptions<Required, Specs>): Schedule;
  readonly definition: ScheduleDefinition<Required, Specs>;
}

/** A schedule of a name: checks the step, an integer of at least 0, before it asks `at`. */
export function scheduleOf(name: string, at: Schedule): Schedule {
  return (step) => at(checkInteger(step, `${name}: step`, 0));
}

/** Declares a schedule. */
export function defineSchedule<const Required extends RequiredSpecs, const Specs extends OptionSpecs>(
  definition: ScheduleDefinition<Required, Specs>,
): ScheduleFactory<Required, Specs> {
  const { name, required, options: optional } = definition;
  // An absent required option is undefined, which no domain holds.
  const specs = { ...(required as unknown as Readonly<Record<string, OptionSpec>>), ...optional };
  const factory = (given: ScheduleOptions<Required, Specs>): Schedule => {
    checkNames(given, Object.keys(specs), name);
    const options = resolveOptions(specs, given, name) as ScheduleValues<Required, Specs>;
    return scheduleOf(name, (step) => definition.at(step, options));
  };
  return Object.assign(factory, { definition });
}
