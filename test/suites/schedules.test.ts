/** Schedules against 50-digit numbers and against PyTorch, and what holds for all of them. */
import { optimizers, schedules } from "steepest";
import { describe, expect, test } from "vitest";
import { golden, makeSchedule, titleOfSchedule } from "../support/schedules";

const { catalogue } = schedules;

test("every schedule has golden numbers", () => {
  const names = new Set([...golden.cases, ...golden.plateaus].map(({ schedule }) => schedule));
  expect([...names].sort()).toEqual(Object.keys(catalogue).sort());
});

test.each(Object.entries(catalogue))("%s is documented", (name, { definition }) => {
  expect((schedules as Record<string, unknown>)[name]).toBe((catalogue as Record<string, unknown>)[name]);
  expect(definition.name).toBe(name);
  for (const text of [definition.summary, definition.formula, definition.source]) expect(text.trim().length).toBeGreaterThan(4);
  expect(definition.summary).toMatch(/^[A-Z].*\.$/);
  const specs = { ...definition.required, ...definition.options, ...("omissible" in definition ? definition.omissible : {}) };
  for (const { meaning } of Object.values<{ readonly meaning: string }>(specs)) expect(meaning.trim().length).toBeGreaterThan(5);
});

describe.each(golden.cases.map((one) => [titleOfSchedule(one), one] as const))("%s", (_, { rates, ...written }) => {
  test("gives the golden rates", () => {
    const rate = makeSchedule(written);
    for (const [step, want] of rates.entries()) {
      const error = Math.abs(rate(step) - want) / want;
      if (want === 0 ? rate(step) !== 0 : !(error <= 2e-15)) throw new Error(`step ${step}: expected ${want}, received ${rate(step)}`);
    }
  });

  test("needs nothing but the step: any order, any number of times, from any step on", () => {
    const rate = makeSchedule(written);
    const steps = [...rates.keys()];
    const forward = steps.map(rate);
    expect([...steps].reverse().map(rate).reverse()).toEqual(forward);
    expect(steps.map(makeSchedule(written))).toEqual(forward);
    expect(makeSchedule(written)(rates.length - 1)).toBe(forward.at(-1));
  });

  test.each([
    [-1, RangeError, "-1"],
    [1.5, RangeError, "1.5"],
    [Number.NaN, RangeError, "NaN"],
    [2 ** 60, RangeError, String(2 ** 60)],
    ["1", TypeError, '"1"'],
  ] as const)("refuses step %o", (step, kind, received) => {
    const rate = makeSchedule(written);
    expect(() => rate(step as number)).toThrow(kind);
    expect(() => rate(step as number)).toThrow(`${written.schedule}: step: expected an integer of at least 0, received ${received}`);
  });
});

describe("ends", () => {
  const far = [2 ** 40, Number.MAX_SAFE_INTEGER];

  test.each([
    ["cosineDecay", catalogue.cosineDecay({ initial: 0.1, steps: 7, final: 0.001, exponent: 3 }), 7, 0.1, 0.001],
    ["linear", catalogue.linear({ from: 0.1, to: 0.3, steps: 7 }), 7, 0.1, 0.3],
    ["polynomial", catalogue.polynomial({ initial: 0.1, final: 0.3, steps: 7, power: 3 }), 7, 0.1, 0.3],
    ["oneCycle", catalogue.oneCycle({ peak: 0.5, steps: 8, initialDivisor: 2, finalDivisor: 4 }), 7, 0.25, 0.0625],
    ["warmupStableDecay", catalogue.warmupStableDecay({ peak: 0.3, warmup: 2, stable: 2, decay: 3, final: 0.1, shape: "sqrt" }), 7, 0, 0.1],
    ["piecewiseConstant", catalogue.piecewiseConstant({ values: [3, 2, 1], boundaries: [2, 7] }), 7, 3, 1],
    ["exponential with a final rate", catalogue.exponential({ initial: 8, factor: 0.5, final: 0.1 }), 7, 8, 0.1],
  ] as const)("%s begins and ends exactly, and stays at its end", (_, rate, last, first, final) => {
    expect(rate(0)).toBe(first);
    expect(rate(last - 1)).not.toBe(final);
    for (const step of [last, last + 1, ...far]) expect(rate(step)).toBe(final);
  });

  test("step changes at the multiples of `every`", () => {
    const rate = catalogue.step({ initial: 8, every: 3, factor: 0.5 });
    expect([0, 2, 3, 5, 6].map(rate)).toEqual([8, 8, 4, 4, 2]);
  });

  test("cosineRestarts starts again exactly, however many cycles have gone", () => {
    const even = catalogue.cosineRestarts({ initial: 0.1, period: 1000, final: 0.01 });
    expect([0, 1000, 1e9, 1e15].map(even)).toEqual([0.1, 0.1, 0.1, 0.1]);
    for (const [multiplier, cycles] of [
      [2, 51],
      [10, 15], // log 10³ / log 10 is below 3
    ] as const) {
      const growing = catalogue.cosineRestarts({ initial: 0.1, period: multiplier - 1, multiplier });
      for (let cycle = 0; cycle < cycles; ++cycle) {
        expect(growing(multiplier ** cycle - 1), `restart ${cycle}`).toBe(0.1);
        expect(growing(multiplier ** (cycle + 1) - 2), `before restart ${cycle + 1}`).toBeLessThan(
          cycle === 0 && multiplier === 2 ? 0.2 : 0.05,
        );
      }
    }
  });

  test("cyclic repeats itself exactly", () => {
    const rate = catalogue.cyclic({ low: 0.1, high: 0.3, up: 3, down: 4 });
    for (let step = 0; step < 7; ++step) expect(rate(7e14 + step)).toBe(rate(step));
  });
});

describe("composition", () => {
  const decay = catalogue.cosineDecay({ initial: 0.1, steps: 20 });
  const steps = Array.from({ length: 40 }, (_, step) => step);

  test("a warmup is a line followed by the schedule", () => {
    const line = catalogue.linear({ from: 0.02, to: 0.1, steps: 5 });
    expect(steps.map(catalogue.warmup(decay, { steps: 5, from: 0.02 }))).toEqual(steps.map(catalogue.sequence([line, decay], [5])));
  });

  test("warmup and inner schedules see steps of their own, from 0 on", () => {
    const asked: number[] = [];
    const spy = (step: number): number => {
      asked.push(step);
      return 1;
    };
    steps.map(catalogue.sequence([catalogue.constant({ value: 1 }), spy], [37]));
    expect(asked).toEqual([0, 1, 2]);
  });

  test("a product of one is that one, and with a constant it is scaled", () => {
    expect(steps.map(catalogue.product([decay]))).toEqual(steps.map(decay));
    expect(steps.map(catalogue.product([decay, catalogue.constant({ value: 4 })]))).toEqual(steps.map((step) => 4 * decay(step)));
  });

  test("arrays that are changed later change nothing", () => {
    const [values, boundaries, parts] = [[3, 2], [1], [decay, decay]];
    const rates = [catalogue.piecewiseConstant({ values, boundaries }), catalogue.sequence(parts, boundaries), catalogue.product(parts)];
    const before = rates.map((rate) => steps.map(rate));
    values[1] = 9;
    boundaries[0] = 30;
    parts[1] = catalogue.constant({ value: 5 });
    expect(rates.map((rate) => steps.map(rate))).toEqual(before);
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
