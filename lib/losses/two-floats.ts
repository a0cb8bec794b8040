/** Numbers that a kernel takes in more digits than one float32 has, prepared once in double. */

const largest = (2 - 2 ** -23) * 2 ** 127;

/** A number of at least 0 that stays finite in float32. */
export function finite(x: number): number {
  return Math.min(x, largest);
}

/** A number of at least 0 as the sum of two float32 numbers, 48 bits together. */
export function inTwoFloats(x: number): readonly [number, number] {
  const high = Math.fround(finite(x));
  return [high, Math.fround(finite(x) - high)];
}

/** The zero ρ of a hessian for `OneMinusSquaredRatio` of the kernels: ρ and 1/ρ, in two float32 numbers each. */
export function rootOf(x: number): readonly number[] {
  return [...inTwoFloats(x), ...inTwoFloats(1 / x)];
}
