/** Rows of vectors and targets for losses of embeddings. */
import type { EmbeddingSubject } from "./catalogue";
import { draws } from "./inputs";
import { normals, randomSource } from "./numbers";

export interface Matrix {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** The inputs of one call: a matrix per name, and a target per row where the loss takes one. */
export interface EmbeddingInputs {
  readonly vectors: Readonly<Record<string, Matrix>>;
  readonly target: Float32Array | undefined;
}

/** Normal vectors; every fifth row nearly parallel and near, every seventh with a zero vector or two that are equal. */
export function drawEmbeddings(subject: EmbeddingSubject, rows: number, columns: number, seed = 1, scale = 1): EmbeddingInputs {
  const random = randomSource(seed);
  const { inputs } = subject.definition;
  const arrays = inputs.map(() => normals(rows * columns, random, scale));
  const [first, ...others] = arrays as [Float32Array, ...Float32Array[]];
  for (let row = 0; row < rows; ++row) {
    const own = first.subarray(row * columns, (row + 1) * columns);
    for (const other of others) {
      const part = other.subarray(row * columns, (row + 1) * columns);
      if (row % 5 === 1)
        part.forEach((x, i) => {
          part[i] = (own[i] as number) + x * 2 ** -(row % 20);
        });
      if (row % 7 === 3) part.set(own);
      if (row % 14 === 5) part.fill(0);
    }
  }
  const domain = subject.definition.domain(subject.resolved as never);
  const target = domain === undefined ? undefined : Float32Array.from({ length: rows }, () => draws[domain](random));
  const named = inputs.map((name, k) => [name, { data: arrays[k] as Float32Array, shape: [rows, columns] }]);
  return { vectors: Object.fromEntries(named), target };
}

/** The arguments of a call. */
export function argumentsOf({ vectors, target }: EmbeddingInputs, options?: object): [vectors: never, ...rest: never[]] {
  const rest = target === undefined ? [] : [target];
  return [vectors, ...rest, ...(options === undefined ? [] : [options])] as never;
}

/** One row of the inputs, in double. */
export function rowOf({ vectors, target }: EmbeddingInputs, row: number): [Float64Array[], number] {
  const parts = Object.values(vectors).map(({ data, shape: [, columns = 0] }) =>
    Float64Array.from(data.subarray(row * columns, (row + 1) * columns)),
  );
  return [parts, target?.[row] ?? 0];
}
