/** Options that take a loss or an optimizer through all its branches. What has no row here is tested with its defaults. */
import type { Options } from "./catalogue";

/** Numbers of an option that may have one per class. */
const factors = (c: number) => 0.25 * (1 + (c % 5));
const counts = (c: number) => 1 + ((7 * c) % 90);

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
  gaussianNLL: [{}, { full: true }, { epsilon: 0.5 }],
  marginRanking: [{}, { margin: 0.5 }, { margin: 1, targets: "zeroOne" }],
  crossEntropy: [{}, { labelSmoothing: 0.1 }, { zLoss: 0.01 }, { labelSmoothing: 0.1, zLoss: 0.5 }],
  focal: [
    {},
    { alpha: factors, gamma: 0 },
    { alpha: 1, gamma: 0.5 },
    { gamma: 1 },
    { gamma: 3.5, labelSmoothing: 0.1 },
    { alpha: factors, labelSmoothing: 0.1 },
  ],
  generalizedCrossEntropy: [{}, { q: 0 }, { q: 1 }, { q: 1e-6 }],
  hinge: [{}, { targets: "zeroOne" }],
  huber: [{}, { delta: 1.35 }, { delta: 0.1 }, { delta: 1e4 }],
  labelDistributionAwareMargin: [{}, { counts }, { counts, maxMargin: 1.5, scale: 3 }, { maxMargin: 0, scale: 0.5 }],
  logitAdjusted: [{}, { prior: counts }, { prior: counts, tau: -0.5 }],
  poly1: [{}, { epsilon: -1 }, { epsilon: 0.3 }, { epsilon: 6 }],
  symmetricCrossEntropy: [{}, { alpha: 6, beta: 0.1 }, { alpha: 0 }, { beta: 0 }],
  smoothL1: [{}, { beta: 0.5 }, { beta: 0.3 }, { beta: 0 }],
  squaredHinge: [{}, { targets: "zeroOne" }],
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
