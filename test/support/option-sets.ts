/** Options that take a loss or an optimizer through all its branches. What has no row here is tested with its defaults. */
import type { Options } from "./catalogue";

/** Numbers of an option that may have one per class. */
const factors = (c: number) => 0.25 * (1 + (c % 5));
const counts = (c: number) => 1 + ((7 * c) % 90);
const scales = [{}, { c: 0.3 }, { c: 1e4 }, { c: 1e10 }];

export const lossOptions: Readonly<Record<string, readonly Options[]>> = {
  binaryCrossEntropy: [
    {},
    { positiveWeight: 3 },
    { positiveWeight: 0 },
    { labelSmoothing: 0.1 },
    { positiveWeight: 3, labelSmoothing: 0.1 },
    { fromLogits: false },
    { fromLogits: false, positiveWeight: 3 },
    { fromLogits: false, labelSmoothing: 0.1 },
    { fromLogits: false, clip: 1e-7 },
    { fromLogits: false, positiveWeight: 3, labelSmoothing: 0.1, clip: 0.01 },
  ],
  categoricalCrossEntropy: [{}, { epsilon: 0 }, { epsilon: 0.1 }, { labelSmoothing: 0.1 }, { epsilon: 0.01, labelSmoothing: 0.2 }],
  cauchy: [...scales, { c: 0.1 }],
  contrastive: [{}, { margin: 0.25 }, { margin: 3 }],
  cosineEmbedding: [{}, { margin: 0.3 }, { margin: -0.5, targets: "zeroOne" }],
  crossEntropy: [{}, { labelSmoothing: 0.1 }, { zLoss: 0.01 }, { labelSmoothing: 0.1, zLoss: 0.5 }],
  focal: [
    {},
    { alpha: factors, gamma: 0 },
    { alpha: 1, gamma: 0.5 },
    { gamma: 1 },
    { gamma: 3.5, labelSmoothing: 0.1 },
    { alpha: factors, labelSmoothing: 0.1 },
  ],
  gaussianNLL: [{}, { full: true }, { epsilon: 0.5 }],
  generalRobust: [
    {},
    { scale: 0.1 },
    { alpha: 2, scale: 3 },
    { alpha: 2 - 2 ** -23 },
    { alpha: 2 + 2 ** -22, scale: 0.7 },
    { alpha: 0 },
    { alpha: 1e-30 },
    { alpha: -1e-7, scale: 2.5 },
    { alpha: 0.875 },
    { alpha: 1.5, scale: 1e-3 },
    { alpha: -2 },
    { alpha: -0.5, scale: 3e38 },
    { alpha: Number.NEGATIVE_INFINITY, scale: 1.5 },
    { alpha: -1e30 },
    { alpha: 4 },
    { alpha: 10, scale: 20 },
    { alpha: 1e30, scale: 50 },
  ],
  generalizedCrossEntropy: [{}, { q: 0 }, { q: 1 }, { q: 1e-6 }],
  hampel: [{}, { a: 0.5, b: 0.5, c: 3 }, { a: 1.7, b: 3.4, c: 8.5 }, { a: 1, b: 3, c: 3 }, { a: 1, b: 1, c: 1 }, { a: 1, b: 4, c: 1e5 }],
  hinge: [{}, { targets: "zeroOne" }],
  huber: [{}, { delta: 1.35 }, { delta: 0.1 }, { delta: 1e4 }],
  klDivergence: [{}, { logTarget: true }],
  labelDistributionAwareMargin: [{ scale: 16 }, { counts, scale: 16 }, { counts, maxMargin: 1.5, scale: 4 }, { maxMargin: 0, scale: 0.5 }],
  logitAdjusted: [{}, { prior: counts }, { prior: counts, tau: -0.5 }],
  marginRanking: [{}, { margin: 0.5 }, { margin: 1, targets: "zeroOne" }],
  poly1: [{}, { epsilon: -1 }, { epsilon: 0.3 }, { epsilon: 6 }],
  smoothL1: [{}, { beta: 0.5 }, { beta: 0.3 }, { beta: 0 }],
  squaredHinge: [{}, { targets: "zeroOne" }],
  symmetricCrossEntropy: [{}, { alpha: 6, beta: 0.1 }, { alpha: 0 }, { beta: 0 }],
  tolerant: [{}, { a: 0, b: 1 }, { a: 2, b: 0.3 }, { a: 1, b: 0.02 }, { a: 1e4, b: 300 }, { a: 1e8, b: 1e6 }],
  triplet: [{}, { margin: 0.2, swap: true }, { p: 1, epsilon: 0 }, { p: 3, margin: 2 }, { p: 1.5, swap: true }],
};

export const optimizerOptions: Readonly<Record<string, readonly Options[]>> = {
  SGD: [
    {},
    { learningRate: 0.1, weightDecay: 0.01 },
    { learningRate: 0.05, momentum: 0.9 },
    { learningRate: 0.05, momentum: 0.9, dampening: 0.1, maximize: true },
    { learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
  ],
  Adam: [
    {},
    { learningRate: 0.05, weightDecay: 0.01 },
    { learningRate: 0.05, amsgrad: true, beta1: 0.8, beta2: 0.99, epsilon: 1e-6 },
    { learningRate: 0.05, weightDecay: 0.1, decoupledWeightDecay: true, maximize: true },
  ],
  AdamW: [{}, { learningRate: 0.05, weightDecay: 0.1, maximize: true }, { learningRate: 0.05, amsgrad: true }],
};
