/** Cholesky's factorisation in plain TypeScript. */

/** A pivot no larger than this share of its diagonal element is rounding: the matrix is not positive definite in double precision. */
const smallestPivot = (size: number): number => size * Number.EPSILON;

/**
 * Solves (matrix + damping·I)·solution = right for a symmetric positive definite matrix, row by row, of which the upper
 * triangle is read. `factor` is scratch as large as the matrix; `solution` may be `right`. Returns false, and has left
 * `solution` alone, where the matrix is not positive definite.
 */
export function choleskySolve(
  matrix: Float64Array,
  damping: number,
  right: Float64Array,
  factor: Float64Array,
  solution: Float64Array,
): boolean {
  const size = right.length;
  const at = (row: number, column: number): number => factor[row * size + column] as number;
  for (let i = 0; i < size; ++i) {
    const diagonal = (matrix[i * size + i] as number) + damping;
    for (let j = i; j < size; ++j) {
      let rest = i === j ? diagonal : (matrix[i * size + j] as number);
      for (let k = 0; k < i; ++k) rest -= at(k, i) * at(k, j);
      if (i === j && !(rest > smallestPivot(size) * diagonal && rest < Number.POSITIVE_INFINITY)) return false;
      factor[i * size + j] = i === j ? Math.sqrt(rest) : rest / at(i, i);
    }
  }
  substitute(at, right, solution);
  return true;
}

/** Solves UᵀU·solution = right: forwards with the triangle's columns, then backwards with its rows. */
function substitute(at: (row: number, column: number) => number, right: Float64Array, solution: Float64Array): void {
  const size = right.length;
  for (let i = 0; i < size; ++i) {
    let rest = right[i] as number;
    for (let k = 0; k < i; ++k) rest -= at(k, i) * (solution[k] as number);
    solution[i] = rest / at(i, i);
  }
  for (let i = size - 1; i >= 0; --i) {
    let rest = solution[i] as number;
    for (let k = i + 1; k < size; ++k) rest -= at(i, k) * (solution[k] as number);
    solution[i] = rest / at(i, i);
  }
}
