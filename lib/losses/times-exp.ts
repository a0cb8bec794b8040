/** factor·eˣ, where 0 and ∞ stay what they are however small or large eˣ is. */
export function timesExp(factor: number, x: number): number {
  return factor === 0 || factor === Number.POSITIVE_INFINITY ? factor : factor * Math.exp(x);
}
