/** Options that take a loss or an optimizer through all its branches. What has no row here is tested with its defaults. */
import type { Options } from "./catalogue";

const scales = [{}, { c: 0.3 }, { c: 1e4 }, { c: 1e10 }];

export const lossOptions: Readonly<Record<string, readonly Options[]>> = {
  andrews: scales,
  arctan: scales,
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
  cauchy: [...scales, { c: 0.1 }],
  crossEntropy: [{}, { labelSmoothing: 0.1 }],
  fair: scales,
  gemanMcClure: scales,
  hampel: [{}, { a: 0.5, b: 0.5, c: 3 }, { a: 1.7, b: 3.4, c: 8.5 }, { a: 1, b: 3, c: 3 }, { a: 1, b: 1, c: 1 }, { a: 1, b: 4, c: 1e5 }],
  hinge: [{}, { targets: "zeroOne" }],
  huber: [{}, { delta: 1.35 }, { delta: 0.1 }, { delta: 1e4 }],
  smoothL1: [{}, { beta: 0.5 }, { beta: 0.3 }, { beta: 0 }],
  squaredHinge: [{}, { targets: "zeroOne" }],
  talwar: scales,
  tolerant: [{}, { a: 0, b: 1 }, { a: 2, b: 0.3 }, { a: 1, b: 0.02 }, { a: 1e4, b: 300 }, { a: 1e8, b: 1e6 }],
  tukey: scales,
  welsch: scales,
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
