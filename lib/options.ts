/** Declared options: what a loss or an optimizer takes, with its domain, checked in one place. */
import { describe } from "./check";
import { rangeError, typeError } from "./errors";

/** What numbers an option may have. */
export type NumberDomain =
  | "real"
  | "extendedReal"
  | "positive"
  | "nonNegative"
  | "bound"
  | "fraction"
  | "rate"
  | "integer"
  | "count"
  | "positiveCount";

/** What values an option may have; `each` is a number, or an array with one per class. */
export type Domain = NumberDomain | "boolean" | "triple" | readonly string[] | { readonly each: NumberDomain };

/** A number, or one per class. */
export type PerClass = number | readonly number[] | Float32Array;

/** What a declared option may be. */
export type OptionValue = number | boolean | string | readonly number[];

/** One declared option. */
export interface OptionSpec<T = OptionValue> {
  /** The value where the caller gives none. */
  readonly initial: T;
  /**
   * The legal values: `extendedReal` has −∞ too, `bound` is above 0 and may be infinite, `fraction` is 0 to 1 both included, `rate` is
   * 0 included to 1 excluded, `count` an integer of at least 0, `positiveCount` one above 0, `triple` three numbers.
   */
  readonly domain: Domain;
  /** What it does, for the documentation. */
  readonly meaning: string;
}

/** The declared options of a loss or an optimizer, by name. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type Widened<T> = T extends number ? number : T extends boolean ? boolean : T extends readonly number[] ? readonly number[] : T;
type ValueOfSpec<S extends OptionSpec> = S["domain"] extends { readonly each: NumberDomain }
  ? PerClass
  : S["domain"] extends readonly (infer Name)[]
    ? Name
    : Widened<S["initial"]>;

/** The values that declared options take, all present. */
export type OptionsOf<Specs extends OptionSpecs> = { readonly [Name in keyof Specs]: ValueOfSpec<Specs[Name]> };

const numberDomains: Readonly<Record<NumberDomain, { test: (x: number) => boolean; words: string }>> = {
  real: { test: (x) => Number.isFinite(x), words: "a finite number" },
  extendedReal: { test: (x) => x < Number.POSITIVE_INFINITY, words: "a finite number or -Infinity" },
  positive: { test: (x) => x > 0 && x < Number.POSITIVE_INFINITY, words: "a finite number above 0" },
  nonNegative: { test: (x) => x >= 0 && x < Number.POSITIVE_INFINITY, words: "a finite number of at least 0" },
  bound: { test: (x) => x > 0, words: "a number above 0" },
  fraction: { test: (x) => x >= 0 && x <= 1, words: "a number from 0 to 1" },
  rate: { test: (x) => x >= 0 && x < 1, words: "a number of at least 0 and below 1" },
  integer: { test: (x) => Number.isSafeInteger(x), words: "an integer" },
  count: { test: (x) => Number.isSafeInteger(x) && x >= 0, words: "an integer of at least 0" },
  positiveCount: { test: (x) => Number.isSafeInteger(x) && x > 0, words: "an integer above 0" },
};

function checkTriple(value: unknown, argument: string): void {
  if (!Array.isArray(value))
    throw typeError("ERR_INVALID_OPTION", `${argument}: expected an array of 3 numbers, received ${describe(value)}`);
  if (value.length !== 3) throw rangeError("ERR_INVALID_OPTION", `${argument}: expected 3 numbers, received ${describe(value)}`);
  for (const [index, number] of value.entries()) checkOption(number, "real", `${argument}[${index}]`);
}

function checkOption(value: unknown, domain: Domain, argument: string): void {
  if (domain === "boolean") {
    if (typeof value !== "boolean") throw typeError("ERR_INVALID_OPTION", `${argument}: expected a boolean, received ${describe(value)}`);
    return;
  }
  if (domain === "triple") {
    checkTriple(value, argument);
    return;
  }
  if (typeof domain === "object" && "each" in domain) {
    checkEach(value, domain.each, argument);
    return;
  }
  if (typeof domain !== "string") {
    if (domain.includes(value as string)) return;
    const names = domain.map((name) => JSON.stringify(name)).join(" or ");
    throw typeError("ERR_INVALID_OPTION", `${argument}: expected ${names}, received ${describe(value)}`);
  }
  checkNumber(value, domain, argument);
}

function checkNumber(value: unknown, domain: NumberDomain, argument: string): void {
  const { test, words } = numberDomains[domain];
  if (typeof value !== "number") throw typeError("ERR_INVALID_OPTION", `${argument}: expected ${words}, received ${describe(value)}`);
  if (!test(value)) throw rangeError("ERR_INVALID_OPTION", `${argument}: expected ${words}, received ${describe(value)}`);
}

/** A number, or a non-empty array of numbers. */
function checkEach(value: unknown, domain: NumberDomain, argument: string): void {
  const list = Array.isArray(value) || value instanceof Float32Array ? Array.from(value as ArrayLike<unknown>) : undefined;
  if (typeof value !== "number" && (list === undefined || list.length === 0)) {
    const expected = `${numberDomains[domain].words} or an array of them, one per class`;
    throw typeError("ERR_INVALID_OPTION", `${argument}: expected ${expected}, received ${describe(value)}`);
  }
  if (list === undefined) checkNumber(value, domain, argument);
  else for (const [index, item] of list.entries()) checkNumber(item, domain, `${argument}[${index}]`);
}

/** The number for class `index`. */
export function ofClass(option: PerClass, index: number): number {
  return typeof option === "number" ? option : (option[index] as number);
}

/** An option with its numbers rounded to float32, as both writings see them. */
export function rounded(value: unknown): unknown {
  if (typeof value === "number") return Math.fround(value);
  return Array.isArray(value) || value instanceof Float32Array ? Array.from(value as ArrayLike<number>, Math.fround) : value;
}

/** Throws when `given` is no object or has a name that is not among `known`. */
export function checkNames(given: unknown, known: readonly string[], owner: string): asserts given is Record<string, unknown> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw typeError("ERR_INVALID_TYPE", `${owner}: expected an object of options, received ${describe(given)}`);
  }
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      throw typeError("ERR_UNKNOWN_OPTION", `${owner}: expected options among ${known.join(", ")}, received ${JSON.stringify(name)}`);
    }
  }
}

/** The declared options with the caller's values over the initial ones; an option given as undefined counts as absent. */
export function resolveOptions<Specs extends OptionSpecs>(specs: Specs, given: Record<string, unknown>, owner: string): OptionsOf<Specs> {
  const resolved: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = given[name] === undefined ? spec.initial : given[name];
    checkOption(value, spec.domain, `${owner}: ${name}`);
    resolved[name] = value;
  }
  return resolved as OptionsOf<Specs>;
}
