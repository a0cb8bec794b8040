/** The list of losses, from which tests, documentation and benchmarks are made. A new loss is one line here. */
import { asymmetric } from "./asymmetric";
import { binaryCrossEntropy } from "./binary-cross-entropy";
import { binaryFocal } from "./binary-focal";
import { crossEntropy } from "./cross-entropy";
import { exponential } from "./exponential";
import { halfSquaredError } from "./half-squared-error";
import { hinge } from "./hinge";
import { hingeEmbedding } from "./hinge-embedding";
import { huber } from "./huber";
import { logCosh } from "./log-cosh";
import { meanAbsoluteError } from "./mean-absolute-error";
import { meanSquaredError } from "./mean-squared-error";
import { modifiedHuber } from "./modified-huber";
import { perceptron } from "./perceptron";
import type { PointwiseFactory } from "./pointwise";
import type { RowwiseFactory } from "./rowwise";
import { smoothL1 } from "./smooth-l1";
import { softMargin } from "./soft-margin";
import { squaredHinge } from "./squared-hinge";

/** Any factory of the catalogue. */
export type LossFactory = PointwiseFactory<never> | RowwiseFactory<never>;

/** Every loss by name, aliases left out. */
export const catalogue = {
  asymmetric,
  binaryCrossEntropy,
  binaryFocal,
  crossEntropy,
  exponential,
  halfSquaredError,
  hinge,
  hingeEmbedding,
  huber,
  logCosh,
  meanAbsoluteError,
  meanSquaredError,
  modifiedHuber,
  perceptron,
  smoothL1,
  softMargin,
  squaredHinge,
};
