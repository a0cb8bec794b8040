/** Schedules against 50-digit numbers, their ends, their errors, and an optimizer that follows one. */
import { readFileSync } from "node:fs";
import { optimizers, schedules } from "steepest";
import { describe, expect, test } from "vitest";

interface Case {
  readonly schedule: string;
  readonly options: Readonly<Record<string, number>>;
  readonly rates: readonly number[];
}

const { cases } = JSON.parse(readFileSync(new URL("../golden/schedules.json", import.meta.url), "utf8")) as { cases: Case[] };
const make = (name: string, options: unknown) => (schedules.catalogue[name as "step"] as (options: unknown) => schedules.Schedule)(options);

test("every schedule has golden numbers", () => {
  expect(Object.keys(schedules.catalogue).filter((name) => !cases.some(({ schedule }) => schedule === name))).toEqual([]);
});

test.each(cases.map((one) => [`${one.schedule} ${JSON.stringify(one.options)}`, one] as const))("%s", (_, { schedule, options, rates }) => {
  const rate = make(schedule, options);
  for (const [step, want] of rates.entries()) expect(Math.abs(rate(step) - want)).toBeLessThanOrEqual(2e-15 * want);
  expect([...rates.keys()].reverse().map(rate).reverse()).toEqual([...rates.keys()].map(rate)); // the order of asking does not matter
});

describe("ends", () => {
  test("cosineDecay begins and ends exactly, and stays at its end", () => {
    const rate = schedules.cosineDecay({ initial: 0.1, steps: 7, final: 0.001, exponent: 3 });
    expect([rate(0), rate(7), rate(8), rate(2 ** 40)]).toEqual([0.1, 0.001, 0.001, 0.001]);
  });

  test("step changes at the multiples of `every`", () => {
    const rate = schedules.step({ initial: 8, every: 3, factor: 0.5 });
    expect([0, 2, 3, 5, 6].map(rate)).toEqual([8, 8, 4, 4, 2]);
  });
});

const names = "expected options among initial, steps, final, exponent, received";
const bad: readonly (readonly [string, unknown, typeof RangeError | typeof TypeError, string, string])[] = [
  ["constant", {}, TypeError, "ERR_INVALID_OPTION", "constant: value: expected a finite number of at least 0, received undefined"],
  ["constant", { value: -1 }, RangeError, "ERR_INVALID_OPTION", "constant: value: expected a finite number of at least 0, received -1"],
  ["constant", undefined, TypeError, "ERR_INVALID_TYPE", "constant: expected an object of options, received undefined"],
  ["constant", 0.1, TypeError, "ERR_INVALID_TYPE", "constant: expected an object of options, received 0.1"],
  [
    "cosineDecay",
    { initial: 0.1 },
    TypeError,
    "ERR_INVALID_OPTION",
    "cosineDecay: steps: expected a finite number above 0, received undefined",
  ],
  [
    "cosineDecay",
    { initial: 0.1, steps: 0 },
    RangeError,
    "ERR_INVALID_OPTION",
    "cosineDecay: steps: expected a finite number above 0, received 0",
  ],
  [
    "cosineDecay",
    { initial: "0.1", steps: 9 },
    TypeError,
    "ERR_INVALID_OPTION",
    'cosineDecay: initial: expected a finite number of at least 0, received "0.1"',
  ],
  [
    "cosineDecay",
    { initial: 0.1, steps: 9, final: Number.NaN },
    RangeError,
    "ERR_INVALID_OPTION",
    "cosineDecay: final: expected a finite number of at least 0, received NaN",
  ],
  ["cosineDecay", { initial: 0.1, steps: 9, alpha: 0 }, TypeError, "ERR_UNKNOWN_OPTION", `cosineDecay: ${names} "alpha"`],
  [
    "step",
    { initial: 0.1, every: Number.POSITIVE_INFINITY },
    RangeError,
    "ERR_INVALID_OPTION",
    "step: every: expected a finite number above 0, received Infinity",
  ],
  [
    "step",
    { initial: 0.1, every: 5, factor: -0.1 },
    RangeError,
    "ERR_INVALID_OPTION",
    "step: factor: expected a finite number of at least 0, received -0.1",
  ],
];

describe("errors", () => {
  test.each(bad)("%s(%o)", (name, options, kind, code, message) => {
    expect(() => make(name, options)).toThrow(kind);
    expect(() => make(name, options)).toThrow(expect.objectContaining({ code, message }));
  });

  test.each([
    [-1, RangeError, "-1"],
    [1.5, RangeError, "1.5"],
    [Number.NaN, RangeError, "NaN"],
    [2 ** 60, RangeError, String(2 ** 60)],
    ["1", TypeError, '"1"'],
  ] as const)("step %o", (step, kind, received) => {
    for (const { schedule, options } of cases) {
      const rate = make(schedule, options);
      expect(() => rate(step as number)).toThrow(kind);
      expect(() => rate(step as number)).toThrow(`${schedule}: step: expected an integer of at least 0, received ${received}`);
    }
  });
});

test("an optimizer follows its schedule", () => {
  const parameter = { data: Float32Array.of(0), gradient: Float32Array.of(1) };
  const learningRate = schedules.step({ initial: 0.5, every: 2, factor: 0.5 });
  const sgd = new optimizers.SGD([parameter], { learningRate });
  const places = Array.from({ length: 5 }, () => {
    sgd.step();
    return parameter.data[0];
  });
  expect(places).toEqual([-0.5, -1, -1.25, -1.5, -1.625]);
});
