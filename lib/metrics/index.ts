/**
 * Metrics: in one call, `accuracy(prediction, target, { weights })`, or over many batches,
 * `const metric = accuracy.streaming(); metric.update(prediction, target); metric.result()`.
 */
export { accuracy } from "./accuracy";
export { catalogue } from "./catalogue";
export type { Classes } from "./classes";
export type { ClassMetric, ClassMetricOptions, ClassReadingOptions, StreamingClasses } from "./classification";
export { type ConfusionMatrix, confusionMatrix } from "./confusion-matrix";
export type { ClassMetricDefinition, MatrixMetricDefinition, MetricDefinition, RegressionMetricDefinition } from "./definition";
export { f1 } from "./f1";
export { mae } from "./mae";
export { mse } from "./mse";
export { precision } from "./precision";
export { r2 } from "./r2";
export type { Average, RatioMetric, RatioResult } from "./ratio";
export { recall } from "./recall";
export type { RegressionMetric, StreamingRegression } from "./regression";
export { type MetricCallOptions, StreamingMetric } from "./streaming";
