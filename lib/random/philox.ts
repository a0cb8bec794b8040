/**
 * Random numbers that mean the same everywhere: Philox4x32-10 and what is made of its words. native/engine/random.h gives the same
 * numbers bit for bit, on every machine: all is done with integers and with the operations that IEEE 754 rounds correctly (+ − × ÷ √);
 * no Math.log or Math.cos, which differ in the last bit between engines. Seeds, streams, counters and positions are non-negative safe
 * integers here; nothing is checked.
 */

/** What a stream is for. Purposes never share a stream, so no use of randomness disturbs another. */
export const RandomUse = { weights: 1, shuffle: 2, dropout: 3, rounding: 4 } as const;

/** The stream for the index-th thing of a kind: a layer, an epoch, a step. `index` is below 2³². */
export function randomStream(use: (typeof RandomUse)[keyof typeof RandomUse], index: number): number {
  return use * 2 ** 32 + index;
}

/** The upper word of the 64-bit product of two words, by halves (Warren: Hacker's Delight, 8–2). */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) >>> 0) + (Math.imul(aLow, bLow) >>> 16); // below 2³²
  const carry = (Math.imul(aLow, bHigh) >>> 0) + (middle & 0xffff); // below 2³²
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) >>> 0;
}

/**
 * Philox4x32-10: the four words of a counter, enciphered with a key of two words, written to `out` from `at` on.
 * Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
 */
export function philox4x32(counter: ArrayLike<number>, key: ArrayLike<number>, out: Uint32Array, at = 0): void {
  let c0 = counter[0]!;
  let c1 = counter[1]!;
  let c2 = counter[2]!;
  let c3 = counter[3]!;
  let k0 = key[0]!;
  let k1 = key[1]!;
  for (let round = 0; round < 10; round++) {
    const low0 = Math.imul(0xd2511f53, c0);
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low1 = Math.imul(0xcd9e8d57, c2);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[at] = c0;
  out[at + 1] = c1;
  out[at + 2] = c2;
  out[at + 3] = c3;
}

/** The lower and the upper word of a non-negative safe integer. */
function wordsOf(integer: number): [number, number] {
  return [integer >>> 0, Math.floor(integer / 2 ** 32)];
}

/** An endless array of random 32-bit words, any of which can be read at once: word i is number i % 4 of block(floor(i / 4)). */
export class Philox {
  readonly #key: readonly [number, number];
  readonly #counter: Uint32Array;

  constructor(seed: number, stream: number) {
    this.#key = wordsOf(seed);
    this.#counter = Uint32Array.of(0, 0, ...wordsOf(stream));
  }

  /** Writes words 4·counter … 4·counter + 3 to `out` from `at` on. */
  block(counter: number, out: Uint32Array, at = 0): void {
    this.#counter[0] = counter >>> 0;
    this.#counter[1] = Math.floor(counter / 2 ** 32);
    philox4x32(this.#counter, this.#key, out, at);
  }
}

/** A uniform float32 number in [0, 1), a multiple of 2⁻²⁴. */
export function uniform01(word: number): number {
  return (word >>> 8) * 2 ** -24;
}

/** out[i] = number first + i, where `convert` makes four numbers of the four words of a block. */
function fillByBlocks(philox: Philox, first: number, out: Float32Array, convert: (words: Uint32Array, numbers: Float32Array) => void) {
  const words = new Uint32Array(4);
  const numbers = new Float32Array(4);
  for (let done = 0; done < out.length; ) {
    const position = first + done;
    philox.block(Math.floor(position / 4), words);
    convert(words, numbers);
    for (let i = position % 4; i < 4 && done < out.length; i++) out[done++] = numbers[i]!;
  }
}

/** out[i] = low + (high − low) · uniform01(word first + i), in double, rounded to float32 (which may give `high`). */
export function fillUniform(philox: Philox, first: number, out: Float32Array, low = 0, high = 1): void {
  const span = high - low;
  fillByBlocks(philox, first, out, (words, numbers) => {
    for (let i = 0; i < 4; i++) numbers[i] = low + span * uniform01(words[i]!);
  });
}

/** The logarithm of (word + ½) · 2⁻³²: that of the mantissa m between √½ and √2 is 2 artanh((m − 1) / (m + 1)), by its series. */
function logOfOpenUniform(word: number): number {
  const shift = Math.clz32(word);
  const power = (1 << (shift >> 1)) * (1 << (shift - (shift >> 1))); // 2 to the shift, which may be 32
  let mantissa = ((word + 0.5) * power) / 2 ** 31;
  let exponent = -1 - shift;
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let series = 1 / 19;
  for (let odd = 17; odd >= 1; odd -= 2) series = series * square + 1 / odd;
  return 2 * s * series + exponent * Math.LN2;
}

/** A turn has 2³² steps. */
const radiansPerStep = Math.PI / 2 ** 31;

/** Writes radius · (cosine, sine) of the angle of `word` steps to `out` from `at` on, by their series around the nearest quarter turn. */
function polar(radius: number, word: number, out: Float64Array, at: number): void {
  const quarter = ((word + 0x20000000) >>> 30) & 3;
  const angle = ((word - (quarter << 30)) | 0) * radiansPerStep;
  const square = angle * angle;
  let cosine = 1;
  let sine = 1;
  for (let n = 16; n >= 2; n -= 2) {
    cosine = 1 - cosine * square * (1 / (n * (n - 1)));
    sine = 1 - sine * square * (1 / (n * (n + 1)));
  }
  sine *= angle;
  const odd = quarter % 2 === 1;
  out[at] = radius * (quarter === 1 || quarter === 2 ? -1 : 1) * (odd ? sine : cosine);
  out[at + 1] = radius * (quarter >= 2 ? -1 : 1) * (odd ? cosine : sine);
}

/**
 * out[i] = mean + deviation · z, in double, rounded to float32, where z is the standard normal number first + i. Numbers 2k and 2k + 1 are
 * made of words 2k and 2k + 1 (Box–Muller: r cos φ and r sin φ). |z| < 6.77.
 */
export function fillNormal(philox: Philox, first: number, out: Float32Array, mean = 0, deviation = 1): void {
  const pairs = new Float64Array(4);
  fillByBlocks(philox, first, out, (words, numbers) => {
    for (let i = 0; i < 4; i += 2) polar(Math.sqrt(-2 * logOfOpenUniform(words[i]!)), words[i + 1]!, pairs, i);
    for (let i = 0; i < 4; i++) numbers[i] = mean + deviation * pairs[i]!;
  });
}

/** The words one after the other, for draws that take a varying number of them. */
export class RandomSequence {
  readonly #philox: Philox;
  readonly #words = new Uint32Array(4);
  #position: number;

  /** `position` is how many words were taken before. */
  constructor(philox: Philox, position = 0) {
    this.#philox = philox;
    this.#position = position;
    if (position % 4 !== 0) philox.block(Math.floor(position / 4), this.#words);
  }

  /** How many words were taken, counted from the start of the stream; resumes the sequence. */
  get position(): number {
    return this.#position;
  }

  next(): number {
    const index = this.#position % 4;
    if (index === 0) this.#philox.block(this.#position / 4, this.#words);
    this.#position++;
    return this.#words[index]!;
  }

  /**
   * A uniform integer in [0, bound), without bias; bound in 1 … 2³² − 1. Takes one word, seldom more.
   * Lemire: Fast random integer generation in an interval (ACM TOMACS 29, 2019).
   */
  below(bound: number): number {
    let word = this.next();
    if (Math.imul(word, bound) >>> 0 < bound) {
      const unfair = 2 ** 32 % bound; // so many low words would favour some integers
      while (Math.imul(word, bound) >>> 0 < unfair) word = this.next();
    }
    return multiplyHigh(word, bound);
  }
}

/** Puts `indices` in random order (Fisher–Yates from the last to the first), from the start of the stream. */
export function shuffle(philox: Philox, indices: Uint32Array): void {
  const sequence = new RandomSequence(philox);
  for (let left = indices.length; left > 1; left--) {
    const chosen = sequence.below(left);
    const last = indices[left - 1]!;
    indices[left - 1] = indices[chosen]!;
    indices[chosen] = last;
  }
}
