/** Options that take a loss or an optimizer through all its branches. What has no row here is tested with its defaults. */
import type { Options } from "./catalogue";

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
  crossEntropy: [{}, { labelSmoothing: 0.1 }],
  epsilonInsensitive: [{}, { epsilon: 0.5 }, { epsilon: 0 }],
  expectile: [{}, { tau: 0.9 }, { tau: 0.1 }, { tau: 0 }, { tau: 1 }],
  hinge: [{}, { targets: "zeroOne" }],
  huber: [{}, { delta: 1.35 }, { delta: 0.1 }, { delta: 1e4 }],
  meanAbsolutePercentageError: [{}, { epsilon: 0.5 }],
  poisson: [{}, { full: true }, { logInput: false }, { logInput: false, full: true }, { logInput: false, epsilon: 0.5 }],
  pseudoHuber: [{}, { delta: 1.35 }, { delta: 0.1 }, { delta: 1e4 }],
  quantile: [{}, { q: 0.9 }, { q: 0.1 }, { q: 0 }, { q: 1 }],
  smoothL1: [{}, { beta: 0.5 }, { beta: 0.3 }, { beta: 0 }],
  squaredEpsilonInsensitive: [{}, { epsilon: 0.5 }, { epsilon: 0 }],
  squaredHinge: [{}, { targets: "zeroOne" }],
  studentTNLL: [{}, { degrees: 1, scale: 0.1 }, { degrees: 0.5, scale: 2 }, { degrees: 1000 }],
  wing: [{}, { width: 0.5, curvature: 0.1 }, { width: 1, curvature: 30 }],
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
