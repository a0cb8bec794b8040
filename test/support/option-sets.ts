/** Options that take a loss or an optimizer through all its branches. What has no row here is tested with its defaults. */
import type { Options } from "./catalogue";

export const lossOptions: Readonly<Record<string, readonly Options[]>> = {
  asymmetric: [
    {},
    { gammaNegative: 2, gammaPositive: 0, clip: 0 },
    { gammaNegative: 0, gammaPositive: 0 },
    { gammaNegative: 1, clip: 0.5 },
    { gammaNegative: 2.5, gammaPositive: 0.5, clip: 0.1 },
    { gammaNegative: 5.5, gammaPositive: 30, clip: 0 },
  ],
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
  binaryFocal: [
    {},
    { gamma: 0 },
    { gamma: 1, alpha: 0.75 },
    { gamma: 0.5 },
    { gamma: 5 },
    { gamma: 50, alpha: 1 },
    { gamma: 1e6 },
    { gamma: 2.5, labelSmoothing: 0.1 },
    { alpha: 0.7, labelSmoothing: 0.1 },
    { classBalancing: false },
  ],
  crossEntropy: [{}, { labelSmoothing: 0.1 }],
  exponential: [{}, { targets: "zeroOne" }],
  hinge: [{}, { targets: "zeroOne" }],
  hingeEmbedding: [{}, { margin: 0.3, targets: "zeroOne" }, { margin: -2 }],
  huber: [{}, { delta: 1.35 }, { delta: 0.1 }, { delta: 1e4 }],
  modifiedHuber: [{}, { targets: "zeroOne" }],
  perceptron: [{}, { targets: "zeroOne" }],
  smoothL1: [{}, { beta: 0.5 }, { beta: 0.3 }, { beta: 0 }],
  softMargin: [{}, { targets: "zeroOne" }],
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
