/** Losses of a row of scores and a label or a row of targets. */
import { checkAttached, checkLength, checkShaped, describe, isShaped, type Matrix, unshared } from "../check";
import { rangeError, typeError } from "../errors";
import type { OptionSpecs, OptionsOf } from "../options";
import { type LabelArray, labelKind, type Reduction, TargetKind, targetShift, type Values, Wanted } from "./arrays";
import { type CheckedCall, outputArray } from "./base-loss";
import type { RowwiseDefinition } from "./definition";
import { type CommonOptions, defaultKernel, specOf } from "./factory";
import { type CallOptions, dataOf, Loss, noOptions } from "./loss";
import type { LossSpec } from "./spec";

const labelTypes = "labels (Int32Array, Uint16Array or Uint8Array) or ";

function kindOf(labels: unknown, labelled: boolean): number {
  const kind = labelled ? labelKind(labels) : undefined;
  if (kind !== undefined) return kind;
  const expected = `${labelled ? labelTypes : ""}{ data: Float32Array, shape }`;
  throw typeError("ERR_INVALID_TYPE", `target: expected ${expected}, received ${describe(labels)}`);
}

/** The target of a rowwise loss: a label per row, or a row of soft targets per row of scores. */
export type RowTarget = LabelArray | Matrix;

/** A loss of scores `{ data, shape: [rows, classes] }` and one label or one row of soft targets per row. */
export class RowwiseLoss<R extends Reduction = Reduction> extends Loss<Matrix, RowTarget, R> {
  /** The options that were given one number per class. */
  private readonly perClass = Object.entries(this.spec.options).filter((entry): entry is [string, number[]] => Array.isArray(entry[1]));

  protected check(prediction: Matrix, target: RowTarget): CheckedCall {
    const { data, shape } = checkShaped(prediction, "prediction");
    if (shape.length !== 2 || shape[1] === 0) {
      throw rangeError(
        "ERR_INVALID_SHAPE",
        `prediction.shape: expected [rows, classes] with at least one class, received [${shape.join(", ")}]`,
      );
    }
    const [rows, columns] = shape as [number, number];
    const weights = this.spec.classWeights;
    if (weights.length !== 0) checkLength(weights, columns, `${this.name}: classWeights`, "one per class");
    for (const [option, value] of this.perClass) checkLength(value, columns, `${this.name}: ${option}`, "one per class");
    return { rows, columns, prediction: data, others: [], ...checkRowTarget(target, rows, columns, this.takesLabels()), terms: rows };
  }

  /**
   * The product of each row's full hessian with a row of `vector` (in the predictions' layout), which carries the reduction's scale as
   * `hessian` does.
   * @throws TypeError ERR_UNSUPPORTED for a loss that does not offer it; else TypeError or RangeError with a code as for `hessian`.
   */
  hessianVector(prediction: Matrix, target: RowTarget, vector: Values, options: CallOptions = noOptions): Float32Array {
    const { offersHessianVector } = this.spec.definition as RowwiseDefinition;
    if (!offersHessianVector) {
      throw typeError("ERR_UNSUPPORTED", `${this.name}: expected a loss that offers hessianVector, received one that does not`);
    }
    const call = this.begin(prediction, target, options);
    const data = dataOf(vector, "vector");
    checkLength(data, call.prediction.length, "vector", "one per prediction");
    const product = outputArray(options.out, call.prediction.length, "out", "one per prediction");
    const outputs = { values: undefined, gradient: undefined, hessian: product };
    this.run(Wanted.hessian | Wanted.hessianVector, { ...call, vector: data }, options.weights, outputs);
    return product;
  }

  private takesLabels(): boolean {
    const { definition, options } = this.spec as { definition: RowwiseDefinition; options: LossSpec["options"] };
    const { target } = definition.domain(options as never);
    return target === "classes" || target === "oneHot";
  }
}

/** A target for `rows` rows of `columns` scores, as a kernel takes it; `labelled` says whether it may be labels. */
export function checkRowTarget(
  target: RowTarget,
  rows: number,
  columns: number,
  labelled: boolean,
): Pick<CheckedCall, "targets" | "targetBits"> {
  if (isShaped(target)) {
    const soft = checkShaped(target, "target");
    if (soft.shape.length !== 2 || soft.shape[0] !== rows || soft.shape[1] !== columns) {
      throw rangeError(
        "ERR_INVALID_SHAPE",
        `target.shape: expected [${rows}, ${columns}] (that of the prediction), received [${soft.shape.join(", ")}]`,
      );
    }
    return { targets: soft.data, targetBits: TargetKind.soft << targetShift };
  }
  const targetBits = kindOf(target, labelled) << targetShift;
  if (target.length === 0) checkAttached(target, "target");
  checkLength(target, rows, "target", "one label per row");
  return { targets: unshared(target), targetBits };
}

/** What every rowwise loss takes besides its own options. */
export interface RowwiseCommonOptions<R extends Reduction> extends CommonOptions<R> {
  /** How much each class counts, one number of at least 0 per class. */
  classWeights?: Float32Array | readonly number[] | undefined;
  /** Rows with this label count for nothing; default −100 as in PyTorch, null for none. */
  ignoreIndex?: number | null | undefined;
}

/** The options of a rowwise loss. */
export type RowwiseOptions<Specs extends OptionSpecs, R extends Reduction> = {
  [Name in keyof Specs]?: OptionsOf<Specs>[Name] | undefined;
} & RowwiseCommonOptions<R>;

/** Makes a loss; carries its definition for documentation, tests and benchmarks. */
export interface RowwiseFactory<Specs extends OptionSpecs> {
  <R extends Reduction = "mean">(options?: RowwiseOptions<Specs, R>): RowwiseLoss<R>;
  readonly definition: RowwiseDefinition<Specs>;
}

type Declared<Specs extends OptionSpecs> = Omit<
  RowwiseDefinition<Specs>,
  "shape" | "classMass" | "offersHessianVector" | "kernel" | "kernels" | "domain"
> &
  Partial<Pick<RowwiseDefinition<Specs>, "classMass" | "offersHessianVector" | "kernel" | "kernels" | "domain">>;

/** Declares a rowwise loss; the native kernel has its name and takes its numeric options in order unless said otherwise. */
export function defineRowwise<const Specs extends OptionSpecs>(declared: Declared<Specs>): RowwiseFactory<Specs> {
  const definition: RowwiseDefinition<Specs> = {
    classMass: false,
    offersHessianVector: false,
    domain: () => ({ prediction: "logits", target: "classes" }),
    kernels: [declared.name],
    kernel: (options) => defaultKernel(declared.name, options),
    ...declared,
    shape: "rowwise",
  };
  const factory = <R extends Reduction = "mean">(options: RowwiseOptions<Specs, R> = {}): RowwiseLoss<R> =>
    new RowwiseLoss<R>(specOf(definition as unknown as RowwiseDefinition, options, ["classWeights", "ignoreIndex"]));
  return Object.assign(factory, { definition });
}
