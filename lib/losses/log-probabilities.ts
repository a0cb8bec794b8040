/** Losses that are linear in log-probabilities, in the textbook form. */
import type { RowTerms } from "./definition";

/** Σ mass·cost of the classes that count, with the gradient −mass; NaN throughout where a score is. */
export function linearTerms(scores: Float64Array, masses: Float64Array, cost: (index: number) => number): Required<RowTerms> {
  const spoiled = scores.some(Number.isNaN) || masses.some(Number.isNaN);
  const fill = (vector: Float64Array) => new Float64Array(scores.length).fill(spoiled || vector.some(Number.isNaN) ? Number.NaN : 0);
  return {
    value: spoiled ? Number.NaN : masses.reduce((sum, mass, c) => (mass === 0 ? sum : sum + mass * cost(c)), 0),
    gradient: spoiled ? fill(scores) : masses.map((mass) => -mass),
    hessian: fill(scores),
    hessianVector: fill,
  };
}
