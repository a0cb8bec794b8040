/** What an optimizer does with all gradients of a step: scale, clipping, zeroing, and the policy for those that are not finite. */
import { optimizers, runtime, useThreads } from "steepest";
import { afterAll, describe, expect, test } from "vitest";
import { type OptimizerSubject, optimizerSubjects } from "../support/catalogue";
import { type Thrown, thrownBy } from "../support/errors";
import { expectSameBits, normals, patterns, randomSource } from "../support/numbers";
import { type DrawnParameter, drawParameters, expectSameParameters, runSteps } from "../support/stepping";

const { Adam, SGD } = optimizers;
const native = runtime().backend === "native";
const threads = runtime().threads;

afterAll(() => {
  if (native) useThreads(threads);
});

const lengths = [5, 37, 0, 4100];

/** Steps once with seeded gradients of a size. */
function stepOnce(made: optimizers.Optimizer, parameters: readonly DrawnParameter[], size = 1): boolean {
  const random = randomSource(9);
  for (const { gradient } of parameters) gradient.set(normals(gradient.length, random, size));
  return made.step();
}

function norm(arrays: readonly Float32Array[]): number {
  return Math.sqrt(arrays.reduce((sum, array) => sum + array.reduce((own, x) => own + x * x, 0), 0));
}

/** What plain descent with rate 1 has taken off each parameter: the gradient that the rule has seen. */
function seen(parameters: readonly DrawnParameter[], size: number, options: object): Float32Array[] {
  for (const { data } of parameters) data.fill(0);
  stepOnce(new SGD(parameters, { learningRate: 1, ...options }), parameters, size);
  return parameters.map(({ data }) => data.map((x) => -x));
}

function expectNear(got: readonly Float32Array[], want: readonly Float32Array[]): void {
  for (const [t, array] of got.entries()) {
    array.forEach((x, i) => {
      const expected = want[t]?.[i] as number;
      if (!(Math.abs(x - expected) <= 3e-7 * Math.abs(expected))) throw new Error(`${t}[${i}]: expected ${expected}, received ${x}`);
    });
  }
}

/** The options of the subject with the other sense of `maximize`, or undefined where it has none. */
function turned({ definition, options }: OptimizerSubject) {
  return "maximize" in definition.options ? { maximize: options["maximize"] !== true } : undefined;
}

describe.each(optimizerSubjects)("$title", (subject) => {
  test("a gradientScale is a gradient of that size, and zeroGradient changes nothing but the gradient", () => {
    const [scaled, plain] = [drawParameters(lengths), drawParameters(lengths)];
    const made = subject.make(scaled, { gradientScale: 0.25, zeroGradient: true });
    const other = subject.make(plain);
    for (const size of [4, 0.5, 1000]) {
      stepOnce(made, scaled, size);
      stepOnce(other, plain, size / 4);
      for (const { gradient } of scaled) expectSameBits(gradient, new Float32Array(gradient.length), "gradient");
    }
    expectSameParameters(scaled, plain);
  });

  test.skipIf(turned(subject) === undefined)("maximize is the gradient of the other sign", () => {
    const [climbing, plain] = [drawParameters(lengths), drawParameters(lengths)];
    const made = subject.make(climbing, turned(subject));
    const other = subject.make(plain);
    for (const size of [1, 10]) {
      stepOnce(made, climbing, size);
      stepOnce(other, plain, -size);
    }
    expectSameParameters(climbing, plain);
  });

  test("a step that is skipped or refused changes nothing, wherever the gradient is not finite", () => {
    for (const nonFinite of ["skip", "throw"] as const) {
      const parameters = drawParameters(lengths);
      const made = subject.make(parameters, { nonFinite });
      runSteps(made, parameters, 2);
      const snapshot = () => JSON.stringify([parameters.map(({ data, gradient }) => [patterns(data), patterns(gradient)]), made.state()]);
      for (const [tensor, index, value] of [
        [0, 4, Number.NaN],
        [3, 4099, Number.POSITIVE_INFINITY],
        [3, 0, Number.NEGATIVE_INFINITY],
      ] as const) {
        const { gradient } = parameters[tensor] as DrawnParameter;
        const kept = gradient[index] as number;
        gradient[index] = value;
        const before = snapshot();
        if (nonFinite === "skip") expect(made.step()).toBe(false);
        else {
          const message = `${subject.name}: parameters[${tensor}].gradient[${index}]: expected a finite number, received ${value}`;
          expect(thrownBy(() => made.step())).toEqual(["RangeError", "ERR_NOT_FINITE", message]);
        }
        expect(snapshot()).toBe(before);
        expect(made.stepCount).toBe(2);
        gradient[index] = kept;
      }
      expect(made.step()).toBe(true);
    }
  });
});

test("clipValue bounds every element, infinities included, and lets NaN through", () => {
  const parameter = { data: new Float32Array(5), gradient: Float32Array.of(0.5, -3, Number.POSITIVE_INFINITY, Number.NaN, -2) };
  new SGD([parameter], { learningRate: 1, clipValue: 2 }).step();
  expect([...parameter.data]).toEqual([-0.5, 2, -2, Number.NaN, 2]);
});

test("clipNorm shortens the gradient of each parameter that is too long", () => {
  const parameters = drawParameters([4, 400]);
  const plain = seen(parameters, 1, {});
  const bound = 3; // longer than the first, shorter than the second
  const clipped = seen(parameters, 1, { clipNorm: bound });
  expect(norm([plain[0] as Float32Array])).toBeLessThan(bound);
  const factor = bound / norm([plain[1] as Float32Array]);
  expectNear(clipped, [plain[0] as Float32Array, (plain[1] as Float32Array).map((x) => x * factor)]);
});

test("clipGlobalNorm shortens all gradients alike, over all groups", () => {
  const parameters = drawParameters(lengths);
  const plain = seen(parameters, 1, {});
  const factor = 0.5 / norm(plain);
  expectNear(
    seen(parameters, 1, { clipGlobalNorm: 0.5 }),
    plain.map((array) => array.map((x) => x * factor)),
  );
  expectNear(seen(parameters, 1, { clipGlobalNorm: 1e6 }), plain);
  for (const { data } of parameters) data.fill(0);
  const groups = [{ parameters: parameters.slice(0, 1) }, { parameters: parameters.slice(1), learningRate: 2 }];
  stepOnce(new SGD(groups, { learningRate: 1, clipGlobalNorm: 0.5 }), parameters);
  expectNear(
    parameters.map(({ data }) => data),
    plain.map((array, t) => array.map((x) => -x * factor * (t === 0 ? 1 : 2))),
  );
});

test("scale, value, norm and global norm, in this order", () => {
  const parameters = drawParameters([60, 90]);
  const plain = seen(parameters, 3, {});
  const clipped = plain.map((array) => array.map((x) => Math.min(Math.max(x * 2, -4), 4)));
  const shorter = clipped.map((array) => array.map((x) => x * Math.min(1, 35 / norm([array]))));
  const factor = 40 / norm(shorter);
  expect(factor).toBeLessThan(1);
  expectNear(
    seen(parameters, 3, { gradientScale: 2, clipValue: 4, clipNorm: 35, clipGlobalNorm: 40 }),
    shorter.map((array) => array.map((x) => x * factor)),
  );
});

test("norms of gradients whose squares are beyond float32", () => {
  for (const size of [1e30, 1e-30]) {
    const parameter = { data: new Float32Array(2), gradient: Float32Array.of(3 * size, -4 * size) };
    new SGD([parameter], { learningRate: 1, clipNorm: size }).step();
    expectNear([parameter.data], [Float32Array.of(-0.6 * size, 0.8 * size)]);
  }
});

test("a norm that is NaN makes every gradient NaN, since nobody can tell how long they are", () => {
  const parameters = drawParameters([3, 20]);
  const made = new SGD(parameters, { learningRate: 1, clipGlobalNorm: 1 });
  (parameters[0] as DrawnParameter).gradient[1] = Number.NaN;
  made.step();
  for (const { data } of parameters) expect(data.every(Number.isNaN)).toBe(true);
});

test("clipping by norm climbs as it descends", () => {
  const [up, down] = [drawParameters([30]), drawParameters([30])];
  stepOnce(new SGD(up, { learningRate: 1, maximize: true, clipNorm: 0.5 }), up, 1);
  stepOnce(new SGD(down, { learningRate: 1, clipNorm: 0.5 }), down, -1);
  expectSameParameters(up, down);
});

test.skipIf(!native)("clipping by norms has the same bits for any number of threads", () => {
  const results = [1, 2, 3].map((count) => {
    useThreads(count);
    const parameters = drawParameters([1, 7, 4097, 40_001]);
    runSteps(new Adam(parameters, { clipNorm: 30, clipGlobalNorm: 40, nonFinite: "skip" }), parameters, 3);
    return parameters.map(({ data }) => [...patterns(data)]);
  });
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test("a skipped step leaves the schedule where it is, and its gradients at 0 where they are to be zeroed", () => {
  const parameters = drawParameters([4]);
  const asked: number[] = [];
  const schedule = (step: number) => {
    asked.push(step);
    return 0.1;
  };
  const made = new SGD(parameters, { learningRate: schedule, nonFinite: "skip", zeroGradient: true });
  stepOnce(made, parameters);
  stepOnce(made, parameters, Number.NaN);
  expect(parameters[0]?.gradient).toEqual(new Float32Array(4));
  stepOnce(made, parameters);
  expect([asked, made.stepCount]).toEqual([[0, 1, 1], 2]);
});

test("a gradient that its scale makes infinite is not finite", () => {
  const parameter = { data: new Float32Array(1), gradient: Float32Array.of(1e38) };
  const made = new SGD([parameter], { gradientScale: 1000, nonFinite: "skip" });
  expect(made.step()).toBe(false);
  made.gradientScale = 1;
  expect([made.step(), made.gradientScale]).toEqual([true, 1]);
});

test("gradients in one place cannot be zeroed by the first that uses them", () => {
  const gradient = new Float32Array(4);
  const parameters = [1, 2].map(() => ({ data: new Float32Array(4), gradient }));
  const message =
    "SGD: parameters[1].gradient: expected an array that shares no memory with SGD: parameters[0].gradient, received one that does";
  expect(thrownBy(() => new SGD(parameters, { zeroGradient: true }))).toEqual(["RangeError", "ERR_OVERLAP", message]);
  new SGD(parameters).step();
});

const refused: readonly (readonly [object, Thrown])[] = [
  [{ gradientScale: 0 }, ["RangeError", "ERR_INVALID_OPTION", "SGD: gradientScale: expected a finite number above 0, received 0"]],
  [{ clipValue: -1 }, ["RangeError", "ERR_INVALID_OPTION", "SGD: clipValue: expected a number above 0, received -1"]],
  [{ clipNorm: Number.NaN }, ["RangeError", "ERR_INVALID_OPTION", "SGD: clipNorm: expected a number above 0, received NaN"]],
  [{ clipGlobalNorm: "1" }, ["TypeError", "ERR_INVALID_OPTION", 'SGD: clipGlobalNorm: expected a number above 0, received "1"']],
  [
    { nonFinite: "stop" },
    ["TypeError", "ERR_INVALID_OPTION", 'SGD: nonFinite: expected "propagate" or "skip" or "throw", received "stop"'],
  ],
  [{ zeroGradient: 1 }, ["TypeError", "ERR_INVALID_OPTION", "SGD: zeroGradient: expected a boolean, received 1"]],
];

test.each(refused)("%o", (options, expected) => {
  expect(thrownBy(() => new SGD([], options))).toEqual(expected);
});

test("a gradientScale that is set is checked, and options of the whole are none of a group", () => {
  const made = new SGD([]);
  const set = (value: unknown) => () => {
    made.gradientScale = value as number;
  };
  const message = "SGD: gradientScale: expected a finite number above 0, received";
  expect(thrownBy(set(Number.POSITIVE_INFINITY))).toEqual(["RangeError", "ERR_INVALID_OPTION", `${message} Infinity`]);
  expect(thrownBy(set("2"))).toEqual(["TypeError", "ERR_INVALID_OPTION", `${message} "2"`]);
  expect(made.gradientScale).toBe(1);
  expect(thrownBy(() => new SGD([{ parameters: [], clipNorm: 1 } as never]))[1]).toBe("ERR_UNKNOWN_OPTION");
});
