/** The update rules in plain TypeScript, one element after the other. */
import {
  type ElementStep,
  groupNumbers,
  type ReferenceTensor,
  type StepGroup,
  type StepNumbers,
  type StepSpec,
  type StepTensor,
} from "../optimizers/spec";
import { gradientFactors } from "./gradients";

/** What the engine does around the rule of a group in this step. */
class Effects {
  private readonly coupled: number;
  private readonly kept: number;
  private readonly factor: number;
  private readonly clip: number;
  private readonly zeroes: boolean;
  private readonly averageRate: number;

  constructor(policy: Float64Array, numbers: Float64Array, shrink: number) {
    const [rate, , direction, coupled, decoupled] = numbers as unknown as readonly number[] as [number, number, number, number, number];
    this.coupled = coupled;
    this.kept = 1 - rate * decoupled;
    this.factor = direction * (policy[0] as number) * shrink;
    this.clip = (policy[1] as number) === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : (policy[1] as number) * shrink;
    this.zeroes = policy[5] !== 0;
    this.averageRate = policy[6] as number;
  }

  parameter({ arrays: [data] }: StepTensor, i: number): number {
    return (data?.[i] as number) * this.kept;
  }

  gradient({ arrays: [data, gradient] }: StepTensor, i: number): number {
    const scaled = (gradient?.[i] as number) * this.factor;
    const clipped = Math.abs(scaled) > this.clip ? Math.sign(scaled) * this.clip : scaled;
    return clipped + this.coupled * (data?.[i] as number);
  }

  move({ arrays: [data, gradient], average }: StepTensor, i: number, value: number): void {
    (data as Float32Array)[i] = value;
    if (this.zeroes) (gradient as Float32Array)[i] = 0;
    if (average !== undefined) average[i]! += this.averageRate * ((data?.[i] as number) - (average[i] as number));
  }
}

/** Numbers of an array by their names. */
function named(names: readonly string[], values: Float64Array): Record<string, number> {
  return Object.fromEntries(names.map((name, k) => [name, values[k] as number]));
}

function writeNamed(names: readonly string[], values: Record<string, number>, target: Float64Array): void {
  for (const [k, name] of names.entries()) target[k] = values[name] as number;
}

function stepElements(tensor: StepTensor, names: readonly string[], slots: number, effects: Effects, move: ElementStep): void {
  const arrays = tensor.arrays.slice(2);
  const state: Record<string, number> = {};
  const { length } = tensor.arrays[0] as Float32Array;
  for (let i = 0; i < length; ++i) {
    for (let k = 0; k < names.length; ++k) state[names[k] as string] = arrays[k]?.[i] as number;
    const moved = move(effects.parameter(tensor, i), effects.gradient(tensor, i), state);
    for (let k = 0; k < slots; ++k) (arrays[k] as Float32Array)[i] = state[names[k] as string] as number;
    effects.move(tensor, i, moved);
  }
}

/** The tensors of a group as a rule with loops of its own sees them. */
function referenceTensor(group: StepGroup, tensor: StepTensor, effects: Effects): ReferenceTensor {
  const { rows, columns, arrays, scalars } = tensor;
  return {
    length: (arrays[0] as Float32Array).length,
    rows,
    columns,
    parameter: (i) => effects.parameter(tensor, i),
    gradient: (i) => effects.gradient(tensor, i),
    move: (i, value) => effects.move(tensor, i, value),
    slots: Object.fromEntries(group.rule.slots.map((name, k) => [name, arrays[2 + k] as Float32Array])),
    scalars: named(group.rule.scalars, scalars),
  };
}

function stepGroup(group: StepGroup, policy: Float64Array, factors: readonly number[]): void {
  const { rule, numbers, tensors } = group;
  const [own, memoryAt] = [numbers.subarray(groupNumbers), groupNumbers + rule.numbers.length];
  const now = { learningRate: numbers[0], step: numbers[1], ...named(rule.numbers, own) } as StepNumbers;
  const memory = named(rule.memory, numbers.subarray(memoryAt));
  const effects = tensors.map((_, t) => new Effects(policy, numbers, factors[t] as number));
  if (rule.prepare !== undefined) {
    const move = rule.prepare(now, memory);
    const names = [...rule.slots, ...rule.inputs];
    for (const [t, tensor] of tensors.entries()) stepElements(tensor, names, rule.slots.length, effects[t] as Effects, move);
  }
  if (rule.stepGroup !== undefined) {
    const seen = tensors.map((tensor, t) => referenceTensor(group, tensor, effects[t] as Effects));
    rule.stepGroup(now, memory)(seen);
    for (const [t, { scalars }] of seen.entries()) writeNamed(rule.scalars, scalars, (tensors[t] as StepTensor).scalars);
  }
  writeNamed(rule.memory, memory, numbers.subarray(memoryAt));
}

/** Binds rules to their plain forms: a step, or false and nothing changed where the policy refuses it. */
export function bindReferenceStep({ groups, policy }: StepSpec): () => boolean {
  return () => {
    const factors = gradientFactors(groups, policy);
    if (factors === undefined) return false;
    for (const [g, group] of groups.entries()) stepGroup(group, policy, factors[g] as readonly number[]);
    return true;
  };
}
