/** The list of losses, from which tests, documentation and benchmarks are made. A new loss is one line here. */
import { andrews } from "./andrews";
import { arctan } from "./arctan";
import { asymmetric } from "./asymmetric";
import { binaryCrossEntropy } from "./binary-cross-entropy";
import { binaryFocal } from "./binary-focal";
import { categoricalCrossEntropy } from "./categorical-cross-entropy";
import { cauchy } from "./cauchy";
import { contrastive } from "./contrastive";
import { cosineEmbedding } from "./cosine-embedding";
import { cosineSimilarity } from "./cosine-similarity";
import { crossEntropy } from "./cross-entropy";
import type { EmbeddingFactory } from "./embeddings";
import { epsilonInsensitive } from "./epsilon-insensitive";
import { expectile } from "./expectile";
import { exponential } from "./exponential";
import { fair } from "./fair";
import { focal } from "./focal";
import { gamma } from "./gamma";
import { gaussianNLL } from "./gaussian-nll";
import { gemanMcClure } from "./geman-mcclure";
import { generalRobust } from "./general-robust";
import { generalizedCrossEntropy } from "./generalized-cross-entropy";
import { halfSquaredError } from "./half-squared-error";
import { hampel } from "./hampel";
import { hinge } from "./hinge";
import { hingeEmbedding } from "./hinge-embedding";
import { huber } from "./huber";
import { jensenShannon } from "./jensen-shannon";
import type { JointFactory } from "./joint";
import { klDivergence } from "./kl-divergence";
import { labelDistributionAwareMargin } from "./label-distribution-aware-margin";
import { laplaceNLL } from "./laplace-nll";
import { linearCrossEntropy } from "./linear-cross-entropy";
import { logCosh } from "./log-cosh";
import { logitAdjusted } from "./logit-adjusted";
import { marginRanking } from "./margin-ranking";
import { meanAbsoluteError } from "./mean-absolute-error";
import { meanAbsolutePercentageError } from "./mean-absolute-percentage-error";
import { meanSquaredError } from "./mean-squared-error";
import { meanSquaredLogarithmicError } from "./mean-squared-logarithmic-error";
import { modifiedHuber } from "./modified-huber";
import { nll } from "./nll";
import { perceptron } from "./perceptron";
import type { PointwiseFactory } from "./pointwise";
import { poisson } from "./poisson";
import { poly1 } from "./poly1";
import { pseudoHuber } from "./pseudo-huber";
import { quantile } from "./quantile";
import type { RowwiseFactory } from "./rowwise";
import { smoothL1 } from "./smooth-l1";
import { softMargin } from "./soft-margin";
import { squaredEpsilonInsensitive } from "./squared-epsilon-insensitive";
import { squaredHinge } from "./squared-hinge";
import { studentTNLL } from "./student-t-nll";
import { symmetricCrossEntropy } from "./symmetric-cross-entropy";
import { symmetricMeanAbsolutePercentageError } from "./symmetric-mean-absolute-percentage-error";
import { talwar } from "./talwar";
import { tolerant } from "./tolerant";
import { triplet } from "./triplet";
import { tukey } from "./tukey";
import { welsch } from "./welsch";
import { wing } from "./wing";

/** Any factory of the catalogue. */
export type LossFactory =
  | PointwiseFactory<never>
  | JointFactory<never, never>
  | RowwiseFactory<never>
  | EmbeddingFactory<never, undefined, never>
  | typeof linearCrossEntropy;

/** Every loss by name, aliases left out. */
export const catalogue = {
  andrews,
  arctan,
  asymmetric,
  binaryCrossEntropy,
  binaryFocal,
  categoricalCrossEntropy,
  cauchy,
  contrastive,
  cosineEmbedding,
  cosineSimilarity,
  crossEntropy,
  epsilonInsensitive,
  expectile,
  exponential,
  fair,
  focal,
  gamma,
  gaussianNLL,
  gemanMcClure,
  generalRobust,
  generalizedCrossEntropy,
  halfSquaredError,
  hampel,
  hinge,
  hingeEmbedding,
  huber,
  jensenShannon,
  klDivergence,
  labelDistributionAwareMargin,
  laplaceNLL,
  linearCrossEntropy,
  logCosh,
  logitAdjusted,
  marginRanking,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  modifiedHuber,
  nll,
  perceptron,
  poisson,
  poly1,
  pseudoHuber,
  quantile,
  smoothL1,
  softMargin,
  squaredEpsilonInsensitive,
  squaredHinge,
  studentTNLL,
  symmetricCrossEntropy,
  symmetricMeanAbsolutePercentageError,
  talwar,
  tolerant,
  triplet,
  tukey,
  welsch,
  wing,
};
