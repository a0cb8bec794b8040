/** Every loss: a factory per loss, options once, then calls on arrays. */
export type { LabelArray, Reduction, Values } from "./arrays";
export { BaseLoss, type ValueOf } from "./base-loss";
export { binaryCrossEntropy } from "./binary-cross-entropy";
export { catalogue, type LossFactory } from "./catalogue";
export { crossEntropy } from "./cross-entropy";
export type {
  AnyDefinition,
  JointDefinition,
  JointTerms,
  PointwiseDefinition,
  RowDomain,
  RowTargetDomain,
  RowwiseDefinition,
  Terms,
} from "./definition";
export { gaussianNLL } from "./gaussian-nll";
export { generalRobust } from "./general-robust";
export { halfSquaredError } from "./half-squared-error";
export { hinge } from "./hinge";
export { huber } from "./huber";
export { type JointCallOptions, JointLoss, type JointValueAndGradient, type PerInput } from "./joint";
export { laplaceNLL } from "./laplace-nll";
export { logCosh } from "./log-cosh";
export { type CallOptions, Loss, type ValueAndGradient } from "./loss";
export { marginRanking } from "./margin-ranking";
export { meanAbsoluteError, meanAbsoluteError as mae } from "./mean-absolute-error";
export { meanSquaredError, meanSquaredError as mse } from "./mean-squared-error";
export { PointwiseLoss } from "./pointwise";
export { type RowTarget, RowwiseLoss } from "./rowwise";
export { smoothL1 } from "./smooth-l1";
export { squaredHinge } from "./squared-hinge";
