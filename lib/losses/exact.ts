/** Sums and products of doubles together with what rounding took from them (Knuth 1969; Dekker 1971). */

/** a + b as the rounded sum and its error. */
export function exactSum(a: number, b: number): readonly [number, number] {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

/** A double as two of 26 bits. */
function split(a: number): readonly [number, number] {
  const scaled = a * (2 ** 27 + 1);
  const high = scaled - (scaled - a);
  return [high, a - high];
}

/** a·b as the rounded product and its error; |a|, |b| and |a·b| below 1e290 and the error not below 1e-300. */
export function exactProduct(a: number, b: number): readonly [number, number] {
  const product = a * b;
  const [high, low] = split(a);
  const [otherHigh, otherLow] = split(b);
  return [product, high * otherHigh - product + high * otherLow + low * otherHigh + low * otherLow];
}
