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
  ADOPT: [{}, { learningRate: 0.05, beta2: 0.99, epsilon: 1e-2, weightDecay: 0.01 }],
  ASGD: [{}, { learningRate: 0.05, lambda: 0.1, alpha: 0.5, t0: 2, weightDecay: 0.01 }],
  AdEMAMix: [{}, { learningRate: 0.01, beta3: 0.99, warmupSteps: 8, epsilonRoot: 1e-6, weightDecay: 0.1 }],
  AdaBelief: [{}, { learningRate: 0.05, convention: "optax", epsilonRoot: 1e-8, maximize: true }],
  Adadelta: [{}, { learningRate: 0.5, rho: 0.8, epsilon: 1e-3, weightDecay: 0.01 }, { convention: "keras", learningRate: 0.1 }],
  Adagrad: [{}, { learningRate: 0.1, learningRateDecay: 0.1, weightDecay: 0.01 }, { convention: "keras", learningRate: 0.1 }],
  Adamax: [{}, { learningRate: 0.05, beta2: 0.9, weightDecay: 0.01 }, { convention: "keras", epsilon: 1e-3 }],
  Adan: [{}, { learningRate: 0.05, weightDecay: 0.2, maximize: true }, { learningRate: 0.05, convention: "optax", weightDecay: 0.2 }],
  Ftrl: [
    {},
    { learningRate: 0.05, l1: 0.001, l2: 0.05, l2Shrinkage: 0.02, beta: 0.1 },
    { learningRate: 0.05, learningRatePower: -0.75, initialAccumulator: 0, weightDecay: 0.01 },
    { learningRate: 0.05, learningRatePower: 0 },
  ],
  Lion: [{}, { learningRate: 0.01, beta1: 0.8, weightDecay: 0.1, maximize: true }],
  MADGRAD: [{}, { learningRate: 0.05, momentum: 0, epsilon: 1e-3, weightDecay: 0.01 }, { convention: "optax", learningRate: 0.05 }],
  NAdam: [
    {},
    { learningRate: 0.05, momentumDecay: 0.1, weightDecay: 0.1, decoupledWeightDecay: true },
    { learningRate: 0.05, convention: "optax", epsilonRoot: 1e-6, maximize: true },
  ],
  RAdam: [{}, { learningRate: 0.05, beta2: 0.9, weightDecay: 0.01 }, { learningRate: 0.05, convention: "optax", epsilonRoot: 1e-6 }],
  RMSprop: [
    {},
    { rho: 0.9, momentum: 0.9, weightDecay: 0.01 },
    { rho: 0.9, centered: true, epsilon: 1e-3 },
    { centered: true, momentum: 0.5, convention: "keras", epsilon: 1e-2, maximize: true },
  ],
  Rprop: [{}, { etaMinus: 0.25, etaPlus: 1.5, stepMin: 0.01, stepMax: 0.5 }, { learningRate: 0.5, stepMax: 0.25, convention: "optax" }],
  ScheduleFreeAdamW: [
    {},
    { learningRate: 0.05, warmupSteps: 8, weightPower: 1, weightDecay: 0.1 },
    { learningRate: 0.05, convention: "keras", weightDecay: 0.1, maximize: true },
  ],
  SignSGD: [{}, { learningRate: 0.01, momentum: 0.9, weightDecay: 0.1, decoupledWeightDecay: true }],
  Sophia: [
    {},
    { learningRate: 0.01, gamma: 0.5, updateInterval: 3, weightDecay: 0.1 },
    { learningRate: 0.01, convention: "optax", clipThreshold: 0.5, updateInterval: 2, maximize: true },
  ],
  Yogi: [{}, { learningRate: 0.05, convention: "optax", epsilonRoot: 1e-6 }],
  SGD: [
    {},
    { learningRate: 0.1, weightDecay: 0.01 },
    { learningRate: 0.05, momentum: 0.9 },
    { learningRate: 0.05, momentum: 0.9, dampening: 0.1, maximize: true },
    { learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
    { learningRate: 0.05, momentum: 0.9, nesterov: true, convention: "keras" },
  ],
  Adam: [
    {},
    { learningRate: 0.05, weightDecay: 0.01 },
    { learningRate: 0.05, amsgrad: true, beta1: 0.8, beta2: 0.99, epsilon: 1e-6 },
    { learningRate: 0.05, weightDecay: 0.1, decoupledWeightDecay: true, maximize: true },
    { learningRate: 0.05, convention: "keras", amsgrad: true },
    { learningRate: 0.05, convention: "optax", amsgrad: true, epsilonRoot: 1e-6 },
  ],
  AdamW: [{}, { learningRate: 0.05, weightDecay: 0.1, maximize: true }, { learningRate: 0.05, amsgrad: true }],
};
