/** An update rule as a backend receives it. */

/** An elementwise update rule: what it remembers per element and how it moves one. */
export interface StepRule {
  /** The name in the native catalogue. */
  readonly name: string;
  /** The names of the arrays of state, each as long as the parameter. */
  readonly slots: readonly string[];
  /**
   * The plain form in double precision for one step: given the hyper numbers (learning rate, step number from 1, then the
   * rule's options in their order), moves element `i` of `parameter` and its slots.
   */
  prepare(hyper: Float64Array): (parameter: Float32Array, gradient: Float32Array, slots: readonly Float32Array[], i: number) => void;
}

/** A rule bound to tensors, `[data, gradient, ...slots]` each; `hyper` is read at every step. */
export interface StepSpec {
  readonly rule: StepRule;
  readonly hyper: Float64Array;
  readonly tensors: readonly (readonly Float32Array[])[];
}
