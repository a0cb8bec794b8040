/** Sums over vectors in double precision, for the textbook forms. */

/** Σ a·b. */
export function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
}

/** The unit vector of the same direction; zeros for the zero vector. */
export function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector.map(() => 0) : vector.map((x) => x / length);
}

/** The cosine of an angle and what derives from it. */
export interface Cosine {
  readonly value: number;
  /** 1 − value, as ½|u − v|² of the unit vectors, which does not cancel; 1 at a zero vector. */
  readonly distance: number;
  /** By each element of the first vector. */
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** The cosine between two vectors with its derivatives by the first; 0 and without slope at a zero vector. */
export function cosineOf(a: Float64Array, b: Float64Array): Cosine {
  const [square, other] = [dot(a, a), dot(b, b)];
  if (square === 0 || other === 0) return { value: 0, distance: 1, gradient: a.map(() => 0), hessian: a.map(() => 0) };
  const length = Math.sqrt(square);
  const [u, v] = [unit(a), unit(b)];
  const value = dot(u, v);
  const gap = u.map((x, i) => x - (v[i] as number));
  return {
    value,
    distance: dot(gap, gap) / 2,
    gradient: u.map((x, i) => ((v[i] as number) - value * x) / length),
    hessian: u.map((x, i) => (3 * value * x * x - 2 * x * (v[i] as number) - value) / square),
  };
}

/** Element by element. */
export function times(vector: Float64Array, factor: number): Float64Array {
  return vector.map((x) => x * factor);
}
