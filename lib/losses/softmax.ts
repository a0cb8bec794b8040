/** The softmax of a row and the derivatives of what is made of it, in the textbook forms of the reference backend. */
import type { RowTerms } from "./definition";

/** A row under its softmax; distances are rounded to float32 like residuals, in both writings. */
export interface Softmax {
  /** The largest score. */
  readonly maximum: number;
  /** How far each score lies below the largest. */
  readonly distances: Float64Array;
  /** ln Σ e^(x − maximum), without cancellation. */
  readonly logTotal: number;
  /** The probabilities p. */
  readonly shares: Float64Array;
  /** 1 − p, the probability of the other classes, without cancellation. */
  readonly others: Float64Array;
  /** −ln p. */
  readonly surprises: Float64Array;
}

/** The sum of some numbers. */
export function total(numbers: Float64Array | readonly number[]): number {
  let sum = 0;
  for (const x of numbers) sum += x;
  return sum;
}

/** The softmax of `scale` times the scores. */
export function softmaxOf(scores: Float64Array, scale = 1): Softmax {
  const maximum = scores.reduce((largest, score) => Math.max(largest, score), Number.NEGATIVE_INFINITY);
  const distances = scores.map((score) => Math.fround(scale * Math.fround(maximum - score)));
  const exponentials = distances.map((distance) => Math.exp(-distance));
  const top = distances.indexOf(0); // none where the maximum is infinite: then all is NaN
  const rest = total(exponentials.map((e, c) => (c === top ? 0 : e)));
  const logTotal = Math.log1p(rest);
  return {
    maximum,
    distances,
    logTotal,
    shares: exponentials.map((e) => e / (1 + rest)),
    others: exponentials.map((e, c) => (distances[c] === 0 ? rest : 1 + rest - e) / (1 + rest)),
    surprises: distances.map((distance) => distance + logTotal),
  };
}

/** Cross-entropy of targets u, with its derivatives by the scores behind a softmax of `scale` times them. */
export function crossEntropyTerms(softmax: Softmax, u: Float64Array, scale = 1): Required<RowTerms> {
  const { distances, logTotal, shares, others } = softmax;
  const mass = total(u);
  const excess = total(u.map((part, c) => (part === 0 ? 0 : part * (distances[c] as number))));
  return {
    value: excess + mass * logTotal,
    gradient: u.map((part, c) => scale * (part === mass ? -mass * (others[c] as number) : mass * (shares[c] as number) - part)),
    hessian: shares.map((p, c) => scale * scale * mass * p * (others[c] as number)),
    hessianVector: (vector) => centred(shares, vector).map((a, c) => scale * scale * mass * (shares[c] as number) * a),
  };
}

/** A vector less its mean under the softmax. */
export function centred(shares: Float64Array, vector: Float64Array): Float64Array {
  const mean = meanOf(shares, vector);
  return vector.map((v) => v - mean);
}

/** Σ p·v. */
export function meanOf(shares: Float64Array, vector: Float64Array): number {
  return total(shares.map((p, c) => p * (vector[c] as number)));
}

/** What one class adds to a loss Σ φ(s) of the surprises s = −ln p, with φ′ and φ″. */
export interface ClassTerms {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

/** A class without a target. */
export const nothing: ClassTerms = { value: 0, slope: 0, curvature: 0 };

/**
 * A loss Σ φ_c(−ln p_c) with its derivatives: with v = φ′, h = φ″, V = Σ v and H = Σ h the gradient is p·(V − v) − (1 − p)·v
 * and the hessian V·(diag(p) − p pᵀ) + Σ_c h_c (p − e_c)(p − e_c)ᵀ.
 */
export function surpriseTerms({ shares, others }: Softmax, classes: readonly ClassTerms[]): Required<RowTerms> {
  const slopes = Float64Array.from(classes, ({ slope }) => slope);
  const bends = Float64Array.from(classes, ({ curvature }) => curvature);
  const slope = total(slopes);
  const bend = total(bends);
  const at = (array: Float64Array, c: number) => array[c] as number;
  return {
    value: total(classes.map(({ value }) => value)),
    gradient: shares.map((p, c) => p * (slope - at(slopes, c)) - at(others, c) * at(slopes, c)),
    hessian: shares.map((p, c) => {
      const q = at(others, c);
      return p * (q * slope + p * (bend - at(bends, c))) + at(bends, c) * q * q;
    }),
    hessianVector: (vector) => {
      const away = centred(shares, vector);
      const pull = total(away.map((a, c) => a * at(bends, c)));
      return away.map((a, c) => at(shares, c) * (slope * a - pull) + at(bends, c) * a);
    },
  };
}

/** The terms of a row that counts `mass` times; 0 where that is 0, but NaN where the row is. */
export function scaledTerms({ value, gradient, hessian, hessianVector }: Required<RowTerms>, mass: number): Required<RowTerms> {
  const scale = (numbers: Float64Array) => numbers.map((x) => x * mass);
  return {
    value: mass === 0 && value === Number.POSITIVE_INFINITY ? 0 : value * mass,
    gradient: scale(gradient),
    hessian: scale(hessian),
    hessianVector: (vector) => scale(hessianVector(vector)),
  };
}
