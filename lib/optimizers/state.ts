/** An optimizer's state as plain data. */
import { checkFloat32, checkInteger, checkLength, describe } from "../check";
import { typeError } from "../errors";
import type { ParameterGroup } from "./group";

/** The state of one group of parameters. */
export interface GroupState {
  /** Steps that the group has made; fewer than the optimizer's where it was added later. */
  readonly step: number;
  /** Per parameter, the arrays of the rule by name. */
  readonly slots: readonly Readonly<Record<string, Float32Array>>[];
  /** Per parameter, the numbers of the rule by name; most rules have none. */
  readonly scalars: readonly Readonly<Record<string, number>>[];
  /** The numbers that the rule remembers for all parameters of the group; most have none. */
  readonly memory: Readonly<Record<string, number>>;
}

/** An optimizer's state as plain data; `load` continues from it bit for bit. */
export interface OptimizerState {
  readonly name: string;
  /** Steps made. */
  readonly step: number;
  readonly groups: readonly GroupState[];
}

function named<T>(names: readonly string[], value: (index: number) => T): Record<string, T> {
  return Object.fromEntries(names.map((name, index) => [name, value(index)]));
}

/** A copy of the state of a group. @internal */
export function groupState({ rule, slots, scalars, memory, steps }: ParameterGroup): GroupState {
  return {
    step: steps,
    slots: slots.map((arrays) => named(rule.slots, (k) => (arrays[k] as Float32Array).slice())),
    scalars: scalars.map((numbers) => named(rule.scalars, (k) => numbers[k] as number)),
    memory: named(rule.memory, (k) => memory[k] as number),
  };
}

function checkList(value: unknown, length: number, argument: string, reason: string): readonly unknown[] {
  if (!Array.isArray(value)) throw typeError("ERR_INVALID_TYPE", `${argument}: expected an array, received ${describe(value)}`);
  checkLength(value, length, argument, reason);
  return value;
}

function checkNumbers(names: readonly string[], value: unknown, argument: string): Float64Array {
  return Float64Array.from(names, (name) => {
    const number = (value as Record<string, unknown> | undefined)?.[name];
    if (typeof number === "number") return number;
    throw typeError("ERR_INVALID_TYPE", `${argument}.${name}: expected a number, received ${describe(number)}`);
  });
}

type Copy = readonly [Float32Array, Float32Array] | readonly [Float64Array, Float64Array];

/** What has to be copied, target and source, to load a group's state, once all of it is found to fit; and its steps. */
function matchGroup(group: ParameterGroup, state: Partial<GroupState> | undefined, owner: string): { steps: number; copies: Copy[] } {
  const { rule, slots, scalars, memory } = group;
  const saved = checkList(state?.slots, slots.length, `${owner}.slots`, "one per parameter");
  const copies: Copy[] = slots.flatMap((arrays, i) =>
    rule.slots.map((slot, k) => {
      const argument = `${owner}.slots[${i}].${slot}`;
      const source = checkFloat32((saved[i] as Record<string, unknown> | undefined)?.[slot], argument);
      const target = arrays[k] as Float32Array;
      checkLength(
        source,
        target.length,
        argument,
        target.length === group.parameters[i]?.data.length ? "one per element of the parameter" : "those of the rule",
      );
      return [target, source] as const;
    }),
  );
  const steps = checkInteger(state?.step, `${owner}.step`, 0);
  if (rule.scalars.length > 0) {
    const numbers = checkList(state?.scalars, scalars.length, `${owner}.scalars`, "one per parameter");
    for (const [i, own] of scalars.entries()) copies.push([own, checkNumbers(rule.scalars, numbers[i], `${owner}.scalars[${i}]`)]);
  }
  copies.push([memory, checkNumbers(rule.memory, state?.memory, `${owner}.memory`)]);
  return { steps, copies };
}

/** Loads a state into the groups it was made for; returns the steps made. Nothing has changed when it throws. */
export function loadState(name: string, groups: readonly ParameterGroup[], state: OptimizerState): number {
  const owner = `${name}: load`;
  if (typeof state !== "object" || state === null || state.name !== name) {
    const received = describe((state as { name?: unknown })?.name ?? state);
    throw typeError("ERR_INVALID_TYPE", `${owner}: expected a state of ${name}, received ${received}`);
  }
  const step = checkInteger(state.step, `${owner}: step`, 0);
  const saved = checkList(state.groups, groups.length, `${owner}: groups`, "one per group of parameters");
  const matched = groups.map((group, g) => matchGroup(group, saved[g] as GroupState | undefined, `${owner}: groups[${g}]`));
  for (const [g, { steps, copies }] of matched.entries()) {
    for (const [target, source] of copies) target.set(source);
    (groups[g] as ParameterGroup).steps = steps;
  }
  return step;
}
