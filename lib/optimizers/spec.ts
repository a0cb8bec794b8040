/** Update rules as a backend receives them. */

/** What a rule is told once per step: the learning rate, the number of the step from 1, and its own options. */
export type StepNumbers<Name extends string = string> = Readonly<Record<Name | "learningRate" | "step", number>>;

/** Moves one element: from the parameter and its gradient to the new parameter. `state` holds the slots, which it changes, and the inputs. */
export type ElementStep<Slot extends string = string> = (parameter: number, gradient: number, state: Record<Slot, number>) => number;

/** A tensor as a rule with loops of its own sees it on the reference. */
export interface ReferenceTensor {
  readonly length: number;
  readonly rows: number;
  readonly columns: number;
  /** The parameter after decoupled decay. */
  parameter(i: number): number;
  /** The gradient after scale, clipping and coupled decay. */
  gradient(i: number): number;
  /** Writes the new parameter, and what follows from it. */
  move(i: number, value: number): void;
  readonly slots: Readonly<Record<string, Float32Array>>;
  readonly scalars: Record<string, number>;
}

/** An update rule: what it remembers, what it reads, and its plain form in double precision. */
export interface StepRule {
  /** The name in the native catalogue. */
  readonly name: string;
  /** The arrays of state; each as long as the parameter unless `slotLength` says otherwise. */
  readonly slots: readonly string[];
  /** Further arrays of the parameter that it reads, by its property. */
  readonly inputs: readonly string[];
  /** Numbers remembered for each tensor. */
  readonly scalars: readonly string[];
  /** Numbers remembered for all tensors together. */
  readonly memory: readonly string[];
  /** Options that it reads, in the order of the native rule: booleans as 0 and 1, conventions as their numbers. */
  readonly numbers: readonly string[];
  /** Which matrices a tensor is: one of its first dimension by all others, or many of its last two. */
  readonly matrices: "first" | "last";
  /** Slots that don't start with 0: the option whose value fills them. */
  readonly filled: Readonly<Record<string, string>>;
  /** How many elements a slot has. */
  slotLength(tensor: { readonly length: number; readonly rows: number; readonly columns: number }, slot: string): number;
  /** For an elementwise rule: how to move an element in this step. */
  prepare?(now: StepNumbers, memory: Record<string, number>): ElementStep;
  /** For any other rule: moves all tensors of a group. */
  stepGroup?(now: StepNumbers, memory: Record<string, number>): (tensors: readonly ReferenceTensor[]) => void;
}

interface DeclaredRule<Slot extends string, Input extends string, Memory extends string, Name extends string> {
  readonly name: string;
  readonly slots: readonly Slot[];
  readonly inputs?: readonly Input[];
  readonly scalars?: readonly string[];
  readonly memory?: readonly Memory[];
  readonly numbers: readonly Name[];
  readonly matrices?: StepRule["matrices"];
  readonly filled?: Readonly<Partial<Record<Slot, string>>>;
  slotLength?: StepRule["slotLength"];
  prepare?(now: StepNumbers<NoInfer<Name>>, memory: Record<NoInfer<Memory>, number>): ElementStep<NoInfer<Slot | Input>>;
  stepGroup?: StepRule["stepGroup"];
}

/** Declares a rule. */
export function defineRule<
  const Slot extends string,
  const Name extends string,
  const Input extends string = never,
  const Memory extends string = never,
>(declared: DeclaredRule<Slot, Input, Memory, Name>): StepRule {
  return {
    inputs: [],
    scalars: [],
    memory: [],
    matrices: "first",
    filled: {},
    slotLength: ({ length }) => length,
    ...declared,
  } as StepRule;
}

/** The numbers of a group before its options: learning rate, step, 1 or −1 to climb, coupled and decoupled weight decay. */
export const groupNumbers = 5;

/** One tensor of a step. */
export interface StepTensor {
  /** Data, gradient, slots, inputs. */
  readonly arrays: readonly Float32Array[];
  readonly scalars: Float64Array;
  /** The moving average of the data, where there is one. */
  readonly average: Float32Array | undefined;
  readonly rows: number;
  readonly columns: number;
}

/** Tensors that one rule steps. */
export interface StepGroup {
  readonly rule: StepRule;
  /** {@link groupNumbers}, the rule's options, its memory; read anew at each step. */
  readonly numbers: Float64Array;
  readonly tensors: readonly StepTensor[];
}

/** Everything that one call steps; `policy` is that of {@link StepPolicy}, read anew at each step. */
export interface StepSpec {
  readonly groups: readonly StepGroup[];
  readonly policy: Float64Array;
}
