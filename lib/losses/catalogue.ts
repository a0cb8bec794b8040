/** The list of losses, from which tests, documentation and benchmarks are made. A new loss is one line here. */
import { andrews } from "./andrews";
import { arctan } from "./arctan";
import { binaryCrossEntropy } from "./binary-cross-entropy";
import { cauchy } from "./cauchy";
import { crossEntropy } from "./cross-entropy";
import { fair } from "./fair";
import { gemanMcClure } from "./geman-mcclure";
import { halfSquaredError } from "./half-squared-error";
import { hampel } from "./hampel";
import { hinge } from "./hinge";
import { huber } from "./huber";
import { logCosh } from "./log-cosh";
import { meanAbsoluteError } from "./mean-absolute-error";
import { meanSquaredError } from "./mean-squared-error";
import type { PointwiseFactory } from "./pointwise";
import type { RowwiseFactory } from "./rowwise";
import { smoothL1 } from "./smooth-l1";
import { squaredHinge } from "./squared-hinge";
import { talwar } from "./talwar";
import { tolerant } from "./tolerant";
import { tukey } from "./tukey";
import { welsch } from "./welsch";

/** Any factory of the catalogue. */
export type LossFactory = PointwiseFactory<never> | RowwiseFactory<never>;

/** Every loss by name, aliases left out. */
export const catalogue = {
  andrews,
  arctan,
  binaryCrossEntropy,
  cauchy,
  crossEntropy,
  fair,
  gemanMcClure,
  halfSquaredError,
  hampel,
  hinge,
  huber,
  logCosh,
  meanAbsoluteError,
  meanSquaredError,
  smoothL1,
  squaredHinge,
  talwar,
  tolerant,
  tukey,
  welsch,
};
