/** Float32 numbers: neighbours, spacing, distances, bits, and a seeded source of random ones. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

export const largestFloat = 3.4028234663852886e38;
export const smallestNormal = 2 ** -126;
export const smallestSubnormal = 2 ** -149;

/** The float32 next to `x` on the way to +∞ (`direction` 1) or −∞ (−1). */
export function neighbour(x: number, direction: 1 | -1): number {
  float[0] = x;
  const pattern = bits[0] as number;
  if (float[0] === 0) bits[0] = direction > 0 ? 1 : 0x80000001;
  else bits[0] = float[0] > 0 === direction > 0 ? pattern + 1 : pattern - 1;
  return float[0] as number;
}

/** `each` numbers, evenly spread and the power of two among them, of every binary exponent of float32 and both signs. */
export function everyExponent(each: number): Float32Array {
  const sizes = Array.from({ length: 128 + 149 }, (_, k) => 2 ** (k - 149));
  return Float32Array.from(sizes.flatMap((size) => Array.from({ length: each }, (_, i) => size * (1 + i / each)).flatMap((x) => [x, -x])));
}

/** The distance between neighbouring float32 numbers at `x`, which may be any double. */
export function ulpOf(x: number): number {
  const size = Math.min(Math.abs(x), largestFloat);
  if (!(size >= smallestNormal)) return smallestSubnormal;
  let exponent = Math.floor(Math.log2(size));
  if (2 ** exponent > size) exponent -= 1; // the logarithm may round up to the next integer
  return 2 ** (exponent - 23);
}

const overflow = 2 ** 128;

/**
 * How far `got` is from `want` in units in the last place of the larger of `want` and `unit`. 0 also for two NaN; ∞ for
 * one. A `want` beyond float32 counts as ∞, and ∞ as the number after the largest one.
 */
export function ulpDistance(got: number, want: number, unit = 0): number {
  if (Number.isNaN(got) || Number.isNaN(want)) return Number.isNaN(got) && Number.isNaN(want) ? 0 : Number.POSITIVE_INFINITY;
  if (got === Math.fround(want)) return 0;
  const limited = (x: number) => Math.min(Math.max(x, -overflow), overflow);
  return Math.abs(limited(got) - limited(want)) / ulpOf(Math.max(Math.abs(want), Math.abs(unit)));
}

/**
 * Throws, with the worst element, unless all of `got` are within `bound` ulp of what is wanted there; `unit` says where an
 * ulp is that of a larger number.
 */
export function expectWithin(
  bound: number,
  got: Float32Array,
  want: (index: number) => number,
  label: string | ((index: number) => string),
  unit: (index: number) => number = () => 0,
): void {
  let worst = { ulp: 0, index: -1 };
  for (let index = 0; index < got.length; ++index) {
    const ulp = ulpDistance(got[index] as number, want(index), unit(index));
    if (!(ulp <= worst.ulp)) worst = { ulp, index };
  }
  const { ulp, index } = worst;
  if (ulp <= bound) return;
  const where = typeof label === "string" ? `${label}[${index}]` : label(index);
  throw new Error(`${where}: expected ${want(index)} within ${bound} ulp, received ${got[index]}, ${ulp} ulp away`);
}

/** The bit patterns, with one for all NaN: only the sign and payload of a NaN may differ. */
export function patterns(array: Float32Array): Uint32Array {
  const copy = new Uint32Array(array.slice().buffer);
  for (let i = 0; i < array.length; ++i) if (Number.isNaN(array[i])) copy[i] = 0x7fc00000;
  return copy;
}

/** Throws, with the first difference, unless both arrays have the same bits (any NaN being one). */
export function expectSameBits(got: Float32Array, want: Float32Array, label: string): void {
  const [left, right] = [patterns(got), patterns(want)];
  if (left.length === right.length && Buffer.from(left.buffer).equals(Buffer.from(right.buffer))) return;
  if (left.length !== right.length) throw new Error(`${label}: expected ${right.length} elements, received ${left.length}`);
  const index = left.findIndex((pattern, i) => pattern !== right[i]);
  throw new Error(`${label}[${index}]: expected ${want[index]}, received ${got[index]}, which has other bits`);
}

/** Numbers in [0, 1), the same for the same seed (Mulberry32). */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal number (Box and Muller 1958). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** `length` normal numbers of a scale. */
export function normals(length: number, random: () => number, scale = 1): Float32Array {
  return Float32Array.from({ length }, () => normal(random) * scale);
}
