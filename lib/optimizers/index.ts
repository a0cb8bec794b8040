/** Optimizers: stateful classes over parameters `{ data, gradient }`. */
export { Adam, AdamW } from "./adam";
export { catalogue } from "./catalogue";
export type { ConventionName } from "./convention";
export type { OptimizerDefinition } from "./define";
export type { LearningRate, ParameterGroup } from "./group";
export { Optimizer, type OptimizerOptions, type ParameterGroupOptions } from "./optimizer";
export type { Parameter } from "./parameter";
export type { NonFinite, PolicyOptions } from "./policy";
export { SGD } from "./sgd";
export type { GroupState, OptimizerState } from "./state";
