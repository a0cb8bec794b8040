/** Solvers: minima of functions of several variables, in double precision. */
export { catalogue } from "./catalogue";
export type { MethodDefinition } from "./method";
export { type MinimizeMethod, type MinimizeOptions, type MinimizeProgress, type MinimizeResult, minimize } from "./minimize";
export type { HessianFunction, ValueAndGradient, ValueAndGradientFunction } from "./objective";
