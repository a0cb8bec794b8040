/**
 * steepest: loss functions with their gradients and hessians, optimizers, schedules, metrics, solvers and native training.
 * Each family is a namespace here and an entry of its own (`steepest/losses`, `steepest/optimizers`, …).
 */
export { type BackendName, type Runtime, runtime, useBackend, useThreads } from "./backend";
export type { Matrix } from "./check";
export type { SteepestError, SteepestErrorCode } from "./errors";
export * as losses from "./losses";
export * as metrics from "./metrics";
export * from "./models";
export * as layers from "./models/layers";
export * as optimizers from "./optimizers";
export * as schedules from "./schedules";
export * as solvers from "./solvers";
export { minimize } from "./solvers";
