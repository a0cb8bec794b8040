/** Cholesky's factorisation in plain TypeScript. */

/** A pivot below this share of its diagonal element is rounding: the matrix is not positive definite in double precision. */
const smallestPivot = (size: number): number => size * Number.EPSILON;

/**
 * Solves matrix·x = right for a symmetric positive definite matrix of length² numbers, row by row, of which the lower
 * triangle is read. The solution takes the place of `right`, the factor that of the lower triangle. Returns false, and has
 * left `right` alone, where the matrix is not positive definite.
 */
export function choleskySolve(matrix: Float64Array, right: Float64Array): boolean {
  const size = right.length;
  const at = (i: number, j: number): number => matrix[i * size + j] as number;
  const reduced = (i: number, j: number): number => {
    let sum = at(i, j);
    for (let k = 0; k < j; ++k) sum -= at(i, k) * at(j, k);
    return sum;
  };
  for (let j = 0; j < size; ++j) {
    const diagonal = at(j, j);
    const pivot = reduced(j, j);
    if (!(pivot > smallestPivot(size) * diagonal && pivot < Number.POSITIVE_INFINITY)) return false;
    matrix[j * size + j] = Math.sqrt(pivot);
    for (let i = j + 1; i < size; ++i) matrix[i * size + j] = reduced(i, j) / at(j, j);
  }
  for (let i = 0; i < size; ++i) {
    let sum = right[i] as number;
    for (let k = 0; k < i; ++k) sum -= at(i, k) * (right[k] as number);
    right[i] = sum / at(i, i);
  }
  for (let i = size - 1; i >= 0; --i) {
    let sum = right[i] as number;
    for (let k = i + 1; k < size; ++k) sum -= at(k, i) * (right[k] as number);
    right[i] = sum / at(i, i);
  }
  return true;
}
