/** The list of losses, from which tests, documentation and benchmarks are made. A new loss is one line here. */
import { binaryCrossEntropy } from "./binary-cross-entropy";
import { crossEntropy } from "./cross-entropy";
import { focal } from "./focal";
import { gaussianNLL } from "./gaussian-nll";
import { generalRobust } from "./general-robust";
import { generalizedCrossEntropy } from "./generalized-cross-entropy";
import { halfSquaredError } from "./half-squared-error";
import { hinge } from "./hinge";
import { huber } from "./huber";
import { jensenShannon } from "./jensen-shannon";
import type { JointFactory } from "./joint";
import { labelDistributionAwareMargin } from "./label-distribution-aware-margin";
import { laplaceNLL } from "./laplace-nll";
import { linearCrossEntropy } from "./linear-cross-entropy";
import { logCosh } from "./log-cosh";
import { logitAdjusted } from "./logit-adjusted";
import { marginRanking } from "./margin-ranking";
import { meanAbsoluteError } from "./mean-absolute-error";
import { meanSquaredError } from "./mean-squared-error";
import type { PointwiseFactory } from "./pointwise";
import { poly1 } from "./poly1";
import type { RowwiseFactory } from "./rowwise";
import { smoothL1 } from "./smooth-l1";
import { squaredHinge } from "./squared-hinge";
import { symmetricCrossEntropy } from "./symmetric-cross-entropy";

/** Any factory of the catalogue. */
export type LossFactory = PointwiseFactory<never> | JointFactory<never, never> | RowwiseFactory<never> | typeof linearCrossEntropy;

/** Every loss by name, aliases left out. */
export const catalogue = {
  binaryCrossEntropy,
  crossEntropy,
  generalRobust,
  focal,
  gaussianNLL,
  generalizedCrossEntropy,
  halfSquaredError,
  hinge,
  huber,
  jensenShannon,
  labelDistributionAwareMargin,
  laplaceNLL,
  linearCrossEntropy,
  logCosh,
  logitAdjusted,
  marginRanking,
  meanAbsoluteError,
  meanSquaredError,
  poly1,
  smoothL1,
  squaredHinge,
  symmetricCrossEntropy,
};
