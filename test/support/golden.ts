/** The golden data of test/golden, as its README says to read it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A number, or the name of one that JSON cannot write. */
export type Golden = number | string;

export function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, "..", "golden", `${name}.json`), "utf8"));
}

/** Inputs: float32 numbers as their shortest decimals. */
export function inputs(column: readonly Golden[]): Float32Array {
  return Float32Array.from(column, Number);
}

/** Options, in which an infinite number has its name. */
export function numericOptions<Value>(options: Readonly<Record<string, Value>>): Readonly<Record<string, Value | number>> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, value === "-Infinity" ? Number.NEGATIVE_INFINITY : value]),
  );
}
