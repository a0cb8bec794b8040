import { residual } from "./definition";
import { defineUntargeted } from "./embeddings";

/** A p-norm of a difference, with its derivatives by the first vector. */
interface Distance {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

function distanceOf(a: Float64Array, b: Float64Array, p: number, epsilon: number): Distance {
  const gap = a.map((x, i) => residual(x, b[i] as number) + epsilon);
  const largest = gap.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0) return { value: 0, gradient: gap, hessian: gap.map(() => 0) };
  const value = largest * gap.reduce((sum, x) => sum + (Math.abs(x) / largest) ** p, 0) ** (1 / p);
  const shares = gap.map((x) => Math.abs(x) / value);
  return {
    value,
    gradient: gap.map((x, i) => Math.sign(x) * (shares[i] as number) ** (p - 1)),
    hessian: shares.map((share) => (p === 1 ? 0 : ((p - 1) / value) * (share ** (p - 2) - share ** (2 * p - 2)))),
  };
}

const minus = (a: Float64Array, b: Float64Array) => a.map((x, i) => x - (b[i] as number));
const negative = (a: Float64Array) => a.map((x) => -x);

/** An anchor is to be nearer to a positive than to a negative. */
export const triplet = defineUntargeted({
  name: "triplet",
  inputs: ["anchor", "positive", "negative"],
  summary: "Asks that an anchor be nearer to a positive than to a negative by a margin.",
  formula: "max(0, d(anchor, positive) − d(anchor, negative) + margin), active at 0, with d the p-norm of the difference plus epsilon",
  source: "Schroff, Kalenichenko and Philbin (2015), FaceNet; swap by Balntas et al. (2016); torch.nn.TripletMarginLoss",
  options: {
    margin: { initial: 1, domain: "nonNegative", meaning: "by how much the positive is to be nearer" },
    p: { initial: 2, domain: "positive", meaning: "the norm of the distance, at least 1; 1 and 2 are fast" },
    epsilon: { initial: 1e-6, domain: "nonNegative", meaning: "added to each difference" },
    swap: { initial: false, domain: "boolean", meaning: "takes the positive's distance to the negative where that is smaller" },
  },
  conflict: ({ p }) => (p < 1 ? `p: expected a number of at least 1, received ${p}` : undefined),
  ulp: 4,
  kernel: ({ margin, p, epsilon, swap }) => ({ name: "triplet", values: [margin, p, epsilon, Number(swap)] }),
  row([anchor, positive, other], _, { margin, p, epsilon, swap }) {
    const between = (a: unknown, b: unknown) => distanceOf(a as Float64Array, b as Float64Array, p, epsilon);
    const near = between(anchor, positive);
    const [own, swapped] = [between(anchor, other), between(positive, other)];
    const fromPositive = swap && swapped.value < own.value;
    const far = fromPositive ? swapped : own;
    const excess = near.value - far.value + margin;
    const active = (a: Float64Array) => (excess < 0 ? a.map(() => 0) : a);
    const moved = { gradient: minus(negative(near.gradient), far.gradient), hessian: minus(near.hessian, far.hessian) };
    return {
      value: Math.max(0, excess),
      gradient: [
        active(fromPositive ? near.gradient : minus(near.gradient, far.gradient)),
        active(fromPositive ? moved.gradient : negative(near.gradient)),
        active(far.gradient),
      ],
      hessian: [
        active(fromPositive ? near.hessian : minus(near.hessian, far.hessian)),
        active(fromPositive ? moved.hessian : near.hessian),
        active(negative(far.hessian)),
      ],
    };
  },
});
