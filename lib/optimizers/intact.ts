/** Whether arrays still have the memory that they had, asked before every step of which a kernel keeps the pointers. */

function isResizable({ buffer }: Float32Array): boolean {
  const { resizable, growable } = buffer as { resizable?: boolean; growable?: boolean };
  return resizable === true || growable === true;
}

function firstChangedFixed(arrays: readonly Float32Array[], lengths: readonly number[]): number {
  for (let i = 0; i < arrays.length; ++i) if ((arrays[i] as Float32Array).length !== lengths[i]) return i;
  return -1;
}

function firstChangedResizable(arrays: readonly Float32Array[], lengths: readonly number[]): number {
  for (let i = 0; i < arrays.length; ++i) if (arrays[i]?.length !== lengths[i]) return i;
  return -1;
}

/**
 * Arrays with the lengths that they had. V8 11.3 (Node 20) optimizes a `.length` that has seen both arrays over resizable buffers and
 * others wrongly: a detached array then keeps its length. So each kind is read by a function of its own.
 */
export class IntactArrays {
  private readonly arrays: readonly (readonly Float32Array[])[];
  private readonly lengths: readonly (readonly number[])[];
  /** Of the arrays of each kind, in the order of all. */
  private readonly places: readonly (readonly number[])[];

  constructor(arrays: readonly Float32Array[]) {
    const indices = [...arrays.keys()];
    this.places = [
      indices.filter((i) => !isResizable(arrays[i] as Float32Array)),
      indices.filter((i) => isResizable(arrays[i] as Float32Array)),
    ];
    this.arrays = this.places.map((kind) => kind.map((i) => arrays[i] as Float32Array));
    this.lengths = this.arrays.map((kind) => kind.map(({ length }) => length));
  }

  /** An array that has lost or changed its memory, by its place in the list, or −1; runs none of the caller's code. */
  firstChanged(): number {
    const [fixed, resizable] = this.arrays as [readonly Float32Array[], readonly Float32Array[]];
    const [fixedLengths, resizableLengths] = this.lengths as [readonly number[], readonly number[]];
    const changed = firstChangedFixed(fixed, fixedLengths);
    if (changed >= 0) return this.places[0]?.[changed] as number;
    const other = firstChangedResizable(resizable, resizableLengths);
    return other < 0 ? -1 : (this.places[1]?.[other] as number);
  }
}
