/** Schedules: each call gives a pure function from the step, counted from 0, to the learning rate. */
export { catalogue } from "./catalogue";
export { constant } from "./constant";
export { cosineDecay } from "./cosine-decay";
export type { RequiredSpec, ScheduleDefinition, ScheduleFactory, ScheduleOptions } from "./define";
export type { Schedule } from "./schedule";
export { step } from "./step";
