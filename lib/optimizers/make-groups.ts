/** From options and parameters to groups. */
import { describe } from "../check";
import { rangeError, typeError } from "../errors";
import { checkNames, resolveOptions } from "../options";
import type { ConventionName } from "./convention";
import type { OptimizerDefinition } from "./define";
import { checkLearningRate, ParameterGroup } from "./group";
import { checkParameter, type Parameter } from "./parameter";

type Given = Readonly<Record<string, unknown>>;

/** The names of the options that a group of an optimizer may have. */
export function groupOptionNames({ options, fallback }: OptimizerDefinition): string[] {
  return [...Object.keys(options), "learningRate", ...(fallback === undefined ? [] : ["fallback"])];
}

/** What has been given for a group, over what its convention starts with. */
function withConvention({ conventions, options }: OptimizerDefinition, given: Given): Record<string, unknown> {
  const all: Record<string, unknown> = { ...given };
  const convention = all["convention"] ?? options["convention"]?.initial;
  for (const [name, value] of Object.entries(conventions[convention as ConventionName] ?? {})) all[name] ??= value;
  return all;
}

/** Messages about options speak of `optionsOwner`, others of `owner`. */
function makeGroup(
  definition: OptimizerDefinition,
  given: Given,
  parameters: readonly Parameter[],
  owner: string,
  optionsOwner = owner,
): ParameterGroup {
  const all = withConvention(definition, given);
  const options = resolveOptions(definition.options, all, optionsOwner);
  const conflict = definition.conflict(options);
  if (conflict !== undefined) throw rangeError("ERR_INVALID_OPTION", `${optionsOwner}: ${conflict}`);
  const rule = definition.rule(options);
  return new ParameterGroup({
    owner,
    parameters: parameters.map((parameter, i) => checkParameter(parameter, `${owner}: parameters[${i}]`, rule.inputs)),
    learningRate: checkLearningRate(all["learningRate"] === undefined ? definition.learningRate : all["learningRate"], optionsOwner),
    options,
    derived: definition.derived(options),
    rule,
    decoupled: definition.decoupled,
  });
}

/** The options of the fallback: its own over the learning rate and the direction of the optimizer. */
function fallbackOptions(definition: OptimizerDefinition, given: Given, owner: string): Given {
  const own = given["fallback"] === undefined ? {} : given["fallback"];
  checkNames(own, groupOptionNames(definition), `${owner}: fallback`);
  const { learningRate, maximize } = given;
  return { learningRate, maximize, ...own };
}

/**
 * The groups for a list of parameters: one, and another where some are for the optimizer's fallback.
 * @throws TypeError or RangeError with a code for what is no parameter and for bad options.
 */
export function makeGroups(definition: OptimizerDefinition, given: Given, parameters: unknown, owner: string): ParameterGroup[] {
  if (!Array.isArray(parameters)) {
    throw typeError("ERR_INVALID_TYPE", `${owner}: parameters: expected an array of { data, gradient }, received ${describe(parameters)}`);
  }
  const { fallback } = definition;
  if (fallback === undefined) return [makeGroup(definition, given, parameters, owner)];
  for (const [i, parameter] of parameters.entries()) checkParameter(parameter, `${owner}: parameters[${i}]`, []);
  const others = parameters.filter((parameter) => fallback.takes(parameter));
  const own = parameters.filter((parameter) => !fallback.takes(parameter));
  const made = makeGroup(definition, given, own, owner);
  const left = makeGroup(fallback.definition, fallbackOptions(fallback.definition, given, owner), others, owner, `${owner}: fallback`);
  return others.length === 0 ? [made] : own.length === 0 ? [left] : [made, left];
}
