/** Optimizers: stateful classes over parameters `{ data, gradient }`. */
export { Adam, AdamW } from "./adam";
export { catalogue } from "./catalogue";
export type { OptimizerDefinition } from "./define";
export type { LearningRate, ParameterGroup } from "./group";
export { Optimizer, type OptimizerOptions, type OptimizerState, type ParameterGroupOptions } from "./optimizer";
export type { Parameter } from "./parameter";
export { SGD } from "./sgd";
