import { smoothedTargets } from "./cross-entropy";
import type { RowTerms } from "./definition";
import { defineRowwise } from "./rowwise";
import { total } from "./softmax";

/** A row of scores divided by its sum. */
interface Row {
  readonly scores: Float64Array;
  readonly sum: number;
  /** The sum without each score, without cancellation. */
  readonly others: Float64Array;
}

function rowOf(scores: Float64Array): Row {
  const top = scores.indexOf(Math.max(...scores));
  const rest = total(scores.map((score, c) => (c === top ? 0 : score)));
  const sum = rest + (scores[top] as number);
  const others = scores.map((score) => (score === scores[top] ? rest : sum - score));
  return { scores, sum: sum === 0 ? Number.NaN : sum, others };
}

/** −ln of a probability held within [epsilon, 1 − epsilon], and whether it is held. */
function surprise({ scores, sum, others }: Row, c: number, epsilon: number): { value: number; held: boolean } {
  const [score, other] = [scores[c] as number, others[c] as number];
  if (score < epsilon * sum) return { value: -Math.log(epsilon), held: true };
  if (other < epsilon * sum) return { value: -Math.log1p(-epsilon), held: true };
  return { value: Math.log1p(other / score), held: false };
}

/** The terms of the targets u; `open` are those of classes whose probability is not held. */
function terms({ scores, sum, others }: Row, value: number, open: Float64Array): Required<RowTerms> {
  const mass = total(open);
  const at = (array: Float64Array, c: number) => array[c] as number;
  return {
    value: value + 0 * sum,
    gradient: open.map((u, c) => (u === 0 ? mass : mass - u - (u * at(others, c)) / at(scores, c)) / sum),
    hessian: open.map((u, c) => {
      const x = at(scores, c);
      if (u === 0) return -mass / sum ** 2;
      return ((((u * at(others, c)) / x) * (sum + x)) / x - (mass - u)) / sum ** 2;
    }),
    hessianVector: (vector) => {
      const shared = (mass * total(vector)) / sum ** 2;
      return open.map((u, c) => (u === 0 ? 0 : (u * at(vector, c)) / at(scores, c) ** 2) - shared);
    },
  };
}

/** Cross-entropy from probabilities, which need not add up to 1, as Keras does it. */
export const categoricalCrossEntropy = defineRowwise({
  name: "categoricalCrossEntropy",
  summary: "The surprise at the right class, from probabilities; crossEntropy of logits is more precise.",
  formula: "−Σ u_c·ln clip(x_c / Σ x, ε, 1 − ε) with u_c = w_c·((1 − s)·t_c + s/C); a clipped class has no slope",
  source: "keras.losses.CategoricalCrossentropy",
  options: {
    epsilon: { initial: 1e-7, domain: "rate", meaning: "the least probability of a class and of all others; 0 clips nothing" },
    labelSmoothing: { initial: 0, domain: "rate", meaning: "the share of each target that is spread evenly over the classes" },
  },
  ulp: 4,
  offersHessianVector: true,
  domain: () => ({ prediction: "probabilities", target: "classes" }),
  kernel: ({ epsilon, labelSmoothing }) => ({
    name: "categoricalCrossEntropy",
    values: [1 - labelSmoothing, labelSmoothing, epsilon, epsilon === 0 ? 0 : -Math.log(epsilon), -Math.log1p(-epsilon)],
  }),
  row(scores, targets, classWeights, { epsilon, labelSmoothing }) {
    const row = rowOf(scores);
    const u = smoothedTargets(targets, classWeights, labelSmoothing);
    const surprises = Array.from(u, (_, c) => surprise(row, c, epsilon));
    const value = total(u.map((part, c) => (part === 0 ? 0 : part * (surprises[c]?.value as number))));
    return terms(
      row,
      value,
      u.map((part, c) => (surprises[c]?.held ? 0 : part)),
    );
  },
});
