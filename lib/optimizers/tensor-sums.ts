/** Sums over a tensor, for the plain forms of rules that look at whole tensors. */
import type { ReferenceTensor } from "./spec";

/** Σ term(i) over the elements. */
export function sumOver({ length }: Pick<ReferenceTensor, "length">, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < length; ++i) sum += term(i);
  return sum;
}

/** √Σ element(i)². */
export function normOf(tensor: Pick<ReferenceTensor, "length">, element: (i: number) => number): number {
  return Math.sqrt(sumOver(tensor, (i) => element(i) ** 2));
}
