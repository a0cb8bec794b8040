/** Schedules as golden data write them: a name with its arguments, which may be schedules again. */
import { schedules } from "steepest";
import { readGolden } from "./golden";

export interface Written {
  readonly schedule: string;
  readonly arguments: readonly unknown[];
}

export interface GoldenSchedules {
  readonly cases: readonly (Written & { readonly rates: readonly number[] })[];
  readonly observed: readonly (number | string)[];
  readonly plateaus: readonly (Written & { readonly rates: readonly number[] })[];
}

export const golden = readGolden("schedules") as GoldenSchedules;

type Factory = (...given: unknown[]) => schedules.Schedule;

function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read);
  return typeof value === "object" && value !== null && "schedule" in value ? makeSchedule(value as Written) : value;
}

/** The schedule that is written so. */
export function makeSchedule({ schedule, arguments: given }: Written): schedules.Schedule {
  return (schedules.catalogue as unknown as Record<string, Factory>)[schedule]?.(...given.map(read)) as schedules.Schedule;
}

/** For the names of tests. */
export function titleOfSchedule({ schedule, arguments: given }: Written): string {
  return `${schedule} ${given.map((one) => JSON.stringify(one)).join(" ")}`;
}
