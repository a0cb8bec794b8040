/** The list of losses, from which tests, documentation and benchmarks are made. A new loss is one line here. */
import { binaryCrossEntropy } from "./binary-cross-entropy";
import { crossEntropy } from "./cross-entropy";
import { gaussianNLL } from "./gaussian-nll";
import { generalRobust } from "./general-robust";
import { halfSquaredError } from "./half-squared-error";
import { hinge } from "./hinge";
import { huber } from "./huber";
import type { JointFactory } from "./joint";
import { laplaceNLL } from "./laplace-nll";
import { logCosh } from "./log-cosh";
import { marginRanking } from "./margin-ranking";
import { meanAbsoluteError } from "./mean-absolute-error";
import { meanSquaredError } from "./mean-squared-error";
import type { PointwiseFactory } from "./pointwise";
import type { RowwiseFactory } from "./rowwise";
import { smoothL1 } from "./smooth-l1";
import { squaredHinge } from "./squared-hinge";

/** Any factory of the catalogue. */
export type LossFactory = PointwiseFactory<never> | JointFactory<never, never> | RowwiseFactory<never>;

/** Every loss by name, aliases left out. */
export const catalogue = {
  binaryCrossEntropy,
  crossEntropy,
  generalRobust,
  gaussianNLL,
  halfSquaredError,
  hinge,
  huber,
  laplaceNLL,
  logCosh,
  marginRanking,
  meanAbsoluteError,
  meanSquaredError,
  smoothL1,
  squaredHinge,
};
