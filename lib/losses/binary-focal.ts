import type { OptionsOf } from "../options";
import type { Terms } from "./definition";
import { wideLogit } from "./logistic";
import { definePointwise } from "./pointwise";
import { smoothedShares } from "./smoothing";

const options = {
  alpha: { initial: 0.25, domain: "fraction", meaning: "the weight of positives; negatives have 1 − alpha" },
  gamma: { initial: 2, domain: "nonNegative", meaning: "how little a right and confident prediction counts" },
  classBalancing: { initial: true, domain: "boolean", meaning: "whether alpha weighs the classes (Keras: false)" },
  labelSmoothing: { initial: 0, domain: "rate", meaning: "how far targets move towards ½: t(1 − s) + ½s" },
} as const;

type Options = OptionsOf<typeof options>;

/** The weights of a positive and of a negative. */
const balance = ({ alpha, classBalancing }: Options) => (classBalancing ? ([alpha, 1 - alpha] as const) : ([1, 1] as const));

/** The exponents whose power is a product or two. */
const productGammas = [0, 1, 2];

function fromLogit(logit: number, target: number, given: Options): Terms {
  const { gamma, labelSmoothing } = given;
  const { positive, negative } = smoothedShares(target, labelSmoothing);
  const { x, sigmoid: p, complement: q, tail } = wideLogit(logit);
  const [ofPositive, ofNegative] = balance(given);
  const miss = positive * q + negative * p; // 1 − p_t
  const hit = positive * p + negative * q; // p_t
  const focus = Math.exp(gamma * (hit < 0.5 ? Math.log1p(-hit) : Math.log(miss))); // a large gamma sees what 1 − p_t rounds away
  const weight = (ofPositive * positive + ofNegative * negative) * focus;
  const crossEntropy = positive * Math.max(-x, 0) + negative * Math.max(x, 0) + tail;
  const slope = negative * p - positive * q;
  const turn = ((negative - positive) * p * q) / miss; // the derivative of ln(1 − p_t)
  return {
    value: weight * crossEntropy,
    gradient: weight * (gamma * turn * crossEntropy + slope),
    hessian: weight * (gamma * turn * (crossEntropy * ((gamma - 1) * turn + q - p) + 2 * slope) + p * q),
  };
}

/** Binary cross-entropy of a logit that counts the less the more the prediction is right: (1 − p_t)^γ times it. */
export const binaryFocal = definePointwise({
  name: "binaryFocal",
  summary: "Binary cross-entropy that turns from what is right and confident to what is not.",
  formula: "α_t·(1 − p_t)^γ·bce(x, t) with p_t = t·σ(x) + (1 − t)(1 − σ(x)) and α_t = αt + (1 − α)(1 − t)",
  source:
    "Lin et al. (2017), Focal loss for dense object detection; torchvision.ops.sigmoid_focal_loss, keras.losses.BinaryFocalCrossentropy",
  options,
  ulp: 12,
  kernels: ["binaryFocal", ...productGammas.map((gamma) => `binaryFocalGamma${gamma}`)],
  domain: () => ({ prediction: "real", target: "fraction" }),
  kernel(given) {
    const { gamma, labelSmoothing } = given;
    if (labelSmoothing === 0 && productGammas.includes(gamma)) return { name: `binaryFocalGamma${gamma}`, values: balance(given) };
    return { name: "binaryFocal", values: [...balance(given), labelSmoothing, gamma] };
  },
  at: fromLogit,
});
