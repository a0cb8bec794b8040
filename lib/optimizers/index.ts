/** Optimizers: stateful classes over parameters `{ data, gradient }`. */
export { Adafactor } from "./adafactor";
export { Adam, AdamW } from "./adam";
export { catalogue } from "./catalogue";
export type { ConventionName } from "./convention";
export type { OptimizerDefinition } from "./define";
export type { LearningRate, ParameterGroup } from "./group";
export { Lamb } from "./lamb";
export { Lars } from "./lars";
export { Muon } from "./muon";
export { NovoGrad } from "./novograd";
export { Optimizer, type OptimizerOptions, type ParameterGroupOptions } from "./optimizer";
export type { Parameter } from "./parameter";
export type { NonFinite, PolicyOptions } from "./policy";
export { Prodigy } from "./prodigy";
export { SGD } from "./sgd";
export { SM3 } from "./sm3";
export type { GroupState, OptimizerState } from "./state";
export * from "./wrappers";
