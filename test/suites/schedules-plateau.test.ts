/** reduceOnPlateau against PyTorch's, its state, and an optimizer that follows it. */
import { optimizers, schedules } from "steepest";
import { describe, expect, test } from "vitest";
import { thrownBy } from "../support/errors";
import { golden, makeSchedule, titleOfSchedule } from "../support/schedules";

const { reduceOnPlateau } = schedules;
const observed = golden.observed.map(Number);

describe.each(golden.plateaus.map((one) => [titleOfSchedule(one), one] as const))("%s", (_, { rates, ...written }) => {
  const make = () => makeSchedule(written) as schedules.PlateauSchedule;

  test("gives PyTorch's rates", () => {
    const plateau = make();
    expect(new Set(rates).size, "reductions in the golden rates").toBeGreaterThan(1);
    for (const [k, value] of observed.entries()) {
      expect(Math.abs(plateau.observe(value) - (rates[k] as number))).toBeLessThanOrEqual(2e-15 * (rates[k] as number));
      expect(plateau(7)).toBe(plateau.state().rate);
    }
  });

  test("a loaded state, also one that went through JSON, goes on the same way", () => {
    const [plateau, other] = [make(), make()];
    other.observe(-5);
    for (const [k, value] of observed.entries()) {
      other.load(JSON.parse(JSON.stringify(plateau.state())));
      expect(other.observe(value), `observation ${k}`).toBe(plateau.observe(value));
      expect(other.state()).toEqual(plateau.state());
    }
  });
});

test("a state is a copy that later observations leave alone", () => {
  const plateau = reduceOnPlateau({ initial: 1, patience: 0 });
  plateau.observe(1);
  const state = plateau.state();
  plateau.observe(2);
  expect(state).toEqual({ rate: 1, best: 1, bad: 0, cooling: 0 });
  expect(plateau.state().rate).toBe(0.1);
});

test("a rate below the minimum is not raised to it", () => {
  const plateau = reduceOnPlateau({ initial: 0.01, patience: 0, minimum: 0.5 });
  expect([1, 2, 3].map((value) => plateau.observe(value))).toEqual([0.01, 0.01, 0.01]);
});

test("an optimizer takes the rate at its next step", () => {
  const parameter = { data: Float32Array.of(0), gradient: Float32Array.of(1) };
  const learningRate = reduceOnPlateau({ initial: 1, patience: 0, factor: 0.5 });
  const sgd = new optimizers.SGD([parameter], { learningRate });
  for (const value of [3, 3, 2, 2]) {
    sgd.step();
    learningRate.observe(value);
  }
  sgd.step();
  expect(parameter.data[0]).toBe(-(1 + 1 + 0.5 + 0.5 + 0.25));
});

describe("errors", () => {
  const plateau = reduceOnPlateau({ initial: 0.5 });
  const good = plateau.state();

  test.each([
    ["patience", -1, "RangeError", "an integer of at least 0"],
    ["patience", 1.5, "RangeError", "an integer of at least 0"],
    ["cooldown", -2, "RangeError", "an integer of at least 0"],
    ["factor", 1, "RangeError", "a number of at least 0 and below 1"],
    ["threshold", -1, "RangeError", "a finite number of at least 0"],
    ["minimum", "0", "TypeError", "a finite number of at least 0"],
    ["initial", undefined, "TypeError", "a finite number of at least 0"],
    ["mode", "least", "TypeError", '"min" or "max"'],
    ["thresholdMode", "rel", "TypeError", '"relative" or "absolute"'],
  ] as const)("%s: %o", (name, value, kind, words) => {
    const received = typeof value === "string" ? JSON.stringify(value) : String(value);
    const message = `reduceOnPlateau: ${name}: expected ${words}, received ${received}`;
    expect(thrownBy(() => reduceOnPlateau({ initial: 1, [name]: value }))).toEqual([kind, "ERR_INVALID_OPTION", message]);
  });

  test("what is no observation", () => {
    const message = 'reduceOnPlateau: observe: expected a number, received "1"';
    expect(thrownBy(() => plateau.observe("1" as never))).toEqual(["TypeError", "ERR_INVALID_TYPE", message]);
  });

  test.each([
    [null, "TypeError", "ERR_INVALID_TYPE", "expected a state, received null"],
    [{ ...good, rate: "1" }, "TypeError", "ERR_INVALID_OPTION", 'rate: expected a finite number of at least 0, received "1"'],
    [{ ...good, rate: -1 }, "RangeError", "ERR_INVALID_OPTION", "rate: expected a finite number of at least 0, received -1"],
    [{ ...good, best: Number.NaN }, "TypeError", "ERR_INVALID_VALUE", "best: expected a number or null, received NaN"],
    [{ ...good, best: undefined }, "TypeError", "ERR_INVALID_VALUE", "best: expected a number or null, received undefined"],
    [{ ...good, bad: 0.5 }, "RangeError", "ERR_INVALID_OPTION", "bad: expected an integer of at least 0, received 0.5"],
    [{ rate: 1, best: 1, bad: 1 }, "TypeError", "ERR_INVALID_TYPE", "cooling: expected an integer of at least 0, received undefined"],
  ] as const)("the state %o", (state, kind, code, message) => {
    expect(thrownBy(() => plateau.load(state as never))).toEqual([kind, code, `reduceOnPlateau: load: ${message}`]);
    expect(plateau.state()).toEqual(good);
  });
});
