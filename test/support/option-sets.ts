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
  hinge: [{}, { targets: "zeroOne" }],
  huber: [{}, { delta: 1.35 }, { delta: 0.1 }, { delta: 1e4 }],
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
  Adafactor: [
    {},
    { learningRate: 0.5, weightDecay: 0.1, clipThreshold: 0.5, relativeStep: false, maximize: true },
    { learningRate: 0.1, weightDecay: 0.01, convention: "keras" },
    { learningRate: 0.1, epsilon1: 1e-6, convention: "optax" },
  ],
  Lamb: [{}, { learningRate: 0.05, weightDecay: 0.1 }, { learningRate: 0.05, weightDecay: 0.1, convention: "keras", maximize: true }],
  Lars: [
    {},
    { learningRate: 0.5, weightDecay: 0.1, nesterov: true, trustCoefficient: 0.02, maximize: true },
    { learningRate: 0.5, weightDecay: 0.1, trustCoefficient: 0.02, epsilon: 0.1, convention: "optax" },
  ],
  Muon: [
    { fallback: { epsilon: 1e-6 } },
    { learningRate: 0.02, nesterov: false, adjustLearningRate: "matchRms", newtonSchulzSteps: 2, maximize: true },
    { learningRate: 0.02, convention: "keras" },
    { learningRate: 0.02, convention: "optax" },
  ],
  NovoGrad: [{}, { learningRate: 0.05, weightDecay: 0.1, epsilonRoot: 0.01, maximize: true }],
  Prodigy: [
    { initialDistance: 0.05, epsilon: 1e-3 },
    { weightDecay: 0.1, initialDistance: 0.1, distanceFactor: 2, epsilon: 0.1, maximize: true },
    { learningRate: 0.5, beta3: 0.9, initialDistance: 0.1, epsilon: 0.1, convention: "optax" },
  ],
  SM3: [{}, { learningRate: 0.05, momentum: 0, epsilonRoot: 0, weightDecay: 0.1, maximize: true }],
  AdamW: [{}, { learningRate: 0.05, weightDecay: 0.1, maximize: true }, { learningRate: 0.05, amsgrad: true }],
};
