/** Losses of several vectors per row. */
import { checkLength, checkShaped, type Matrix } from "../check";
import { rangeError } from "../errors";
import type { OptionSpecs, OptionsOf } from "../options";
import type { Reduction } from "./arrays";
import type { CheckedCall } from "./base-loss";
import type { EmbeddingDefinition } from "./definition";
import { type CommonOptions, defaultKernel, specOf } from "./factory";
import { dataOf } from "./loss";
import { NamedLoss } from "./named-loss";

/** A matrix of vectors per name, all of one shape. */
export type Vectors<Name extends string> = { readonly [N in Name]: Matrix };

const noTarget = new Float32Array(0);

/** A loss of several matrices `{ data, shape: [rows, columns] }` of one shape and, for some, a target number per row. */
export class EmbeddingLoss<Name extends string, T extends Float32Array | undefined, R extends Reduction = Reduction> extends NamedLoss<
  Name,
  Vectors<Name>,
  T,
  R
> {
  protected override get targeted(): boolean {
    return (this.spec.definition as EmbeddingDefinition).domain(this.spec.options as never) !== undefined;
  }

  protected check(vectors: Vectors<Name>, target: T): CheckedCall {
    const [first, ...others] = this.inputs.map((name) => checkMatrix(vectors[name], name)) as [Matrix, ...Matrix[]];
    const [rows, columns] = first.shape as [number, number];
    others.forEach(({ shape }, i) => {
      if (shape[0] === rows && shape[1] === columns) return;
      const expected = `[${rows}, ${columns}] (that of ${this.inputs[0]})`;
      throw rangeError("ERR_INVALID_SHAPE", `${this.inputs[i + 1]}.shape: expected ${expected}, received [${shape.join(", ")}]`);
    });
    const targets = this.targeted ? dataOf(target as Float32Array, "target") : noTarget;
    if (this.targeted) checkLength(targets, rows, "target", "one per row");
    return { rows, columns, prediction: first.data, others: others.map(({ data }) => data), targets, targetBits: 0, terms: rows };
  }
}

function checkMatrix(value: Matrix, argument: string): Matrix {
  const matrix = checkShaped(value, argument);
  if (matrix.shape.length === 2) return matrix;
  throw rangeError("ERR_INVALID_SHAPE", `${argument}.shape: expected [rows, columns], received [${matrix.shape.join(", ")}]`);
}

/** The options of a loss of embeddings. */
export type EmbeddingOptions<Specs extends OptionSpecs, R extends Reduction> = {
  [Name in keyof Specs]?: OptionsOf<Specs>[Name] | undefined;
} & CommonOptions<R>;

/** Makes a loss; carries its definition for documentation, tests and benchmarks. */
export interface EmbeddingFactory<Name extends string, T extends Float32Array | undefined, Specs extends OptionSpecs> {
  <R extends Reduction = "mean">(options?: EmbeddingOptions<Specs, R>): EmbeddingLoss<Name, T, R>;
  readonly definition: EmbeddingDefinition<Specs>;
}

type Declared<Name extends string, Specs extends OptionSpecs> = Omit<
  EmbeddingDefinition<Specs>,
  "shape" | "conflict" | "kernel" | "kernels" | "inputs"
> & { readonly inputs: readonly Name[] } & Partial<Pick<EmbeddingDefinition<Specs>, "conflict" | "kernel" | "kernels">>;

function define<Name extends string, T extends Float32Array | undefined, Specs extends OptionSpecs>(
  declared: Declared<Name, Specs>,
): EmbeddingFactory<Name, T, Specs> {
  const definition: EmbeddingDefinition<Specs> = {
    conflict: () => undefined,
    kernels: [declared.name],
    kernel: (options) => defaultKernel(declared.name, options),
    ...declared,
    shape: "embeddings",
  };
  const factory = <R extends Reduction = "mean">(options: EmbeddingOptions<Specs, R> = {}): EmbeddingLoss<Name, T, R> =>
    new EmbeddingLoss<Name, T, R>(specOf(definition as unknown as EmbeddingDefinition, options, []));
  return Object.assign(factory, { definition });
}

/** Declares a loss of vectors with a target number per row. */
export function defineEmbeddings<const Name extends string, const Specs extends OptionSpecs>(
  declared: Declared<Name, Specs>,
): EmbeddingFactory<Name, Float32Array, Specs> {
  return define(declared);
}

/** Declares a loss of vectors without a target. */
export function defineUntargeted<const Name extends string, const Specs extends OptionSpecs>(
  declared: Omit<Declared<Name, Specs>, "domain">,
): EmbeddingFactory<Name, undefined, Specs> {
  return define({ ...declared, domain: () => undefined });
}
