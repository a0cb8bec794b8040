/** Wrappers against optax and PyTorch, and what holds for each around every optimizer. */
import { optimizers } from "steepest";
import { describe, expect, test } from "vitest";
import { type Options, optimizerSubjects } from "../support/catalogue";
import { thrownBy } from "../support/errors";
import { inputs, readGolden } from "../support/golden";
import { expectSameBits, normals, randomSource } from "../support/numbers";
import { drawParameters, expectSameParameters, runSteps } from "../support/stepping";

interface GoldenWrapper {
  readonly optimizer: "SGD" | "Adam";
  readonly inner: Options;
  readonly wrapper: string;
  readonly options: Options;
  readonly spoiled?: readonly (readonly [number, number, string])[];
  readonly scales?: readonly number[];
  readonly averages?: readonly (readonly number[])[];
  readonly trajectory: readonly (readonly number[])[];
}

interface Golden {
  readonly start: readonly number[];
  readonly slope: readonly number[];
  readonly shift: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  readonly cases: readonly GoldenWrapper[];
}

const golden = readGolden("wrappers") as Golden;
type Factory = (optimizer: optimizers.Steppable, options?: unknown) => optimizers.Wrapper;
const factories: Readonly<Record<string, Factory>> = {
  lookahead: optimizers.lookahead,
  sharpnessAware: optimizers.sharpnessAware,
  exponentialAveraging: optimizers.exponentialAveraging,
  stochasticAveraging: optimizers.stochasticAveraging,
  gradientAccumulation: optimizers.gradientAccumulation,
  skipNotFinite: optimizers.skipNotFinite,
  dynamicLossScale: optimizers.dynamicLossScale,
} as never;

type Made = optimizers.Wrapper & { readonly scale?: number; average?(): Float32Array[]; step(evaluate?: () => void): boolean };

function expectNear(got: ArrayLike<number>, want: readonly number[], step: number): void {
  for (const [i, expected] of want.entries()) {
    const p = got[i] as number;
    if (!(Math.abs(p - expected) <= 2e-6 * Math.max(1, Math.abs(expected)))) {
      throw new Error(`step ${step}, element ${i}: expected ${expected}, received ${p}`);
    }
  }
}

test("every wrapper has golden trajectories", () => {
  expect([...new Set(golden.cases.map(({ wrapper }) => wrapper))].sort()).toEqual(Object.keys(factories).sort());
});

test.each(golden.cases.map((one) => [`${one.wrapper}(${one.optimizer}) ${JSON.stringify(one.options)}`, one] as const))("%s", (_, run) => {
  const parameter = { data: inputs(golden.start), gradient: new Float32Array(golden.start.length) };
  const Class = optimizers.catalogue[run.optimizer] as unknown as new (parameters: unknown, options: Options) => optimizers.Optimizer;
  const made = factories[run.wrapper]?.(new Class([parameter], run.inner), run.options) as Made;
  const [slope, shift] = [inputs(golden.slope), inputs(golden.shift)];
  const evaluate = () => parameter.gradient.set(parameter.data.map((p, i) => (slope[i] as number) * p + (shift[i] as number)));
  for (const [step, gradient] of golden.gradients.entries()) {
    if (run.wrapper === "sharpnessAware") {
      evaluate();
      made.step(evaluate);
    } else {
      parameter.gradient.set(gradient.map((slope) => slope * (made.scale ?? 1)));
      for (const [, i, value] of run.spoiled?.filter(([at]) => at === step) ?? []) parameter.gradient[i] = Number(value);
      if (run.scales !== undefined) expect(made.scale).toBe(run.scales[step]);
      made.step();
    }
    expectNear(parameter.data, run.trajectory[step] as readonly number[], step);
    if (run.averages !== undefined) expectNear(made.average?.()[0] as Float32Array, run.averages[step] as readonly number[], step);
  }
});

const lengths = [5, 17, 3];

/** What steps as the optimizer alone does. */
const neutral: readonly (readonly [string, (optimizer: optimizers.Steppable) => optimizers.Wrapper])[] = [
  ["lookahead that goes all the way", (inner) => optimizers.lookahead(inner, { every: 2, rate: 1 })],
  ["exponentialAveraging", (inner) => optimizers.exponentialAveraging(inner)],
  ["stochasticAveraging", (inner) => optimizers.stochasticAveraging(inner, { start: 1, every: 2 })],
  ["gradientAccumulation of one", (inner) => optimizers.gradientAccumulation(inner)],
  ["skipNotFinite", (inner) => optimizers.skipNotFinite(inner)],
  ["dynamicLossScale of one", (inner) => optimizers.dynamicLossScale(inner, { initial: 1 })],
];

describe.each(optimizerSubjects)("around $title", (subject) => {
  test.each(neutral)("%s steps as the optimizer alone", (_, wrap) => {
    const [alone, wrapped] = [drawParameters(lengths), drawParameters(lengths)];
    runSteps(subject.make(alone), alone, 4);
    runSteps(wrap(subject.make(wrapped)) as never, wrapped, 4);
    expectSameParameters(wrapped, alone);
  });

  test("all of them at once go on bit for bit from a loaded state", () => {
    const wrapAll = (parameters: ReturnType<typeof drawParameters>) => {
      const accumulated = optimizers.gradientAccumulation(subject.make(parameters), { steps: 2 });
      const averaged = optimizers.exponentialAveraging(optimizers.lookahead(accumulated, { every: 3, rate: 0.25 }), { decay: 0.5 });
      return optimizers.dynamicLossScale(optimizers.skipNotFinite(averaged), { initial: 8, interval: 2 });
    };
    const [original, copies] = [drawParameters(lengths), drawParameters(lengths)];
    const [made, other] = [wrapAll(original), wrapAll(copies)];
    runSteps(made as never, original, 7);
    for (const [k, { data }] of original.entries()) copies[k]?.data.set(data);
    other.load(structuredClone(made.state()));
    expect(other.state()).toEqual(made.state());
    for (const [one, parameters] of [
      [made, original],
      [other, copies],
    ] as const) {
      runSteps(one as never, parameters, 8, 5);
    }
    expectSameParameters(copies, original);
    expect(other.state()).toEqual(made.state());
  });
});

const make = (options: Options = {}) => {
  const parameters = drawParameters(lengths);
  return { parameters, made: new optimizers.SGD(parameters, { learningRate: 0.1, ...options }) };
};

describe("sharpnessAware", () => {
  test("ascends by rho along all gradients together, and comes back", () => {
    const { parameters, made } = make();
    const aware = optimizers.sharpnessAware(made, { rho: 0.5 });
    const random = randomSource(4);
    for (const { gradient } of parameters) gradient.set(normals(gradient.length, random));
    const [before, gradients] = [parameters.map(({ data }) => data.slice()), parameters.map(({ gradient }) => gradient.slice())];
    aware.ascend();
    const moves = parameters.flatMap(({ data }, k) => Array.from(data, (p, i) => p - (before[k]?.[i] as number)));
    const norm = Math.hypot(...gradients.flatMap((gradient) => [...gradient]));
    for (const [i, slope] of gradients.flatMap((gradient) => [...gradient]).entries()) {
      expect(Math.abs((moves[i] as number) - (0.5 * slope) / norm)).toBeLessThan(5e-7);
    }
    for (const { gradient } of parameters) gradient.fill(0);
    aware.step();
    for (const [k, { data }] of parameters.entries()) expectSameBits(data, before[k] as Float32Array, `parameter ${k}`);
  });

  test("to climb it descends first", () => {
    const parameter = { data: Float32Array.of(1, 1), gradient: Float32Array.of(3, 4) };
    const aware = optimizers.sharpnessAware(new optimizers.SGD([parameter], { maximize: true }), { rho: 0.5 });
    aware.ascend();
    expect(parameter.data[0]).toBeCloseTo(0.7, 6);
    expect(parameter.data[1]).toBeCloseTo(0.6, 6);
  });

  test("comes back when the evaluation fails, and wants an ascent before a step", () => {
    const { parameters, made } = make();
    const aware = optimizers.sharpnessAware(made);
    const before = parameters.map(({ data }) => data.slice());
    for (const { gradient } of parameters) gradient.fill(1);
    const fail = () => {
      throw new Error("no gradient today");
    };
    expect(() => aware.step(fail)).toThrow("no gradient today");
    for (const [k, { data }] of parameters.entries()) expectSameBits(data, before[k] as Float32Array, `parameter ${k}`);
    const early = "sharpnessAware: step: expected an ascent before it, received none";
    expect(thrownBy(() => aware.step())).toEqual(["TypeError", "ERR_INVALID_VALUE", early]);
    aware.ascend();
    const twice = "sharpnessAware: ascend: expected a step before the next ascent, received none";
    expect(thrownBy(() => aware.ascend())).toEqual(["TypeError", "ERR_INVALID_VALUE", twice]);
  });
});

describe("averaging", () => {
  test("swap exchanges parameters and averages, twice changes nothing", () => {
    const { parameters, made } = make();
    const averaged = optimizers.exponentialAveraging(made, { decay: 0.5 });
    runSteps(averaged as never, parameters, 3);
    const [before, average] = [parameters.map(({ data }) => data.slice()), averaged.average()];
    averaged.swap();
    for (const [k, { data }] of parameters.entries()) expectSameBits(data, average[k] as Float32Array, `average ${k}`);
    averaged.swap();
    for (const [k, { data }] of parameters.entries()) expectSameBits(data, before[k] as Float32Array, `parameter ${k}`);
  });

  test("is taken only where a step is made", () => {
    const { parameters, made } = make();
    const averaged = optimizers.stochasticAveraging(optimizers.gradientAccumulation(made, { steps: 2 }));
    runSteps(averaged as never, parameters, 5);
    expect(averaged.state().numbers).toEqual({ made: 2 });
  });

  test("two averages of one optimizer are refused", () => {
    const { made } = make();
    const message = "exponentialAveraging: optimizer: expected one without an average, received one that has one";
    const twice = () => optimizers.exponentialAveraging(optimizers.stochasticAveraging(made));
    expect(thrownBy(twice)).toEqual(["TypeError", "ERR_INVALID_TYPE", message]);
  });
});

describe("skipNotFinite", () => {
  test("makes a step after so many that it left out, and counts them", () => {
    const { parameters, made } = make();
    const skipping = optimizers.skipNotFinite(made, { limit: 2 });
    const results = Array.from({ length: 3 }, () => {
      for (const { gradient } of parameters) gradient.fill(Number.NaN);
      return skipping.step();
    });
    expect(results).toEqual([false, false, true]);
    expect(skipping.skipped).toBe(2);
    expect(parameters[0]?.data[0]).toBeNaN();
  });

  test("the optimizer's own policy holds again afterwards", () => {
    const { parameters, made } = make({ nonFinite: "throw" });
    for (const { gradient } of parameters) gradient.fill(Number.POSITIVE_INFINITY);
    expect(optimizers.skipNotFinite(made).step()).toBe(false);
    expect(thrownBy(() => made.step())[1]).toBe("ERR_NOT_FINITE");
  });
});

describe("dynamicLossScale", () => {
  test("leaves the optimizer's own gradientScale as it was, and multiplies with it", () => {
    const [one, other] = [make({ gradientScale: 0.5 }), make()];
    const scaled = optimizers.dynamicLossScale(one.made, { initial: 4 });
    for (const { parameters } of [one, other]) for (const { gradient } of parameters) gradient.fill(1);
    for (const { gradient } of one.parameters) gradient.fill(8);
    scaled.step();
    other.made.step();
    expectSameParameters(one.parameters, other.parameters);
    expect(one.made.gradientScale).toBe(0.5);
  });
});

describe("errors", () => {
  test.each([
    ["lookahead", "every"],
    ["stochasticAveraging", "every"],
    ["gradientAccumulation", "steps"],
    ["dynamicLossScale", "interval"],
  ])("%s: %s 0", (name, option) => {
    const message = `${name}: ${option}: expected an integer above 0, received 0`;
    expect(thrownBy(() => factories[name]?.(make().made, { [option]: 0 }))).toEqual(["RangeError", "ERR_INVALID_OPTION", message]);
  });

  test.each(Object.entries(factories))("%s", (name, wrap) => {
    const { parameters, made } = make();
    const type = (received: string) => ["TypeError", "ERR_INVALID_TYPE", `${name}: optimizer: expected an optimizer${received}`];
    expect(thrownBy(() => wrap(3 as never))).toEqual(type(", received 3"));
    expect(thrownBy(() => wrap(new optimizers.SGD()))).toEqual(type(" with parameters, received one without"));
    expect(thrownBy(() => wrap(made, { speed: 1 }))[1]).toBe("ERR_UNKNOWN_OPTION");
    expect(thrownBy(() => wrap(made, 3 as never))[1]).toBe("ERR_INVALID_TYPE");
    const wrapped = wrap(made);
    const state = wrapped.state();
    const wrong = (message: string) => expect.stringContaining(`${name}: load: ${message}`);
    expect(thrownBy(() => wrapped.load(null as never))[2]).toEqual(wrong(`expected a state of ${name}, received null`));
    expect(thrownBy(() => wrapped.load({ ...state, name: "other" }))[2]).toEqual(wrong(`expected a state of ${name}, received "other"`));
    expect(thrownBy(() => wrapped.load({ ...state, arrays: [new Float32Array(1)] }))[1]).toBe("ERR_INVALID_LENGTH");
    for (const number of Object.keys(state.numbers)) {
      expect(thrownBy(() => wrapped.load({ ...state, numbers: { ...state.numbers, [number]: -1 } }))[2]).toEqual(
        wrong(`numbers.${number}`),
      );
    }
    expect(wrapped.state()).toEqual(state);
    made.addGroup({ parameters: drawParameters([2], 9) } as never);
    for (const { gradient } of parameters) gradient.fill(0);
    if (!["skipNotFinite", "dynamicLossScale"].includes(name)) {
      const changed = `${name}: expected the groups that it was made for, received others`;
      expect(thrownBy(() => ("ascend" in wrapped ? (wrapped as optimizers.SharpnessAware).ascend() : wrapped.step()))[2]).toBe(changed);
    }
  });
});
