/** Arithmetic of points and directions. */

/** The sum of the products. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; ++i) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** The largest size of a component; NaN where one is. */
export function largest(a: Float64Array): number {
  let size = 0;
  for (const x of a) size = Math.max(size, Math.abs(x));
  return size;
}

/** x + length·direction. */
export function moved(x: Float64Array, length: number, direction: Float64Array): Float64Array {
  return x.map((start, i) => start + length * (direction[i] as number));
}

/** a − b. */
export function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x - (b[i] as number));
}

/** Whether all components are equal. */
export function same(a: Float64Array, b: Float64Array): boolean {
  return a.every((x, i) => x === b[i]);
}
