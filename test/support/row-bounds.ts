/**
 * The largest terms of the rowwise losses' formulas: where a result may be smaller than its terms, these are the unit of its
 * declared bound. With v = φ′(s) and h = φ″(s) of each class: a gradient is p·Σ v of the others − (1 − p)·v, a hessian
 * p·(1 − p)·Σ v + p²·Σ h of the others + (1 − p)²·h.
 *
 * Two roundings are those of other formats: an exponential is known to 2⁻¹⁴⁹ at best, which whatever multiplies it multiplies; and
 * the slope of the others is the difference of two doubles.
 */
import type { Options } from "./catalogue";
import { smallestNormal } from "./numbers";

/** An ulp of a double in ulp of float32. */
const doubled = 2 ** -28;

/** One row with its targets, one-hot for a label. */
export interface BoundRow {
  readonly scores: Float64Array;
  readonly targets: Float64Array;
  readonly classWeights: Float64Array;
}

/** The largest terms of a row's value, and of the gradient and the hessian by each score. */
export interface RowUnits {
  readonly value: number;
  gradient(index: number): number;
  hessian(index: number): number;
  /** Of the full hessian times a vector of numbers up to 1. */
  product(index: number): number;
}

/** A class under the softmax: surprise, probability, the probability of the others, target with and without its weight. */
interface Class {
  readonly s: number;
  readonly p: number;
  readonly q: number;
  readonly t: number;
  readonly u: number;
}

/** The largest terms of φ, φ′ and φ″. */
interface Largest {
  readonly value: number;
  readonly slope: number;
  readonly bend: number;
}

type Of = (own: Class, options: never, index: number) => Largest;

const ofClass = (option: number | readonly number[], c: number) => (typeof option === "number" ? option : (option[c] as number));
const finite = (x: number) => (Number.isFinite(x) ? Math.abs(x) : 0);

const focal: Of = ({ s, p, q, u }, options: { alpha: number | readonly number[]; gamma: number; labelSmoothing: number }, c) => {
  const { gamma } = options;
  const factor = u * ofClass(options.alpha, c) * q ** gamma;
  const bend = (factor * gamma * Math.max((Math.abs(gamma - 1) * p * p * s) / q, 2 * p, p * s)) / q;
  return { value: factor * s, slope: factor * (1 + (gamma * p * s) / q), bend: finite(bend) };
};

const generalizedCrossEntropy: Of = ({ s, u }, { q }: { q: number }) => {
  const power = u * Math.exp(-q * s);
  return { value: 0, slope: power, bend: q * power };
};

const poly1: Of = ({ s, p, q, u }, { epsilon }: { epsilon: number }) => {
  const own = Math.abs(epsilon) * u;
  return { value: Math.max(u * s, own * q), slope: Math.max(u, own * p), bend: own * p };
};

const symmetricCrossEntropy: Of = ({ p, t }, { alpha, beta }: { alpha: number; beta: number }) => {
  const saved = t === 0 ? 0 : beta * p * Math.max(0, 4 + Math.log(t));
  return { value: 0, slope: alpha * t + saved, bend: saved };
};

const jensenShannon: Of = ({ p, t }) => {
  const m = (p + t) / 2;
  const part = (x: number) => (x === 0 ? 0 : x * Math.abs(Math.log(x / m)));
  const slope = t === 0 ? 0 : (p / 2) * Math.log1p(t / p);
  return { value: Math.max(part(p), part(t)) / 2, slope: finite(slope), bend: finite(slope) };
};

const forms: Readonly<Record<string, Of>> = {
  focal,
  generalizedCrossEntropy,
  poly1,
  symmetricCrossEntropy,
  jensenShannon,
};

/** Cross-entropies: U·p − u, and in the z-loss m + ln Σ e^(x − m), whose parts may cancel. */
const crossEntropies = ["crossEntropy", "logitAdjusted", "labelDistributionAwareMargin"];

function crossEntropyUnits(row: BoundRow, options: Options, classes: readonly Class[]): RowUnits {
  const { zLoss = 0, scale = 1 } = options as { zLoss?: number; scale?: number };
  const maximum = Math.max(...row.scores);
  const top = classes[row.scores.indexOf(maximum)] as Class;
  const part = Math.max(Math.abs(maximum), top.s);
  const slope = scale * classes.reduce((sum, { u }) => sum + u, 2 * zLoss * part);
  return {
    value: zLoss * part ** 2,
    gradient: (index) => {
      const { u, p } = classes[index] as Class;
      return Math.max(scale * u, 2 * zLoss * part * p, slope * smallestNormal);
    },
    hessian: (index) => {
      const { p, q } = classes[index] as Class;
      return Math.max(2 * zLoss * part * p * q, scale * slope * smallestNormal);
    },
    product: (index) => scale * slope * Math.max((classes[index] as Class).p, smallestNormal),
  };
}

/** Losses that count a row, not a class, with its class weight. */
const byRow = ["symmetricCrossEntropy", "jensenShannon"];

/** The scores as the softmax sees them. */
function softmaxScores({ scores, targets }: BoundRow, options: Options): Float64Array {
  const { prior = 1, tau = 1, counts = 1, maxMargin = 0, scale = 1 } = options as Readonly<Record<string, number | readonly number[]>>;
  const fewest = typeof counts === "number" ? counts : Math.min(...(counts as readonly number[]));
  return scores.map((score, c) => {
    const margin = (maxMargin as number) * (fewest / ofClass(counts, c)) ** 0.25;
    return (scale as number) * (score + (tau as number) * Math.log(ofClass(prior, c)) - margin * (targets[c] as number));
  });
}

function classesOf(row: BoundRow, options: Options): Class[] {
  const { targets, classWeights } = row;
  const smoothing = (options["labelSmoothing"] as number | undefined) ?? 0;
  const scores = softmaxScores(row, options);
  const maximum = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - maximum));
  const total = raised.reduce((sum, e) => sum + e, 0);
  const top = scores.indexOf(maximum);
  const rest = raised.reduce((sum, e, c) => (c === top ? sum : sum + e), 0);
  return Array.from(raised, (e, c) => {
    const q = (c === top ? rest : total - e) / total;
    const t = (1 - smoothing) * (targets[c] as number) + smoothing / targets.length;
    return { s: maximum - (scores[c] as number) + Math.log1p(rest), p: e / total, q, t, u: t * (classWeights[c] as number) };
  });
}

/** The units of a row of a loss; undefined where the result itself is the unit. */
export function rowUnits(name: string, row: BoundRow, options: Options): RowUnits | undefined {
  const classes = classesOf(row, options);
  if (crossEntropies.includes(name)) return crossEntropyUnits(row, options, classes);
  const form = forms[name];
  if (form === undefined) return undefined;
  const mass = byRow.includes(name) ? classes.reduce((sum, { u }) => sum + u, 0) : 1;
  const terms = classes.map((own, c) => form(own, options as never, c));
  const most = (pick: (of: Largest) => number, but = -1) => Math.max(0, ...terms.map((of, c) => (c === but ? 0 : pick(of))));
  const slope = most((of) => of.slope);
  const bend = most((of) => of.bend);
  const least = Math.max(slope, bend) * smallestNormal;
  return {
    value: mass * most(({ value }) => value),
    gradient(index) {
      const { p, q } = classes[index] as Class;
      const others =
        p *
        Math.max(
          most((of) => of.slope, index),
          doubled * slope,
        );
      return mass * Math.max(q * (terms[index] as Largest).slope, others, least);
    },
    hessian(index) {
      const { p, q } = classes[index] as Class;
      const others =
        p *
        p *
        Math.max(
          most((of) => of.bend, index),
          doubled * bend,
        );
      return mass * Math.max(p * q * slope, others, q * q * (terms[index] as Largest).bend, least);
    },
    product(index) {
      const { p } = classes[index] as Class;
      return mass * Math.max(p * Math.max(slope, bend), (terms[index] as Largest).bend, least);
    },
  };
}
