/** Cross-entropy of logits that are never held all at once. */
import { checkFloat32, checkLength, checkShaped, type Matrix } from "../check";
import { rangeError } from "../errors";
import type { OptionsOf } from "../options";
import type { Reduction } from "./arrays";
import type { CheckedCall } from "./base-loss";
import { crossEntropy } from "./cross-entropy";
import type { ProjectionDefinition } from "./definition";
import { specOf } from "./factory";
import { NamedLoss } from "./named-loss";
import { checkRowTarget, type RowTarget, type RowwiseCommonOptions } from "./rowwise";

type Input = "hidden" | "weight" | "bias";

/** The predictions of {@link linearCrossEntropy}. */
export interface Projection {
  /** The last hidden vectors of a model, shape [rows, depth]. */
  readonly hidden: Matrix;
  /** A vector per class, shape [classes, depth]. */
  readonly weight: Matrix;
  /** One number per class; none where it is left out. */
  readonly bias?: Float32Array | undefined;
}

/** {@link linearCrossEntropy} with its options. */
export class LinearCrossEntropyLoss<R extends Reduction = Reduction> extends NamedLoss<Input, Projection, RowTarget, R> {
  protected check({ hidden, weight, bias }: Projection, target: RowTarget): CheckedCall {
    const [rows, depth] = sizesOf(hidden, "hidden", "[rows, depth]");
    const [columns, width] = sizesOf(weight, "weight", "[classes, depth]");
    if (width !== depth || columns === 0) {
      const expected = `[classes, ${depth}] with at least one class (the depth of hidden)`;
      throw rangeError("ERR_INVALID_SHAPE", `weight.shape: expected ${expected}, received [${weight.shape.join(", ")}]`);
    }
    if (bias !== undefined) checkLength(checkFloat32(bias, "bias"), columns, "bias", "one per class");
    const { classWeights } = this.spec;
    if (classWeights.length !== 0) checkLength(classWeights, columns, `${this.name}: classWeights`, "one per class");
    const targets = checkRowTarget(target, rows, columns, true);
    return { rows, columns, depth, prediction: hidden.data, others: [weight.data, bias], ...targets, terms: rows };
  }
}

function sizesOf(value: Matrix, argument: string, expected: string): readonly [number, number] {
  const { shape } = checkShaped(value, argument);
  if (shape.length === 2) return shape as unknown as [number, number];
  throw rangeError("ERR_INVALID_SHAPE", `${argument}.shape: expected ${expected}, received [${shape.join(", ")}]`);
}

const { options } = crossEntropy.definition;

const definition: ProjectionDefinition<typeof options> = {
  name: "linearCrossEntropy",
  shape: "projection",
  inputs: ["hidden", "weight", "bias"],
  summary: "Cross-entropy of the logits hidden · weightᵀ + bias, made for some rows at a time and never held all at once.",
  formula: `${crossEntropy.definition.formula}, x = hidden · weightᵀ + bias`,
  source: "Wijmans et al. (2024), Cut your losses in large-vocabulary language models; torch.nn.functional.linear_cross_entropy",
  options,
  ulp: crossEntropy.definition.ulp,
  kernels: ["linearCrossEntropy"],
  kernel: (given) => ({ ...crossEntropy.definition.kernel(given), name: "linearCrossEntropy" }),
  classMass: crossEntropy.definition.classMass,
  row: crossEntropy.definition.row,
};

/** The options of {@link linearCrossEntropy}: those of cross-entropy. */
export type LinearCrossEntropyOptions<R extends Reduction> = Partial<OptionsOf<typeof options>> & RowwiseCommonOptions<R>;

/**
 * Softmax cross-entropy of projected hidden vectors against labels or rows of probabilities, with gradients (and diagonal hessians)
 * for hidden, weight and bias. Beyond inputs and outputs it takes about 32 MiB, whatever the number of rows and classes.
 */
export const linearCrossEntropy = Object.assign(
  <R extends Reduction = "mean">(given: LinearCrossEntropyOptions<R> = {}): LinearCrossEntropyLoss<R> =>
    new LinearCrossEntropyLoss<R>(specOf(definition as unknown as ProjectionDefinition, given, ["classWeights", "ignoreIndex"])),
  { definition },
);
