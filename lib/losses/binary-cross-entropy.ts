import type { OptionsOf } from "../options";
import type { Terms } from "./definition";
import { logistic } from "./logistic";
import { definePointwise } from "./pointwise";
import { smoothedShares } from "./smoothing";

const options = {
  fromLogits: { initial: true, domain: "boolean", meaning: "whether predictions are logits (else probabilities)" },
  positiveWeight: { initial: 1, domain: "nonNegative", meaning: "how much a positive target counts" },
  labelSmoothing: { initial: 0, domain: "rate", meaning: "how far targets move towards ½: t(1 − s) + ½s" },
  clip: { initial: 0, domain: "rate", meaning: "from probabilities: the probability is kept within [clip, 1 − clip] (Keras: 1e-7)" },
} as const;

type Options = OptionsOf<typeof options>;

/** The weights of the positive and the negative part after smoothing. */
function weights(target: number, { labelSmoothing, positiveWeight }: Options): { positive: number; negative: number } {
  const { positive, negative } = smoothedShares(target, labelSmoothing);
  return { positive: positive * positiveWeight, negative };
}

function fromLogit(logit: number, target: number, given: Options): Terms {
  const { positive, negative } = weights(target, given);
  const tail = Math.log1p(Math.exp(-Math.abs(logit)));
  const sigmoid = logistic(logit);
  const complement = logistic(-logit);
  const missed = logit < 0 ? positive : negative;
  return {
    value: (positive + negative) * tail + (missed === 0 ? 0 : missed * Math.abs(logit)), // ∞ on the right side costs nothing
    gradient: negative * sigmoid - positive * complement,
    hessian: (positive + negative) * sigmoid * complement,
  };
}

/** The least logarithm, as in PyTorch's BCELoss; held there, it has no slope. */
const leastLogarithm = -100;

function fromProbability(given: number, target: number, all: Options): Terms {
  const { positive, negative } = weights(target, all);
  const p = all.clip > 0 ? Math.min(Math.max(given, all.clip), Math.fround(1 - all.clip)) : given;
  const a = Math.log(p) < leastLogarithm || positive === 0 ? 0 : 1 / p;
  const b = Math.log1p(-p) < leastLogarithm || negative === 0 ? 0 : 1 / (1 - p);
  return {
    value: -(positive * Math.max(Math.log(p), leastLogarithm) + negative * Math.max(Math.log1p(-p), leastLogarithm)),
    gradient: p === given ? negative * b - positive * a : 0,
    hessian: p === given ? positive * a * a + negative * b * b : 0,
  };
}

/** Two-class cross-entropy of a logit (default) or a probability against a target from 0 to 1. */
export const binaryCrossEntropy = definePointwise({
  name: "binaryCrossEntropy",
  summary: "The surprise at a yes-or-no target, from a logit or a probability.",
  formula: "w₊·softplus(−x) + w₋·softplus(x) with w₊ = positiveWeight·t, w₋ = 1 − t; from probabilities −w₊·ln p − w₋·ln(1 − p)",
  source: "torch.nn.BCEWithLogitsLoss; from probabilities torch.nn.BCELoss, with logarithms of at least −100",
  options,
  ulp: 6,
  kernels: ["binaryCrossEntropy", "binaryCrossEntropyFromProbabilities"],
  domain: ({ fromLogits }) => ({ prediction: fromLogits ? "real" : "fraction", target: "fraction" }),
  kernel({ fromLogits, positiveWeight, labelSmoothing, clip }) {
    const shared = [positiveWeight, 1 - labelSmoothing, labelSmoothing / 2];
    if (fromLogits) return { name: "binaryCrossEntropy", values: shared };
    const bounds = clip > 0 ? [clip, 1 - clip] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    return { name: "binaryCrossEntropyFromProbabilities", values: [...shared, ...bounds] };
  },
  at: (prediction, target, given) => (given.fromLogits ? fromLogit(prediction, target, given) : fromProbability(prediction, target, given)),
});
