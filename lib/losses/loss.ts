/** A loss with its options, called on arrays. */
import { activeBackend } from "../backend";
import { checkAttached, checkFloat32, describe, type Matrix } from "../check";
import { typeError } from "../errors";
import { checkNames } from "../options";
import { type Reduction, Wanted } from "./arrays";
import { BaseLoss, type CheckedCall, outputArray, type ValueOf } from "./base-loss";

/** What a call may be given besides predictions and targets. */
export interface CallOptions {
  /** How much each term counts: one number per element or one per row, at least 0; 0 ignores the term. */
  readonly weights?: Float32Array | undefined;
  /** Where the result goes (the gradient, for `valueAndGradient`); else a new array is made. It must not overlap an input. */
  readonly out?: Float32Array | undefined;
}

/** What {@link Loss.valueAndGradient} returns. */
export interface ValueAndGradient<R extends Reduction = Reduction> {
  readonly value: ValueOf<R>;
  /** The derivative of the value by each prediction, in the predictions' layout; it carries the reduction's scale. */
  readonly gradient: Float32Array;
  /** The number of terms that took part: not ignored, weight above 0. */
  readonly count: number;
}

const callOptionNames = ["weights", "out"];
/** No options at all: what a call without options has. */
export const noOptions: CallOptions = {};
const nothing = { values: undefined, gradient: undefined, hessian: undefined };

/**
 * A loss with its options, callable on Float32Arrays (or `{ data, shape }` where rows matter). Calls change nothing but
 * their output; a call that throws has written nothing.
 */
export abstract class Loss<P, T, R extends Reduction = Reduction> extends BaseLoss<R> {
  /** Checks predictions and targets and describes them for the kernel. */
  protected abstract check(prediction: P, target: T): CheckedCall;

  /**
   * The loss. With `reduction: "none"` the weighted terms, one per element or row, in `out` where given.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, bad labels and bad weights.
   */
  value(prediction: P, target: T, options: CallOptions = noOptions): ValueOf<R> {
    const call = this.begin(prediction, target, options);
    if (this.spec.reduction !== "none") {
      this.run(Wanted.value, call, options.weights, nothing);
      return this.bound().result[0] as ValueOf<R>;
    }
    const values = outputArray(options.out, call.terms, "out", "one per loss term");
    this.run(Wanted.value | Wanted.values, call, options.weights, { values, gradient: undefined, hessian: undefined });
    return values as ValueOf<R>;
  }

  /**
   * The derivative of the value by each prediction.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, bad labels and bad weights.
   */
  gradient(prediction: P, target: T, options: CallOptions = noOptions): Float32Array {
    const call = this.begin(prediction, target, options);
    const gradient = outputArray(options.out, call.prediction.length, "out", "one per prediction");
    this.run(Wanted.gradient, call, options.weights, { values: undefined, gradient, hessian: undefined });
    return gradient;
  }

  /**
   * Value and gradient in one pass over memory.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, bad labels and bad weights.
   */
  valueAndGradient(prediction: P, target: T, options: CallOptions = noOptions): ValueAndGradient<R> {
    const call = this.begin(prediction, target, options);
    const gradient = outputArray(options.out, call.prediction.length, "out", "one per prediction");
    const each = this.spec.reduction === "none";
    const values = each ? activeBackend().allocate(call.terms) : undefined;
    const wanted = Wanted.value | Wanted.gradient | (each ? Wanted.values : 0);
    const result = this.run(wanted, call, options.weights, { values, gradient, hessian: undefined });
    return { value: (values ?? result[0]) as ValueOf<R>, gradient, count: result[1] as number };
  }

  /**
   * The second derivative of the value by each prediction: the diagonal of the hessian, the true one almost everywhere.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, bad labels and bad weights.
   */
  hessian(prediction: P, target: T, options: CallOptions = noOptions): Float32Array {
    const call = this.begin(prediction, target, options);
    const hessian = outputArray(options.out, call.prediction.length, "out", "one per prediction");
    this.run(Wanted.hessian, call, options.weights, { values: undefined, gradient: undefined, hessian });
    return hessian;
  }

  protected begin(prediction: P, target: T, options: CallOptions): CheckedCall {
    if (options !== noOptions) checkNames(options, callOptionNames, `${this.name}: options of the call`);
    return this.check(prediction, target);
  }
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
