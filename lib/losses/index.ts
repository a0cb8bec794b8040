/** Every loss: a factory per loss, options once, then calls on arrays. */
export type { LabelArray, Reduction, Values } from "./arrays";
export { binaryCrossEntropy } from "./binary-cross-entropy";
export { catalogue, type LossFactory } from "./catalogue";
export { crossEntropy } from "./cross-entropy";
export type { PointwiseDefinition, RowwiseDefinition, Terms } from "./definition";
export { epsilonInsensitive } from "./epsilon-insensitive";
export { expectile } from "./expectile";
export { gamma } from "./gamma";
export { halfSquaredError } from "./half-squared-error";
export { hinge } from "./hinge";
export { huber } from "./huber";
export { logCosh } from "./log-cosh";
export { type CallOptions, Loss, type ValueAndGradient, type ValueOf } from "./loss";
export { meanAbsoluteError, meanAbsoluteError as mae } from "./mean-absolute-error";
export { meanAbsolutePercentageError, meanAbsolutePercentageError as mape } from "./mean-absolute-percentage-error";
export { meanSquaredError, meanSquaredError as mse } from "./mean-squared-error";
export { meanSquaredLogarithmicError, meanSquaredLogarithmicError as msle } from "./mean-squared-logarithmic-error";
export { PointwiseLoss } from "./pointwise";
export { poisson } from "./poisson";
export { pseudoHuber } from "./pseudo-huber";
export { quantile } from "./quantile";
export { type RowTarget, RowwiseLoss } from "./rowwise";
export { smoothL1 } from "./smooth-l1";
export { squaredEpsilonInsensitive } from "./squared-epsilon-insensitive";
export { squaredHinge } from "./squared-hinge";
export { studentTNLL } from "./student-t-nll";
export {
  symmetricMeanAbsolutePercentageError,
  symmetricMeanAbsolutePercentageError as smape,
} from "./symmetric-mean-absolute-percentage-error";
export { wing } from "./wing";
