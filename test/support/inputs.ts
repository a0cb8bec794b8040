/** Predictions and targets drawn from the domains that a loss declares, edges and kinks included. */
import type { losses } from "steepest";
import type { PointwiseSubject } from "./catalogue";
import { largestFloat, neighbour, normal, randomSource, smallestNormal, smallestSubnormal } from "./numbers";

export type Domain = ReturnType<losses.PointwiseDefinition["domain"]>["prediction"];

export interface Pairs {
  readonly prediction: Float32Array;
  readonly target: Float32Array;
}

const magnitudes = [
  ...[0, smallestSubnormal, 3 * smallestSubnormal, 1e-40, neighbour(smallestNormal, -1), smallestNormal, 1e-30, 1e-20, 1e-8, 1e-4],
  ...[0.01, 0.3, 0.5, 0.7, neighbour(1, -1), 1, neighbour(1, 1), 1.5, 2.5, 7, 16.5, 20, 42, 87, 88.8, 103, 104.5, 200, 1e4, 1e10],
  ...[1.8e19, 1.9e19, 1e30, largestFloat / 2, largestFloat],
];
const shares = [
  0,
  smallestSubnormal,
  1e-42,
  4e-44,
  1e-39,
  smallestNormal,
  1e-20,
  1e-7,
  0.001,
  0.01,
  0.3,
  0.5,
  0.7,
  0.99,
  neighbour(1, -1),
  1,
];

/** Finite numbers of a domain where something may go wrong. */
export const edges: Readonly<Record<Domain, readonly number[]>> = {
  real: magnitudes.flatMap((x) => [x, -x]),
  nonNegative: magnitudes,
  positive: magnitudes.filter((x) => x > 0),
  fraction: shares,
  sign: [-1, 1],
  binary: [0, 1],
};

export const draws: Readonly<Record<Domain, (random: () => number) => number>> = {
  real: (random) => normal(random) * 10 ** Math.floor(random() * 5 - 2),
  nonNegative: (random) => Math.abs(normal(random)) * 10 ** Math.floor(random() * 5 - 2),
  positive: (random) => (0.01 + Math.abs(normal(random))) * 10 ** Math.floor(random() * 5 - 2),
  fraction: (random) => (random() < 0.5 ? random() : random() ** 8),
  sign: (random) => (random() < 0.5 ? -1 : 1),
  binary: (random) => (random() < 0.5 ? 0 : 1),
};

/** The kinks and their neighbours as residuals, as margins and as logits, on every small target of the domain. */
function kinkPairs(kinks: readonly number[], target: Domain): (readonly [number, number])[] {
  const around = kinks.flatMap((kink) => [kink, neighbour(kink, 1), neighbour(kink, -1)]);
  const targets = target === "real" ? [0, 1, -2.5] : edges[target];
  return around.flatMap((x) => targets.flatMap((t) => [[x, t] as const, [-x, t] as const, [x + t, t] as const]));
}

/** Finite pairs: every edge with every edge, the kinks, and random ones. */
export function finitePairs({ definition, resolved }: PointwiseSubject, count = 4000): Pairs {
  const { prediction, target } = definition.domain(resolved as never);
  const random = randomSource(7);
  const pairs = [
    ...edges[prediction].flatMap((p) => edges[target].map((t) => [p, t] as const)),
    ...kinkPairs(definition.kinks(resolved as never), target),
    ...Array.from({ length: count }, () => [draws[prediction](random), draws[target](random)] as const),
  ];
  return { prediction: Float32Array.from(pairs, ([p]) => p), target: Float32Array.from(pairs, ([, t]) => t) };
}

/** Every pair in which something is NaN or infinite. */
export function specialPairs({ definition, resolved }: PointwiseSubject): Pairs {
  const { prediction, target } = definition.domain(resolved as never);
  const infinities = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const special = (domain: Domain) => {
    if (domain === "real") return [Number.NaN, ...infinities];
    return domain === "nonNegative" || domain === "positive" ? [Number.NaN, Number.POSITIVE_INFINITY] : [Number.NaN];
  };
  const pairs = [
    ...special(prediction).flatMap((p) => [...special(target), ...edges[target]].map((t) => [p, t] as const)),
    ...special(target).flatMap((t) => edges[prediction].map((p) => [p, t] as const)),
  ];
  return { prediction: Float32Array.from(pairs, ([p]) => p), target: Float32Array.from(pairs, ([, t]) => t) };
}

/** Ordinary pairs for laws in which the formula does not matter. */
export function ordinaryPairs({ definition, resolved }: PointwiseSubject, count: number, seed = 1): Pairs {
  const { prediction, target } = definition.domain(resolved as never);
  const random = randomSource(seed);
  const draw = (domain: Domain) => (domain === "real" ? 3 * normal(random) : draws[domain](random));
  const predictions = Float32Array.from({ length: count }, () => draw(prediction));
  return { prediction: predictions, target: Float32Array.from({ length: count }, () => draw(target)) };
}
