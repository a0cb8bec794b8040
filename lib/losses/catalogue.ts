/** The list of losses, from which tests, documentation and benchmarks are made. A new loss is one line here. */
import { binaryCrossEntropy } from "./binary-cross-entropy";
import { crossEntropy } from "./cross-entropy";
import { epsilonInsensitive } from "./epsilon-insensitive";
import { expectile } from "./expectile";
import { gamma } from "./gamma";
import { halfSquaredError } from "./half-squared-error";
import { hinge } from "./hinge";
import { huber } from "./huber";
import { logCosh } from "./log-cosh";
import { meanAbsoluteError } from "./mean-absolute-error";
import { meanAbsolutePercentageError } from "./mean-absolute-percentage-error";
import { meanSquaredError } from "./mean-squared-error";
import { meanSquaredLogarithmicError } from "./mean-squared-logarithmic-error";
import type { PointwiseFactory } from "./pointwise";
import { poisson } from "./poisson";
import { pseudoHuber } from "./pseudo-huber";
import { quantile } from "./quantile";
import type { RowwiseFactory } from "./rowwise";
import { smoothL1 } from "./smooth-l1";
import { squaredEpsilonInsensitive } from "./squared-epsilon-insensitive";
import { squaredHinge } from "./squared-hinge";
import { studentTNLL } from "./student-t-nll";
import { symmetricMeanAbsolutePercentageError } from "./symmetric-mean-absolute-percentage-error";
import { wing } from "./wing";

/** Any factory of the catalogue. */
export type LossFactory = PointwiseFactory<never> | RowwiseFactory<never>;

/** Every loss by name, aliases left out. */
export const catalogue = {
  binaryCrossEntropy,
  crossEntropy,
  epsilonInsensitive,
  expectile,
  gamma,
  halfSquaredError,
  hinge,
  huber,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
  pseudoHuber,
  quantile,
  smoothL1,
  squaredEpsilonInsensitive,
  squaredHinge,
  studentTNLL,
  symmetricMeanAbsolutePercentageError,
  wing,
};
