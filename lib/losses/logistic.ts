/** A logit and its logistic function. */

/** 1 / (1 + e^−x), also where it is tiny. */
export function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** A logit with both sides of its logistic function and ln(1 + e^−|x|). */
export interface WideLogit {
  readonly x: number;
  readonly sigmoid: number;
  readonly complement: number;
  readonly tail: number;
}

/** For formulas that divide by the sides and multiply by the logit: an infinite one counts as 1e200, and no side is below e^−700. */
export function wideLogit(logit: number): WideLogit {
  const limited = (bound: number) => Math.max(-bound, Math.min(bound, logit));
  const inner = limited(700);
  return { x: limited(1e200), sigmoid: logistic(inner), complement: logistic(-inner), tail: Math.log1p(Math.exp(-Math.abs(inner))) };
}
