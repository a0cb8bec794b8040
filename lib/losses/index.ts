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
export { focal } from "./focal";
export { gaussianNLL } from "./gaussian-nll";
export { generalRobust } from "./general-robust";
export { generalizedCrossEntropy } from "./generalized-cross-entropy";
export { halfSquaredError } from "./half-squared-error";
export { hinge } from "./hinge";
export { huber } from "./huber";
export { jensenShannon } from "./jensen-shannon";
export { JointLoss } from "./joint";
export { labelDistributionAwareMargin } from "./label-distribution-aware-margin";
export { laplaceNLL } from "./laplace-nll";
export { LinearCrossEntropyLoss, type LinearCrossEntropyOptions, linearCrossEntropy, type Projection } from "./linear-cross-entropy";
export { logCosh } from "./log-cosh";
export { logitAdjusted } from "./logit-adjusted";
export { type CallOptions, Loss, type ValueAndGradient } from "./loss";
export { marginRanking } from "./margin-ranking";
export { meanAbsoluteError, meanAbsoluteError as mae } from "./mean-absolute-error";
export { meanSquaredError, meanSquaredError as mse } from "./mean-squared-error";
export { type JointCallOptions, type JointValueAndGradient, NamedLoss, type PerInput } from "./named-loss";
export { PointwiseLoss } from "./pointwise";
export { poly1 } from "./poly1";
export { type RowTarget, RowwiseLoss } from "./rowwise";
export { smoothL1 } from "./smooth-l1";
export { squaredHinge } from "./squared-hinge";
export { symmetricCrossEntropy } from "./symmetric-cross-entropy";
