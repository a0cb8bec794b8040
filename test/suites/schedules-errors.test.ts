/** What schedules refuse: wrong options, each with its message. */
import { schedules } from "steepest";
import { describe, expect, test } from "vitest";
import { type Thrown, thrownBy } from "../support/errors";
import { illegalOptions } from "../support/illegal";
import { golden } from "../support/schedules";

type Factory = (...given: unknown[]) => schedules.Schedule;
const factories = schedules.catalogue as unknown as Record<string, Factory>;
const decay = schedules.cosineDecay({ initial: 0.1, steps: 20 });

/** The schedules that take options only, with options that are good. */
const plain = Object.entries(schedules.catalogue).flatMap(([name, { definition }]) => {
  const good = golden.cases.find((one) => one.schedule === name)?.arguments[0] as Record<string, unknown>;
  return "at" in definition ? [[name, definition as unknown as schedules.ScheduleDefinition, good] as const] : [];
});

describe.each(plain)("%s", (name, definition, good) => {
  const make = factories[name] as Factory;
  const specs = { ...definition.required, ...definition.options, ...definition.omissible } as schedules.ScheduleDefinition["options"];

  test.each(illegalOptions(name, specs))("%s", (_, given, expected) => {
    expect(thrownBy(() => make({ ...good, ...given }))).toEqual(expected);
  });

  test("an absent option that is required", () => {
    for (const required of Object.keys(definition.required)) {
      const [kind, code, message] = thrownBy(() => make({ ...good, [required]: undefined }));
      expect([kind, code]).toEqual(["TypeError", "ERR_INVALID_OPTION"]);
      expect(message).toMatch(new RegExp(`^${name}: ${required}: expected .*, received undefined$`));
    }
  });

  test("an option given as undefined counts as absent", () => {
    for (const optional of [...Object.keys(definition.options), ...Object.keys(definition.omissible)]) {
      const { [optional]: _, ...without } = good;
      expect(make({ ...without, [optional]: undefined })(3)).toBe(make(without)(3));
    }
  });

  test("an option that it does not have, and options that are none", () => {
    const message = `${name}: expected options among ${Object.keys(specs).join(", ")}, received "alpha"`;
    expect(thrownBy(() => make({ ...good, alpha: 0 }))).toEqual(["TypeError", "ERR_UNKNOWN_OPTION", message]);
    const none = (received: string): Thrown => [
      "TypeError",
      "ERR_INVALID_TYPE",
      `${name}: expected an object of options, received ${received}`,
    ];
    expect(thrownBy(() => make())).toEqual(none("undefined"));
    expect(thrownBy(() => make(0.1))).toEqual(none("0.1"));
  });
});

const option = (kind: Thrown[0], message: string): Thrown => [kind, "ERR_INVALID_OPTION", message];
const type = (message: string): Thrown => ["TypeError", "ERR_INVALID_TYPE", message];

const bad: readonly (readonly [string, readonly unknown[], Thrown])[] = [
  [
    "cosineRestarts",
    [{ initial: 0.1, period: 5, multiplier: 0.5 }],
    option("RangeError", "multiplier: expected a number of at least 1, received 0.5"),
  ],
  [
    "oneCycle",
    [{ peak: 0.1, steps: 5, warmupFraction: 0.6, threePhase: true }],
    option("RangeError", "warmupFraction: expected at most 0.5 beside threePhase, received 0.6"),
  ],
  ["piecewiseConstant", [{ boundaries: [] }], type("values: expected an array of at least one rate, received undefined")],
  [
    "piecewiseConstant",
    [{ values: [], boundaries: [] }],
    type("values: expected an array of at least one rate, received an Array of length 0"),
  ],
  [
    "piecewiseConstant",
    [{ values: [1, -1], boundaries: [3] }],
    option("RangeError", "values[1]: expected a finite number of at least 0, received -1"),
  ],
  [
    "piecewiseConstant",
    [{ values: ["1"], boundaries: [] }],
    option("TypeError", 'values[0]: expected a finite number of at least 0, received "1"'),
  ],
  ["piecewiseConstant", [{ values: [1, 2], boundaries: 3 }], type("boundaries: expected an array of steps, received 3")],
  [
    "piecewiseConstant",
    [{ values: [1, 2], boundaries: [] }],
    ["RangeError", "ERR_INVALID_LENGTH", "boundaries: expected 1 elements (one between two), received an Array of length 0"],
  ],
  [
    "piecewiseConstant",
    [{ values: [1, 2, 3], boundaries: [5, 5] }],
    option("RangeError", "boundaries[1]: expected an integer of at least 6, received 5"),
  ],
  [
    "piecewiseConstant",
    [{ values: [1, 2], boundaries: [0] }],
    option("RangeError", "boundaries[0]: expected an integer of at least 1, received 0"),
  ],
  [
    "piecewiseConstant",
    [{ values: [1], boundaries: [], steps: 1 }],
    ["TypeError", "ERR_UNKNOWN_OPTION", 'expected options among values, boundaries, received "steps"'],
  ],
  ["warmup", [0.1, { steps: 5 }], type("schedule: expected a schedule, received 0.1")],
  ["warmup", [decay, 5], type("expected an object of options, received 5")],
  ["warmup", [decay, {}], type("steps: expected an integer of at least 1, received undefined")],
  ["warmup", [decay, { steps: 0 }], option("RangeError", "steps: expected an integer of at least 1, received 0")],
  ["warmup", [decay, { steps: 5, from: -1 }], option("RangeError", "from: expected a finite number of at least 0, received -1")],
  ["sequence", [decay, []], type("schedules: expected an array of at least one schedule, received a function")],
  ["sequence", [[decay, 0.1], [3]], type("schedules[1]: expected a schedule, received 0.1")],
  ["sequence", [[decay, decay]], type("boundaries: expected an array of steps, received undefined")],
  ["sequence", [[decay, decay], [2.5]], option("RangeError", "boundaries[0]: expected an integer of at least 1, received 2.5")],
  ["product", [[]], type("schedules: expected an array of at least one schedule, received an Array of length 0")],
  ["product", [[decay, null]], type("schedules[1]: expected a schedule, received null")],
];

test.each(bad)("%s refuses %j", (name, given, [kind, code, message]) => {
  expect(thrownBy(() => (factories[name] as Factory)(...given))).toEqual([kind, code, `${name}: ${message}`]);
});
