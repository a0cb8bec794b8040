/** From a definition and a caller's options to what a backend binds. */
import { describe } from "../check";
import { rangeError, typeError } from "../errors";
import { checkNames, resolveOptions, rounded } from "../options";
import { type Reduction, reductions } from "./arrays";
import type { AnyDefinition, KernelChoice, RowDomain, RowTargetDomain } from "./definition";
import type { ValueDomain } from "./domain";
import type { LossSpec } from "./spec";

/** The kernel of a loss that takes its numeric options in the order of their declaration. */
export function defaultKernel(name: string, options: Readonly<Record<string, unknown>>): KernelChoice {
  return { name, values: Object.values(options).filter((value) => typeof value === "number") };
}

function checkReduction(value: unknown, owner: string): Reduction {
  if (value === undefined) return "mean";
  if (reductions.includes(value as Reduction)) return value as Reduction;
  const names = reductions.map((name) => JSON.stringify(name)).join(", ");
  throw typeError("ERR_INVALID_OPTION", `${owner}: reduction: expected one of ${names}, received ${describe(value)}`);
}

/** Class weights: one finite number of at least 0 per class. */
function checkClassWeights(value: unknown, owner: string): readonly number[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) && !(value instanceof Float32Array)) {
    throw typeError(
      "ERR_INVALID_OPTION",
      `${owner}: classWeights: expected an array of numbers, one per class, received ${describe(value)}`,
    );
  }
  const weights = Array.from(value as ArrayLike<unknown>);
  for (const [index, weight] of weights.entries()) {
    if (typeof weight !== "number" || !(weight >= 0) || Math.fround(weight) === Number.POSITIVE_INFINITY) {
      throw rangeError(
        "ERR_INVALID_WEIGHT",
        `${owner}: classWeights[${index}]: expected a finite number of at least 0, received ${describe(weight)}`,
      );
    }
  }
  return weights.map((weight) => Math.fround(weight as number));
}

/** The label that PyTorch ignores where nothing else is said. */
const defaultIgnoreIndex = -100;

function checkIgnoredLabel(value: unknown, owner: string): number {
  if (value === undefined) return defaultIgnoreIndex;
  if (value === null) return Number.NaN;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw typeError("ERR_INVALID_OPTION", `${owner}: ignoreIndex: expected an integer or null, received ${describe(value)}`);
}

/** Whether the domains are to be checked. */
function checkValidate(value: unknown, owner: string): boolean {
  if (value === undefined || typeof value === "boolean") return value ?? true;
  throw typeError("ERR_INVALID_OPTION", `${owner}: validate: expected a boolean, received ${describe(value)}`);
}

const rowDomains: Readonly<Record<RowDomain | RowTargetDomain, ValueDomain>> = {
  logits: "real",
  logProbabilities: "real",
  probabilities: "fraction",
  shares: "fraction",
  classes: "fraction",
  oneHot: "fraction",
  multiHot: "fraction",
  relevance: "nonNegative",
};

/** What each prediction and then the target may be; nothing where every number will do. */
function domainsOf(definition: AnyDefinition, options: never): readonly ValueDomain[] {
  if (definition.shape === "rowwise") {
    const { prediction, target } = definition.domain(options);
    return someOf([rowDomains[prediction], rowDomains[target]]);
  }
  if (definition.shape === "projection") return ["real", "real", "real", "fraction"];
  const { prediction, target } = definition.domain(options);
  return someOf([...(typeof prediction === "string" ? [prediction] : prediction), target]);
}

function someOf(domains: readonly ValueDomain[]): readonly ValueDomain[] {
  return domains.every((domain) => domain === "real") ? [] : domains;
}

/** Options of every loss. */
export const commonOptions = ["reduction", "validate"];

/** Checks a caller's options against the definition; numbers are rounded to float32, as both writings see them. */
export function specOf(definition: AnyDefinition, given: object, common: readonly string[]): LossSpec {
  const owner = definition.name;
  checkNames(given, [...Object.keys(definition.options), ...common, ...commonOptions], owner);
  const resolved = resolveOptions(definition.options, given, owner);
  const inFloat32 = Object.entries(resolved).map(([name, value]) => [name, rounded(value)]);
  const options = resolveOptions(definition.options, Object.fromEntries(inFloat32), `${owner} in float32`);
  return {
    definition,
    options,
    kernel: definition.kernel(options),
    reduction: checkReduction(given["reduction"], owner),
    classWeights: checkClassWeights(given["classWeights"], owner),
    ignoredLabel: checkIgnoredLabel(given["ignoreIndex"], owner),
    domains: checkValidate(given["validate"], owner) ? domainsOf(definition, options as never) : [],
  };
}

/** What every loss takes besides its own options. */
export interface CommonOptions<R extends Reduction> {
  /** How the terms become one value; default `"mean"`. */
  reduction?: R | undefined;
  /** False skips the search for predictions and targets for which the loss means nothing; default true. */
  validate?: boolean | undefined;
}
