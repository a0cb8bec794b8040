/** Wrappers: each steps any optimizer, or another wrapper, in its own way. */
export { Averaging, exponentialAveraging, stochasticAveraging } from "./averaging";
export { DynamicLossScale, dynamicLossScale } from "./dynamic-loss-scale";
export { GradientAccumulation, gradientAccumulation } from "./gradient-accumulation";
export { Lookahead, lookahead } from "./lookahead";
export { SharpnessAware, sharpnessAware } from "./sharpness-aware";
export { SkipNotFinite, skipNotFinite } from "./skip-not-finite";
export { type Steppable, Wrapper, type WrapperOptions, type WrapperState } from "./wrapper";
