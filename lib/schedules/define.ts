/** How a schedule is declared: one object from which checks, documentation and tests follow. */
import { checkInteger } from "../check";
import { rangeError } from "../errors";
import { checkNames, type Domain, type OptionSpec, type OptionSpecs, type OptionsOf, resolveOptions } from "../options";
import type { Schedule } from "./schedule";

/** A number without a value of its own: the caller must give it, or leaving it out means something else. */
export interface RequiredSpec {
  readonly domain: Domain;
  /** What it does, for the documentation. */
  readonly meaning: string;
}

/** Numbers without values of their own, by name. */
export type RequiredSpecs = Readonly<Record<string, RequiredSpec>>;

/** What is told about every schedule, whatever it takes. */
export interface ScheduleNotes {
  readonly name: string;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** The formula in words and signs. */
  readonly formula: string;
  /** The paper or the reference implementation. */
  readonly source: string;
  /** What the caller must give. */
  readonly required: Readonly<Record<string, { readonly meaning: string }>>;
  /** What the caller may give. */
  readonly options: OptionSpecs;
}

type ScheduleValues<Required extends RequiredSpecs, Specs extends OptionSpecs, Omissible extends RequiredSpecs> = {
  readonly [Name in keyof Required]: number;
} & OptionsOf<Specs> & { readonly [Name in keyof Omissible]: number | undefined };

/** What a schedule declares whose options are numbers and words. */
export interface ScheduleDefinition<
  Required extends RequiredSpecs = RequiredSpecs,
  Specs extends OptionSpecs = OptionSpecs,
  Omissible extends RequiredSpecs = RequiredSpecs,
> extends ScheduleNotes {
  readonly required: Required;
  readonly options: Specs;
  /** Numbers that may be left out and have no value then. */
  readonly omissible: Omissible;
  /** Why a combination of options makes no sense, or undefined. */
  conflict(options: ScheduleValues<Required, Specs, Omissible>): string | undefined;
  /** The learning rate of a step, an integer of at least 0. */
  at(step: number, options: ScheduleValues<Required, Specs, Omissible>): number;
}

type Declared<Required extends RequiredSpecs, Specs extends OptionSpecs, Omissible extends RequiredSpecs> = Omit<
  ScheduleDefinition<Required, Specs, Omissible>,
  "conflict" | "omissible"
> &
  Partial<Pick<ScheduleDefinition<Required, Specs, Omissible>, "conflict" | "omissible">>;

/** The options of a schedule. */
export type ScheduleOptions<
  Required extends RequiredSpecs,
  Specs extends OptionSpecs,
  // biome-ignore lint/complexity/noBannedTypes: no names at all
  Omissible extends RequiredSpecs = {},
> = { readonly [Name in keyof Required]: number } & {
  readonly [Name in keyof Specs]?: OptionsOf<Specs>[Name] | undefined;
} & { readonly [Name in keyof Omissible]?: number | undefined };

/** Makes a schedule; carries its definition for documentation and tests. */
export interface ScheduleFactory<
  Required extends RequiredSpecs,
  Specs extends OptionSpecs,
  // biome-ignore lint/complexity/noBannedTypes: no names at all
  Omissible extends RequiredSpecs = {},
> {
  /** @throws TypeError or RangeError with a code that names schedule, option, what was expected and what was received. */
  (options: ScheduleOptions<Required, Specs, Omissible>): Schedule;
  readonly definition: ScheduleDefinition<Required, Specs, Omissible>;
}

/** A schedule of a name: checks the step, an integer of at least 0, before it asks `at`. */
export function scheduleOf(name: string, at: Schedule): Schedule {
  return (step) => at(checkInteger(step, `${name}: step`, 0));
}

/** Declares a schedule. */
export function defineSchedule<
  const Required extends RequiredSpecs,
  const Specs extends OptionSpecs,
  // biome-ignore lint/complexity/noBannedTypes: no names at all
  const Omissible extends RequiredSpecs = {},
>(declared: Declared<Required, Specs, Omissible>): ScheduleFactory<Required, Specs, Omissible> {
  const definition = { omissible: {} as Omissible, conflict: () => undefined, ...declared };
  const { name, required, options: optional, omissible } = definition;
  const known = [required, optional, omissible].flatMap((specs) => Object.keys(specs));
  const factory = (given: ScheduleOptions<Required, Specs, Omissible>): Schedule => {
    checkNames(given, known, name);
    const present = Object.entries(omissible).filter(([own]) => given[own] !== undefined);
    // An absent required option is undefined, which no domain holds.
    const specs = { ...required, ...optional, ...Object.fromEntries(present) } as unknown as Readonly<Record<string, OptionSpec>>;
    const options = resolveOptions(specs, given, name) as ScheduleValues<Required, Specs, Omissible>;
    const conflict = definition.conflict(options);
    if (conflict !== undefined) throw rangeError("ERR_INVALID_OPTION", `${name}: ${conflict}`);
    return scheduleOf(name, (step) => definition.at(step, options));
  };
  return Object.assign(factory, { definition });
}
