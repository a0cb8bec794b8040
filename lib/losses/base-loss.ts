/** What all losses share: their options, their kernel on the active backend, and the words for a call that is refused. */
import { activeBackend, type Backend, type LossKernel } from "../backend";
import { checkFloat32, checkLength, describe } from "../check";
import { rangeError } from "../errors";
import type { FurtherArrays } from "../native/addon";
import { Failure, type LabelArray, type Reduction } from "./arrays";
import { outsideError, type ValueDomain } from "./domain";
import type { LossSpec } from "./spec";

/** A value as the reduction makes it: a number, or with `"none"` the weighted terms one by one. */
export type ValueOf<R extends Reduction> = R extends "none" ? Float32Array : number;

/** The arrays of one call after their checks, in the form that a kernel takes. */
export interface CheckedCall {
  rows: number;
  columns: number;
  /** The predictions, or the first of several. */
  prediction: Float32Array;
  /** The second prediction and those after it. */
  others: readonly (Float32Array | undefined)[];
  targets: Float32Array | LabelArray;
  /** {@link TargetKind} in its place among the bits. */
  targetBits: number;
  /** Loss terms: elements, or rows. */
  terms: number;
  /** The length of a projection's hidden vectors. */
  depth?: number;
  /** What each row's full hessian is to be multiplied with. */
  vector?: Float32Array;
}

/** The outputs of one call; of several predictions the first's, then the others'. */
export interface Outputs {
  readonly values: Float32Array | undefined;
  readonly gradient: Float32Array | undefined;
  readonly hessian: Float32Array | undefined;
  readonly others?: readonly { readonly gradient: Float32Array | undefined; readonly hessian: Float32Array | undefined }[];
}

/** A loss with its options, bound to a kernel at its first call. */
export abstract class BaseLoss<R extends Reduction = Reduction> {
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

  /** The kernel on the active backend. @internal */
  bound(): LossKernel {
    const backend = activeBackend();
    if (this.kernel === undefined || this.backend !== backend) {
      this.kernel = backend.bindLoss(this.spec);
      this.backend = backend;
    }
    return this.kernel;
  }

  /** The names of the predictions in messages. */
  protected inputNames(): readonly string[] {
    return ["prediction"];
  }

  /** Evaluates into the outputs; returns the kernel's results. */
  protected run(wanted: number, call: CheckedCall, weights: Float32Array | undefined, outputs: Outputs): Float64Array {
    const weightCount = weights === undefined ? 0 : checkWeights(weights, call);
    const { evaluate, result } = this.bound();
    const { rows, columns, prediction, targets, targetBits, others, depth, vector } = call;
    const { values, gradient, hessian } = outputs;
    const flags = wanted | targetBits;
    const failure =
      others.length === 0 && vector === undefined
        ? evaluate(flags, rows, columns, prediction, targets, weightCount, weights, values, gradient, hessian)
        : evaluate(
            ...([flags, rows, columns, prediction, targets, weightCount, weights, values, gradient, hessian] as const),
            ...arraysOf(others, outputs),
            depth,
            vector,
          );
    if (failure !== Failure.none) this.explain(failure, call, weights);
    return result;
  }

  private explain(failure: number, call: CheckedCall, weights: Float32Array | undefined): never {
    const [, , index = 0, , input = 0] = this.bound().result;
    const { domains } = this.spec;
    if (failure === Failure.prediction) {
      const data = [call.prediction, ...call.others][input] as Float32Array;
      throw outsideError(domains[input] as ValueDomain, `${this.inputNames()[input]}[${index}]`, data[index] as number);
    }
    if (failure === Failure.target) {
      throw outsideError(domains[domains.length - 1] as ValueDomain, `target[${index}]`, call.targets[index] as number);
    }
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

/** The second prediction with its outputs, then the third with its own. */
function arraysOf([second, third]: CheckedCall["others"], { others }: Outputs): FurtherArrays {
  return [second, others?.[0]?.gradient, others?.[0]?.hessian, third, others?.[1]?.gradient, others?.[1]?.hessian];
}

/** The number of weights: one per loss term or one per row. */
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

/** A caller's array for an output, or a new one. */
export function outputArray(out: unknown, length: number, argument: string, reason: string): Float32Array {
  if (out === undefined) return activeBackend().allocate(length);
  const array = checkFloat32(out, argument);
  checkLength(array, length, argument, reason);
  return array;
}
