/** The list of schedules, from which tests and documentation are made. A new schedule is one line here. */
import { constant } from "./constant";
import { cosineDecay } from "./cosine-decay";
import { cosineRestarts } from "./cosine-restarts";
import { cyclic } from "./cyclic";
import { exponential } from "./exponential";
import { inverseSquareRoot } from "./inverse-square-root";
import { inverseTime } from "./inverse-time";
import { linear } from "./linear";
import { oneCycle } from "./one-cycle";
import { piecewiseConstant } from "./piecewise-constant";
import { polynomial } from "./polynomial";
import { product } from "./product";
import { reduceOnPlateau } from "./reduce-on-plateau";
import { sequence } from "./sequence";
import { step } from "./step";
import { warmup } from "./warmup";
import { warmupStableDecay } from "./warmup-stable-decay";

/** Every schedule by name. */
export const catalogue = {
  constant,
  linear,
  polynomial,
  step,
  piecewiseConstant,
  exponential,
  inverseTime,
  inverseSquareRoot,
  cosineDecay,
  cosineRestarts,
  oneCycle,
  cyclic,
  warmup,
  warmupStableDecay,
  sequence,
  product,
  reduceOnPlateau,
};
