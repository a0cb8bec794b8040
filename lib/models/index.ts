/** Models: `sequential` stacks of layers, trained by `fit` or by hand. */
export type { CompileOptions } from "./compiled";
export { type FindLearningRateOptions, findLearningRate, type LearningRateCurve } from "./find-learning-rate";
export type { FitOptions } from "./fit-options";
export type { EpochReport, History, MetricHistory } from "./history";
export type { ModelParameter } from "./parameters";
export type { Targets } from "./samples";
export type { MetricValues, ReportedMetric, Scores } from "./scoring";
export { type BackwardOptions, type EvaluateOptions, Sequential, type SequentialOptions, sequential } from "./sequential";
