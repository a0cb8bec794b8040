/** A loss with its options, called on arrays. */
import { activeBackend, type Backend, type LossKernel } from "../backend";
import { checkAttached, checkFloat32, checkLength, describe, type Matrix } from "../check";
import { rangeError, typeError } from "../errors";
import { checkNames } from "../options";
import { Failure, type LabelArray, type Reduction, Wanted } from "./arrays";
import type { LossSpec } from "./spec";

/** What a call may be given besides predictions and targets. */
export interface CallOptions {
  /** How much each term counts: one number per element or one per row, at least 0; 0 ignores the term. */
  readonly weights?: Float32Array | undefined;
  /** Where the result goes (the gradient, for `valueAndGradient`); else a new array is made. It must not overlap an input. */
  readonly out?: Float32Array | undefined;
}

/** A value as the reduction makes it: a number, or with `"none"` the weighted terms one by one. */
export type ValueOf<R extends Reduction> = R extends "none" ? Float32Array : number;

/** What {@link Loss.valueAndGradient} returns. */
export interface ValueAndGradient<R extends Reduction = Reduction> {
  readonly value: ValueOf<R>;
  /** The derivative of the value by each prediction, in the predictions' layout; it carries the reduction's scale. */
  readonly gradient: Float32Array;
  /** The number of terms that took part: not ignored, weight above 0. */
  readonly count: number;
}

/** The arrays of one call after their checks, in the form that a kernel takes. */
export interface CheckedCall {
  rows: number;
  columns: number;
  prediction: Float32Array;
  targets: Float32Array | LabelArray;
  /** {@link TargetKind} in its place among the bits. */
  targetBits: number;
  /** Loss terms: elements, or rows. */
  terms: number;
}

const callOptionNames = ["weights", "out"];
/** No options at all: what a call without options has. */
export const noOptions: CallOptions = {};

/**
 * A loss with its options, callable on Float32Arrays (or `{ data, shape }` where rows matter). Calls change nothing but
 * their output; a call that throws has written nothing.
 */
export abstract class Loss<P, T, R extends Reduction = Reduction> {
  private backend: Backend | undefined;
  private kernel: LossKernel | undefined;

  /** @internal */
  constructor(readonly spec: LossSpec) {}

  /** The name in the catalogue. */
  get name(): string {
    return this.spec.definition.name;
  }

  /** How the terms become one value. */
  get reduction(): R {
    return this.spec.reduction as R;
  }

  /** Checks predictions and targets and describes them for the kernel. */
  protected abstract check(prediction: P, target: T): CheckedCall;

  /**
   * The loss. With `reduction: "none"` the weighted terms, one per element or row, in `out` where given.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, bad labels and bad weights.
   */
  value(prediction: P, target: T, options: CallOptions = noOptions): ValueOf<R> {
    const call = this.begin(prediction, target, options);
    if (this.spec.reduction !== "none") {
      this.run(Wanted.value, call, options, undefined, undefined, undefined);
      return this.bound().result[0] as ValueOf<R>;
    }
    const values = this.output(options, call.terms, "one per loss term");
    this.run(Wanted.value | Wanted.values, call, options, values, undefined, undefined);
    return values as ValueOf<R>;
  }

  /**
   * The derivative of the value by each prediction.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, bad labels and bad weights.
   */
  gradient(prediction: P, target: T, options: CallOptions = noOptions): Float32Array {
    const call = this.begin(prediction, target, options);
    const gradient = this.output(options, call.prediction.length, "one per prediction");
    this.run(Wanted.gradient, call, options, undefined, gradient, undefined);
    return gradient;
  }

  /**
   * Value and gradient in one pass over memory.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, bad labels and bad weights.
   */
  valueAndGradient(prediction: P, target: T, options: CallOptions = noOptions): ValueAndGradient<R> {
    const call = this.begin(prediction, target, options);
    const gradient = this.output(options, call.prediction.length, "one per prediction");
    const each = this.spec.reduction === "none";
    const values = each ? activeBackend().allocate(call.terms) : undefined;
    const wanted = Wanted.value | Wanted.gradient | (each ? Wanted.values : 0);
    const result = this.run(wanted, call, options, values, gradient, undefined);
    return { value: (values ?? result[0]) as ValueOf<R>, gradient, count: result[1] as number };
  }

  /**
   * The second derivative of the value by each prediction: the diagonal of the hessian, the true one almost everywhere.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, bad labels and bad weights.
   */
  hessian(prediction: P, target: T, options: CallOptions = noOptions): Float32Array {
    const call = this.begin(prediction, target, options);
    const hessian = this.output(options, call.prediction.length, "one per prediction");
    this.run(Wanted.hessian, call, options, undefined, undefined, hessian);
    return hessian;
  }

  /** The kernel on the active backend. @internal */
  bound(): LossKernel {
    const backend = activeBackend();
    if (this.kernel === undefined || this.backend !== backend) {
      this.kernel = backend.bindLoss(this.spec);
      this.backend = backend;
    }
    return this.kernel;
  }

  protected begin(prediction: P, target: T, options: CallOptions): CheckedCall {
    if (options !== noOptions) checkNames(options, callOptionNames, `${this.name}: options of the call`);
    return this.check(prediction, target);
  }

  protected output(options: CallOptions, length: number, reason: string): Float32Array {
    const out = options.out;
    if (out === undefined) return activeBackend().allocate(length);
    checkFloat32(out, "out");
    checkLength(out, length, "out", reason);
    return out;
  }

  protected run(
    wanted: number,
    call: CheckedCall,
    options: CallOptions,
    values: Float32Array | undefined,
    gradient: Float32Array | undefined,
    hessian: Float32Array | undefined,
    vector?: Float32Array,
  ): Float64Array {
    const weights = options.weights;
    const weightCount = weights === undefined ? 0 : checkWeights(weights, call);
    const { evaluate, result } = this.bound();
    const { rows, columns, prediction, targets, targetBits } = call;
    const flags = wanted | targetBits;
    const failure = evaluate(flags, rows, columns, prediction, targets, weightCount, weights, values, gradient, hessian, vector);
    if (failure !== Failure.none) this.explain(failure, result[2] as number, call, weights);
    return result;
  }

  private explain(failure: number, index: number, call: CheckedCall, weights: Float32Array | undefined): never {
    if (failure === Failure.weight) {
      throw rangeError("ERR_INVALID_WEIGHT", `weights[${index}]: expected a number of at least 0, received ${describe(weights?.[index])}`);
    }
    if (failure === Failure.label) {
      const range = `a label from 0 to ${call.columns - 1}${Number.isNaN(this.spec.ignoredLabel) ? "" : ` or ${this.spec.ignoredLabel} to ignore the row`}`;
      throw rangeError("ERR_INVALID_LABEL", `target[${index}]: expected ${range}, received ${describe(call.targets[index])}`);
    }
    throw rangeError("ERR_OVERLAP", "out: expected an array that shares no memory with the inputs, received one that does");
  }
}

/** The number of weights: one per element or one per row. */
function checkWeights(weights: Float32Array, call: CheckedCall): number {
  checkFloat32(weights, "weights");
  const elements = call.terms;
  if (weights.length !== elements && weights.length !== call.rows) {
    const each =
      elements === call.rows
        ? `${elements} elements (one per loss term)`
        : `${elements} elements (one per loss term) or ${call.rows} (one per row)`;
    throw rangeError("ERR_INVALID_LENGTH", `weights: expected ${each}, received ${describe(weights)}`);
  }
  return weights.length;
}

/** The numbers of an argument that is a Float32Array or `{ data: Float32Array, shape }`. */
export function dataOf(value: Float32Array | Matrix, argument: string): Float32Array {
  if (value instanceof Float32Array) {
    if (value.length === 0) checkAttached(value, argument);
    return value;
  }
  if (typeof value === "object" && value !== null && "data" in value) return checkFloat32(value.data, `${argument}.data`);
  throw typeError("ERR_INVALID_TYPE", `${argument}: expected a Float32Array or { data: Float32Array, shape }, received ${describe(value)}`);
}
