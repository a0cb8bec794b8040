/** Metrics against scikit-learn's numbers, native against reference, streaming against one call, and their laws. */
import { readFileSync } from "node:fs";
import { metrics, runtime, useBackend, useThreads } from "steepest";
import { afterEach, describe, expect, test } from "vitest";
import { normals, randomSource } from "../support/numbers";

type Numbers = readonly (number | string)[];
interface Data {
  readonly name: string;
  readonly prediction: Numbers;
  readonly target: Numbers;
  readonly weights: Numbers;
}
interface Case {
  readonly metric: string;
  readonly data: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly labels?: readonly number[];
  readonly weighted: boolean;
  readonly value: number | readonly number[];
}

const golden = JSON.parse(readFileSync(new URL("../golden/metrics.json", import.meta.url), "utf8")) as { data: Data[]; cases: Case[] };
const dataOf = new Map(golden.data.map((data) => [data.name, data]));
const regression = ["mse", "mae", "r2"] as const;

/** Any metric, called as the golden cases call it. */
type AnyMetric = (prediction: unknown, target: unknown, options: object) => number | Float64Array | metrics.ConfusionMatrix;
const metricOf = (name: string) => metrics.catalogue[name as keyof typeof metrics.catalogue] as unknown as AnyMetric;

const active = runtime().backend;
const threads = runtime().threads;

afterEach(() => {
  useBackend(active);
  useThreads(threads);
});

/** The result as plain numbers, of the classes that occur where the case lists none. */
function numbersOf(result: ReturnType<AnyMetric>, { labels }: Case, { prediction, target }: Data): number[] {
  if (typeof result === "number") return [result];
  const occurring = labels ?? [...new Set([...prediction, ...target].map(Number))].sort((a, b) => a - b);
  if (result instanceof Float64Array) return occurring.map((c) => result[c] as number);
  const columns = result.shape[1];
  return occurring.flatMap((row) => occurring.map((column) => result.data[row * columns + column] as number));
}

describe("scikit-learn's numbers", () => {
  const cases = golden.cases.filter(({ metric }) => metric in metrics.catalogue);
  test.each(
    cases.map(
      (one) =>
        [
          `${one.metric} ${JSON.stringify(one.options)} of ${one.data}${one.labels ? " with classes" : ""}${one.weighted ? " weighted" : ""}`,
          one,
        ] as const,
    ),
  )("%s", (_, one) => {
    const data = dataOf.get(one.data) as Data;
    const numeric = regression.includes(one.metric as "mse");
    const arrayOf = (numbers: Numbers) => (numeric ? Float32Array.from(numbers, Number) : Int32Array.from(numbers, Number));
    const options = {
      ...one.options,
      ...(one.labels === undefined ? {} : { classes: one.labels.length }),
      ...(one.weighted ? { weights: Float32Array.from(data.weights, Number) } : {}),
    };
    const got = numbersOf(metricOf(one.metric)(arrayOf(data.prediction), arrayOf(data.target), options), one, data);
    const want = [one.value].flat();
    expect(got).toHaveLength(want.length);
    for (const [i, value] of want.entries())
      expect(Math.abs((got[i] as number) - value)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value)));
  });
});

/** Two batches of every kind, of a size around the blocks and the lanes. */
const sizes = [1, 2, 15, 16, 17, 100, 4095, 4096, 4097, 40_000];

function numbersFor(size: number, seed: number) {
  const random = randomSource(seed);
  const target = normals(size, random, 3).map((t) => t + 10);
  const prediction = target.map((t) => t + 0.5 * (random() - 0.4));
  const weights = Float32Array.from({ length: size }, () => Math.floor(random() * 4) / 4);
  weights[0] = 0.5;
  return { prediction, target, weights };
}

function classesFor(rows: number, classes: number, seed: number) {
  const random = randomSource(seed);
  const labels = Int32Array.from({ length: rows }, () => Math.floor(random() * classes));
  const data = normals(rows * classes, random).map((x) => Math.round(4 * x) / 4); // with ties
  const weights = Float32Array.from({ length: rows }, () => Math.floor(random() * 4) / 4);
  weights[0] = 0.5;
  return { scores: { data, shape: [rows, classes] }, labels, weights };
}

/** The place of the first of the largest numbers of each row, without NaN. */
function argmax({ data, shape: [rows = 0, columns = 1] }: { data: Float32Array; shape: number[] }): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    const numbers = data.subarray(row * columns, (row + 1) * columns);
    return numbers.indexOf(Math.max(...numbers));
  });
}

/** The bits of a number; of every NaN the same. */
const bitsOf = (x: number) => new BigUint64Array(Float64Array.of(Number.isNaN(x) ? Number.NaN : x).buffer)[0];

describe("regression", () => {
  const all = (...args: Parameters<typeof metrics.mse>) => regression.map((name) => metrics[name](...args));

  test.each(sizes)("%i terms: the reference gives the same", (size) => {
    const { prediction, target, weights } = numbersFor(size, size);
    const got = [...all(prediction, target), ...all(prediction, target, { weights })];
    useBackend("reference");
    const want = [...all(prediction, target), ...all(prediction, target, { weights })];
    for (const [i, value] of want.entries()) {
      if (Number.isNaN(value)) expect(got[i]).toBeNaN();
      else expect(Math.abs((got[i] as number) - value)).toBeLessThanOrEqual(1e-12 * Math.abs(value));
    }
  });

  test("the bits do not depend on the threads or the position in memory", () => {
    const { prediction, target, weights } = numbersFor(100_003, 5);
    useThreads(1);
    const alone = all(prediction, target, { weights }).map(bitsOf);
    useThreads(2);
    expect(all(prediction, target, { weights }).map(bitsOf)).toEqual(alone);
    const moved = [prediction, target, weights].map((array) => {
      const larger = new Float32Array(array.length + 3);
      larger.set(array, 3);
      return larger.subarray(3);
    }) as [Float32Array, Float32Array, Float32Array];
    expect(all(moved[0], moved[1], { weights: moved[2] }).map(bitsOf)).toEqual(alone);
  });

  test("a weight counts like that many terms, also one per row", () => {
    const { prediction, target } = numbersFor(30, 6);
    const weights = Float32Array.from({ length: 30 }, (_, i) => i % 4);
    const repeat = (array: Float32Array) => Float32Array.from([...array].flatMap((x, i) => Array<number>(i % 4).fill(x)));
    const want = all(repeat(prediction), repeat(target));
    for (const [i, value] of all(prediction, target, { weights }).entries()) expect(value).toBeCloseTo(want[i] as number, 12);
    const shaped = { data: prediction, shape: [10, 3] };
    const rows = Float32Array.from({ length: 10 }, (_, i) => i);
    const spread = Float32Array.from({ length: 30 }, (_, i) => Math.floor(i / 3));
    expect(metrics.mse(shaped, target, { weights: rows })).toBeCloseTo(metrics.mse(prediction, target, { weights: spread }), 14);
  });

  test("NaN in, NaN out, unless its weight is 0; an infinite residual is infinite", () => {
    for (const at of [0, 7, 20, 5000]) {
      const { prediction, target } = numbersFor(6000, 7);
      const weights = new Float32Array(6000).fill(1);
      prediction[at] = Number.NaN;
      expect(all(prediction, target)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
      weights[at] = 0;
      expect(all(prediction, target, { weights }).every(Number.isFinite)).toBe(true);
      target[at] = Number.NaN;
      expect(all(prediction, target, { weights }).every(Number.isFinite)).toBe(true);
      prediction[at] = 0;
      expect(all(prediction, target)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    }
    expect(metrics.mse(Float32Array.of(1, Number.POSITIVE_INFINITY), Float32Array.of(1, 2))).toBe(Number.POSITIVE_INFINITY);
    expect(metrics.mae(Float32Array.of(1, Number.NEGATIVE_INFINITY), Float32Array.of(1, 2))).toBe(Number.POSITIVE_INFINITY);
  });

  test("r2 of equal targets is 1 or 0 over many blocks, of one term NaN", () => {
    const random = randomSource(9);
    for (const value of [0.1, -3.3, 1e-20, 7e12]) {
      const target = new Float32Array(9000).fill(value);
      const weights = target.map(() => random());
      expect(metrics.r2(target.slice(), target, { weights })).toBe(1);
      expect(metrics.r2(new Float32Array(9000), target, { weights })).toBe(0);
    }
    expect(metrics.r2(Float32Array.of(1), Float32Array.of(1))).toBeNaN();
  });

  test("streaming over batches gives what one call gives, and forgets at reset", () => {
    const { prediction, target, weights } = numbersFor(10_000, 8);
    for (const name of regression) {
      const metric = metrics[name].streaming();
      for (const [from, to] of [
        [0, 0],
        [0, 1],
        [1, 4500],
        [4500, 10_000],
      ] as const) {
        metric.update(prediction.subarray(from, to), target.subarray(from, to), { weights: weights.subarray(from, to) });
      }
      const want = metrics[name](prediction, target, { weights });
      expect(Math.abs(metric.result() - want)).toBeLessThanOrEqual(1e-12 * Math.abs(want));
      metric.reset();
      metric.update(prediction, target, { weights });
      expect(metric.result()).toBe(want);
    }
  });
});

describe("classes", () => {
  const everything = (prediction: metrics.Classes, target: metrics.Classes, options: object = {}) => [
    metrics.accuracy(prediction, target, options),
    ...(["precision", "recall", "f1"] as const).flatMap((name) => [...metrics[name](prediction, target, { average: "none", ...options })]),
    ...metrics.confusionMatrix(prediction, target, options).data,
  ];

  test.each([2, 3, 10, 16, 17, 100])("%i classes: the largest score wins, the first of equals, on both backends", (classes) => {
    const { scores, labels, weights } = classesFor(3000, classes, classes);
    const want = everything(argmax(scores), labels, { classes, weights });
    expect(everything(scores, labels, { weights })).toEqual(want);
    useBackend("reference");
    expect(everything(scores, labels, { weights })).toEqual(want);
    expect(everything(argmax(scores), labels, { classes, weights })).toEqual(want);
  });

  test("a row of equal scores is of class 0, also of -Infinity", () => {
    for (const [classes, score] of [
      [2, 1],
      [5, Number.NEGATIVE_INFINITY],
      [21, 0],
      [21, Number.NEGATIVE_INFINITY],
    ] as const) {
      const scores = { data: new Float32Array(classes).fill(score), shape: [1, classes] };
      expect(metrics.accuracy(scores, Int32Array.of(0))).toBe(1);
      expect(metrics.accuracy(scores, Int32Array.of(1))).toBe(0);
    }
  });

  test("the bits do not depend on the threads", () => {
    const { scores, labels, weights } = classesFor(20_000, 12, 3);
    const uneven = weights.map((w) => w / 3);
    useThreads(1);
    const alone = everything(scores, labels, { weights: uneven }).map(bitsOf);
    useThreads(2);
    expect(everything(scores, labels, { weights: uneven }).map(bitsOf)).toEqual(alone);
  });

  test("labels of every width, one-hot rows and rows of one number say the same", () => {
    const { scores, labels, weights } = classesFor(200, 5, 4);
    const want = everything(scores, labels, { weights });
    const hot = new Float32Array(1000);
    for (const [row, label] of labels.entries()) hot[row * 5 + label] = 1;
    for (const target of [Uint8Array.from(labels), Uint16Array.from(labels), { data: hot, shape: [200, 5] }]) {
      expect(everything(scores, target, { weights })).toEqual(want);
    }
    const numbers = normals(200, randomSource(1));
    const binary = labels.map((label) => label % 2);
    const expected = everything(
      Int32Array.from(numbers, (x) => Number(x > 0.25)),
      binary,
    );
    for (const prediction of [numbers, { data: numbers, shape: [200] }, { data: numbers, shape: [200, 1] }]) {
      for (const target of [binary, Float32Array.from(binary), Float32Array.from(binary, (b) => 2 * b - 1)]) {
        expect(everything(prediction, target, { threshold: 0.25 })).toEqual(expected);
      }
    }
  });

  test("a number at the threshold is of class 0, by default at one half", () => {
    const numbers = Float32Array.of(0.5, 0.5000001, 0.49999997);
    expect([...metrics.confusionMatrix(numbers, Int32Array.of(0, 0, 0)).data]).toEqual([2, 1, 0, 0]);
    expect(metrics.accuracy(Float32Array.of(0.1, 0.2), Int32Array.of(0, 1), { threshold: 0.1 })).toBe(1);
  });

  test("rows of the ignored label count for nothing, whatever their scores", () => {
    const labels = Int32Array.of(1, -100, 0);
    const scores = { data: Float32Array.of(0, 1, Number.NaN, 0, 1, 0), shape: [3, 2] };
    expect(metrics.accuracy(scores, labels)).toBe(1);
    expect(metrics.accuracy(scores, Int32Array.of(1, 7, 0), { ignoreIndex: 7 })).toBe(1);
    expect(() => metrics.accuracy(scores, labels, { ignoreIndex: null })).toThrow("target[1]: expected a label from 0 to 1, received -100");
  });

  test.each(["native", "reference"] as const)("a NaN leaves unknown what depends on its row, unless its weight is 0 (%s)", (backend) => {
    if (active === "native") useBackend(backend);
    const scores = { data: Float32Array.of(1, 0, 0, 0, Number.NaN, 0, 0, 0, 1), shape: [3, 3] };
    const labels = Int32Array.of(0, 1, 2);
    expect(metrics.accuracy(scores, labels)).toBeNaN();
    expect([...metrics.confusionMatrix(scores, labels).data]).toEqual([1, 0, 0, Number.NaN, Number.NaN, Number.NaN, 0, 0, 1]);
    expect([...metrics.recall(scores, labels, { average: "none" })]).toEqual([1, Number.NaN, 1]);
    expect([...metrics.precision(scores, labels, { average: "none" })]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(metrics.accuracy(scores, labels, { weights: Float32Array.of(1, 0, 1) })).toBe(1);
    expect(metrics.accuracy(labels, scores)).toBeNaN();
    expect(metrics.accuracy(Float32Array.of(Number.NaN, 1), Int32Array.of(1, 1))).toBeNaN();
    expect([...metrics.confusionMatrix(Int32Array.of(0, 1), Float32Array.of(0, Number.NaN)).data]).toEqual([1, Number.NaN, 0, Number.NaN]);
  });

  test("streaming grows with the classes and gives what one call gives", () => {
    const { labels, weights } = classesFor(300, 9, 5);
    const sorted = labels.slice().sort();
    const prediction = sorted.map((label, i) => (i % 3 === 0 ? Math.max(0, label - 1) : label));
    for (const [name, options] of [
      ["accuracy", {}],
      ["confusionMatrix", {}],
      ["f1", { average: "macro" }],
      ["recall", { average: "none" }],
    ] as const) {
      const metric = (metrics[name].streaming as (options: object) => metrics.StreamingClasses<unknown>)(options);
      for (const [from, to] of [
        [0, 10],
        [10, 10],
        [10, 150],
        [150, 300],
      ] as const) {
        metric.update(prediction.subarray(from, to), sorted.subarray(from, to), { weights: weights.subarray(from, to) });
      }
      const want = metricOf(name)(prediction, sorted, { ...options, weights });
      expect(metric.result()).toEqual(want);
      metric.reset();
      expect(() => metric.result()).toThrow(RangeError);
    }
  });

  test("a refused batch changes nothing", () => {
    const metric = metrics.confusionMatrix.streaming();
    metric.update(Int32Array.of(0, 1), Int32Array.of(1, 1));
    const before = metric.result();
    expect(() => metric.update(Int32Array.of(0, 5), Int32Array.of(0, -1))).toThrow("target[1]");
    expect(() => metric.update(Int32Array.of(0, 1), Int32Array.of(0, 1), { weights: Float32Array.of(1, -1) })).toThrow("weights[1]");
    expect(metric.result()).toEqual(before);
    expect(metric.result().data).not.toBe(before.data);
  });
});
