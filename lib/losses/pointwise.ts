/** Losses that work element by element. */
import { checkLength, checkShaped, type Matrix } from "../check";
import { rangeError } from "../errors";
import type { OptionSpecs, OptionsOf } from "../options";
import type { Reduction, Values } from "./arrays";
import type { CheckedCall } from "./base-loss";
import type { PointwiseDefinition } from "./definition";
import { type CommonOptions, defaultKernel, specOf } from "./factory";
import { dataOf, Loss } from "./loss";

/** Throws when both have a shape and, dimensions of 1 apart, not the same: a transposed target has the right length too. */
function checkSameShape(target: Matrix, prediction: Matrix | undefined): void {
  const significant = (shape: readonly number[]) => shape.filter((size) => size !== 1).join(", ");
  if (prediction === undefined || significant(target.shape) === significant(prediction.shape)) return;
  throw rangeError(
    "ERR_INVALID_SHAPE",
    `target.shape: expected [${prediction.shape.join(", ")}] (that of the prediction), received [${target.shape.join(", ")}]`,
  );
}

/** A loss of predictions and targets, element by element: both are Float32Arrays of one length, or `{ data, shape }`. */
export class PointwiseLoss<R extends Reduction = Reduction> extends Loss<Values, Values, R> {
  protected check(prediction: Values, target: Values): CheckedCall {
    const data = dataOf(prediction, "prediction");
    const targets = dataOf(target, "target");
    checkLength(targets, data.length, "target", "one per prediction");
    const shaped = prediction instanceof Float32Array ? undefined : checkShaped(prediction, "prediction");
    if (!(target instanceof Float32Array)) checkSameShape(checkShaped(target, "target"), shaped);
    const rows = shaped === undefined ? data.length : (shaped.shape[0] as number);
    const columns = rows === 0 ? 0 : data.length / rows;
    return { rows, columns, prediction: data, others: [], targets, targetBits: 0, terms: data.length };
  }
}

/** The options of a pointwise loss. */
export type PointwiseOptions<Specs extends OptionSpecs, R extends Reduction> = {
  [Name in keyof Specs]?: OptionsOf<Specs>[Name] | undefined;
} & CommonOptions<R>;

/** Makes a loss; carries its definition for documentation, tests and benchmarks. */
export interface PointwiseFactory<Specs extends OptionSpecs> {
  <R extends Reduction = "mean">(options?: PointwiseOptions<Specs, R>): PointwiseLoss<R>;
  readonly definition: PointwiseDefinition<Specs>;
}

type Declared<Specs extends OptionSpecs> = Omit<PointwiseDefinition<Specs>, "shape" | "kernel" | "kernels" | "kinks" | "domain"> &
  Partial<Pick<PointwiseDefinition<Specs>, "kernel" | "kernels" | "kinks" | "domain">>;

/** Declares a pointwise loss; the native kernel has its name and takes its numeric options in order unless said otherwise. */
export function definePointwise<const Specs extends OptionSpecs>(declared: Declared<Specs>): PointwiseFactory<Specs> {
  const definition: PointwiseDefinition<Specs> = {
    kinks: () => [],
    domain: () => ({ prediction: "real", target: "real" }),
    kernels: [declared.name],
    kernel: (options) => defaultKernel(declared.name, options),
    ...declared,
    shape: "pointwise",
  };
  const factory = <R extends Reduction = "mean">(options: PointwiseOptions<Specs, R> = {}): PointwiseLoss<R> =>
    new PointwiseLoss<R>(specOf(definition as unknown as PointwiseDefinition, options, []));
  return Object.assign(factory, { definition });
}
