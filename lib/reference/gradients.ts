/** The pass over gradients that goes before a step: norms, and whether all are finite. */
import type { StepGroup } from "../optimizers/spec";

interface Reading {
  readonly squares: number;
  readonly finite: boolean;
}

/** Scaled and clipped by value as the engine does it, in float32. */
function read(gradient: Float32Array, scale: number, clip: number): Reading {
  let [squares, finite] = [0, true];
  for (const slope of gradient) {
    const scaled = Math.fround(slope * scale);
    const clipped = Math.abs(scaled) > clip ? clip : scaled;
    squares += clipped * clipped;
    finite &&= Number.isFinite(scaled);
  }
  return { squares, finite };
}

/** What brings a norm down to a bound; NaN where nobody can tell. */
function factorTo(bound: number, norm: number): number {
  return norm <= bound ? 1 : bound / norm;
}

/** Per group, per tensor what clipping norms multiplies its gradient by; undefined where the policy refuses the step. */
export function gradientFactors(groups: readonly StepGroup[], policy: Float64Array): number[][] | undefined {
  const [scale, clipValue, clipNorm, clipGlobalNorm, refuses] = policy as unknown as readonly number[] as [
    number,
    number,
    number,
    number,
    number,
  ];
  const clipsNorms = Number.isFinite(clipNorm) || Number.isFinite(clipGlobalNorm);
  if (!clipsNorms && refuses === 0) return groups.map(({ tensors }) => tensors.map(() => 1));
  const readings = groups.map(({ tensors }) =>
    tensors.map(({ arrays }) => read(arrays[1] as Float32Array, Math.fround(scale), Math.fround(clipValue))),
  );
  if (refuses !== 0 && !readings.flat().every(({ finite }) => finite)) return undefined;
  const norms = readings.map((group) => group.map(({ squares }) => Math.sqrt(squares)));
  const all = Math.sqrt(norms.flat().reduce((sum, norm) => sum + (norm * factorTo(clipNorm, norm)) ** 2, 0));
  return norms.map((group) => group.map((norm) => factorTo(clipNorm, norm) * factorTo(clipGlobalNorm, all)));
}
