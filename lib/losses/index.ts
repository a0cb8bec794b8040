/** Every loss: a factory per loss, options once, then calls on arrays. */
export { andrews } from "./andrews";
export { arctan } from "./arctan";
export type { LabelArray, Reduction, Values } from "./arrays";
export { asymmetric } from "./asymmetric";
export { BaseLoss, type ValueOf } from "./base-loss";
export { binaryCrossEntropy } from "./binary-cross-entropy";
export { binaryFocal } from "./binary-focal";
export { catalogue, type LossFactory } from "./catalogue";
export { categoricalCrossEntropy } from "./categorical-cross-entropy";
export { cauchy } from "./cauchy";
export { contrastive } from "./contrastive";
export { cosineEmbedding } from "./cosine-embedding";
export { cosineSimilarity } from "./cosine-similarity";
export { crossEntropy } from "./cross-entropy";
export type {
  AnyDefinition,
  EmbeddingDefinition,
  EmbeddingTerms,
  JointDefinition,
  JointTerms,
  PointwiseDefinition,
  RowDomain,
  RowTargetDomain,
  RowwiseDefinition,
  Terms,
} from "./definition";
export { EmbeddingLoss, type Vectors } from "./embeddings";
export { epsilonInsensitive } from "./epsilon-insensitive";
export { expectile } from "./expectile";
export { exponential } from "./exponential";
export { fair } from "./fair";
export { focal } from "./focal";
export { gamma } from "./gamma";
export { gaussianNLL } from "./gaussian-nll";
export { gemanMcClure } from "./geman-mcclure";
export { generalRobust } from "./general-robust";
export { generalizedCrossEntropy } from "./generalized-cross-entropy";
export { halfSquaredError } from "./half-squared-error";
export { hampel } from "./hampel";
export { hinge } from "./hinge";
export { hingeEmbedding } from "./hinge-embedding";
export { huber } from "./huber";
export { jensenShannon } from "./jensen-shannon";
export { JointLoss } from "./joint";
export { klDivergence } from "./kl-divergence";
export { labelDistributionAwareMargin } from "./label-distribution-aware-margin";
export { laplaceNLL } from "./laplace-nll";
export { LinearCrossEntropyLoss, type LinearCrossEntropyOptions, linearCrossEntropy, type Projection } from "./linear-cross-entropy";
export { logCosh } from "./log-cosh";
export { logitAdjusted } from "./logit-adjusted";
export { type CallOptions, Loss, type ValueAndGradient } from "./loss";
export { marginRanking } from "./margin-ranking";
export { meanAbsoluteError, meanAbsoluteError as mae } from "./mean-absolute-error";
export { meanAbsolutePercentageError, meanAbsolutePercentageError as mape } from "./mean-absolute-percentage-error";
export { meanSquaredError, meanSquaredError as mse } from "./mean-squared-error";
export { meanSquaredLogarithmicError, meanSquaredLogarithmicError as msle } from "./mean-squared-logarithmic-error";
export { modifiedHuber } from "./modified-huber";
export { type CallRest, type JointCallOptions, type JointValueAndGradient, NamedLoss, type PerInput } from "./named-loss";
export { nll } from "./nll";
export { perceptron } from "./perceptron";
export { PointwiseLoss } from "./pointwise";
export { poisson } from "./poisson";
export { poly1 } from "./poly1";
export { pseudoHuber, pseudoHuber as softL1 } from "./pseudo-huber";
export { quantile } from "./quantile";
export { type RowTarget, RowwiseLoss } from "./rowwise";
export { smoothL1 } from "./smooth-l1";
export { softMargin } from "./soft-margin";
export { squaredEpsilonInsensitive } from "./squared-epsilon-insensitive";
export { squaredHinge } from "./squared-hinge";
export { studentTNLL } from "./student-t-nll";
export { symmetricCrossEntropy } from "./symmetric-cross-entropy";
export {
  symmetricMeanAbsolutePercentageError,
  symmetricMeanAbsolutePercentageError as smape,
} from "./symmetric-mean-absolute-percentage-error";
export { talwar } from "./talwar";
export { tolerant } from "./tolerant";
export { triplet } from "./triplet";
export { tukey } from "./tukey";
export { welsch } from "./welsch";
export { wing } from "./wing";
