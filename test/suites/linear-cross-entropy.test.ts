/** linearCrossEntropy is crossEntropy of the logits hidden · weightᵀ + bias, with the gradients of all three. */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { thrownBy } from "../support/errors";
import { normals, randomSource } from "../support/numbers";
import { randomLabels, softTargets } from "../support/rows";
import { reductions } from "../support/samples";

interface Problem {
  readonly hidden: { data: Float32Array; shape: number[] };
  readonly weight: { data: Float32Array; shape: number[] };
  readonly bias: Float32Array | undefined;
}

function draw(rows: number, depth: number, classes: number, biased: boolean, seed = 1): Problem {
  const random = randomSource(seed);
  return {
    hidden: { data: normals(rows * depth, random), shape: [rows, depth] },
    weight: { data: normals(classes * depth, random, 0.3), shape: [classes, depth] },
    bias: biased ? normals(classes, random) : undefined,
  };
}

function logitsOf({ hidden, weight, bias }: Problem): { data: Float32Array; shape: number[] } {
  const [rows, depth] = hidden.shape as [number, number];
  const classes = weight.shape[0] as number;
  const data = Float32Array.from({ length: rows * classes }, (_, place) => {
    const [row, c] = [Math.floor(place / classes), place % classes];
    let logit = bias?.[c] ?? 0;
    for (let j = 0; j < depth; ++j) logit += (hidden.data[row * depth + j] as number) * (weight.data[c * depth + j] as number);
    return logit;
  });
  return { data, shape: [rows, classes] };
}

/** What the derivatives by logits come to for hidden, weight and bias: slopes·W, slopesᵀ·of(hidden), Σ slopes. */
function chained({ hidden, weight }: Problem, slopes: Float32Array, of: (x: number) => number = (x) => x) {
  const [rows, depth] = hidden.shape as [number, number];
  const classes = weight.shape[0] as number;
  const by = { hidden: new Float64Array(rows * depth), weight: new Float64Array(classes * depth), bias: new Float64Array(classes) };
  for (let row = 0; row < rows; ++row) {
    for (let c = 0; c < classes; ++c) {
      const slope = slopes[row * classes + c] as number;
      if (slope === 0) continue;
      by.bias[c] = (by.bias[c] as number) + slope;
      for (let j = 0; j < depth; ++j) {
        const [at, from] = [c * depth + j, row * depth + j];
        by.hidden[from] = (by.hidden[from] as number) + slope * (weight.data[at] as number);
        by.weight[at] = (by.weight[at] as number) + slope * of(hidden.data[from] as number);
      }
    }
  }
  return by;
}

/** Throws unless an array is within 10⁻⁵ of its largest element: the logits are rounded in another order. */
function expectNear(got: Float32Array, want: Float64Array | Float32Array, label: string): void {
  expect(got.length, label).toBe(want.length);
  let largest = 1e-6;
  for (const x of want) largest = Math.max(largest, Math.abs(x));
  got.forEach((x, i) => {
    if (!(Math.abs(x - (want[i] as number)) <= 1e-5 * largest)) throw new Error(`${label}[${i}]: expected ${want[i]}, received ${x}`);
  });
}

const options = [{}, { labelSmoothing: 0.1 }, { ignoreIndex: 3 }, { zLoss: 0.1 }] as const;

describe.each(options)("options %o", (given) => {
  describe.each(reductions)("%s", (reduction) => {
    test.each([
      [37, 19, 33, true],
      [5, 1, 7, false],
      [1, 40, 1, true],
    ])("%i rows, depth %i, %i classes, bias %s", (rows, depth, classes, biased) => {
      const problem = draw(rows, depth, classes, biased);
      const random = randomSource(3);
      const classWeights = Array.from({ length: classes }, (_, c) => (c % 5) / 4 + 0.25);
      const weights = Float32Array.from({ length: rows }, () => Math.floor(random() * 4) / 2);
      const soft = { data: softTargets(rows, classes, random), shape: [rows, classes] };
      const both = { ...given, classWeights, reduction };
      for (const target of [randomLabels(rows, classes, random), soft]) {
        const want = losses.crossEntropy(both).valueAndGradient(logitsOf(problem), target, { weights });
        const got = losses.linearCrossEntropy(both).valueAndGradient(problem, target, { weights });
        if (typeof want.value === "number") expect(got.value).toBeCloseTo(want.value, 4);
        else expectNear(got.value as never, want.value, "value");
        expect(got.count).toBe(want.count);
        const gradients = chained(problem, want.gradient);
        for (const name of ["hidden", "weight", ...(biased ? ["bias" as const] : [])] as const) {
          expectNear(got.gradient[name], gradients[name], name);
        }
        expect("bias" in got.gradient).toBe(biased);
      }
    });
  });
});

test("the hessian is the diagonal of the gradient's derivative", () => {
  const problem = draw(6, 5, 7, true);
  const labels = randomLabels(6, 7, randomSource(2));
  const loss = losses.linearCrossEntropy({ reduction: "sum", labelSmoothing: 0.1, zLoss: 0.2 });
  const hessian = loss.hessian(problem, labels);
  const step = 2 ** -7;
  for (const name of ["hidden", "weight", "bias"] as const) {
    const data = name === "bias" ? (problem.bias as Float32Array) : problem[name].data;
    hessian[name].forEach((curvature, i) => {
      const before = data[i] as number;
      const slopes = [before + step, before - step].map((x) => {
        data[i] = x;
        return [loss.gradient(problem, labels)[name][i] as number, data[i] as number];
      }) as [[number, number], [number, number]];
      data[i] = before;
      const difference = (slopes[0][0] - slopes[1][0]) / (slopes[0][1] - slopes[1][1]);
      expect(Math.abs(curvature - difference)).toBeLessThan(2e-3);
    });
  }
});

test("ignored rows are 0, whatever their hidden vectors are, and leave the others alone", () => {
  const problem = draw(9, 4, 5, true);
  const labels = Int32Array.of(0, 1, -100, 3, 4, 0, 1, 2, 3);
  const weights = Float32Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1);
  const spoiled = problem.hidden.data.map((x, i) => ([2, 4].includes(Math.floor(i / 4)) ? Number.NaN : x));
  const loss = losses.linearCrossEntropy();
  for (const output of ["gradient", "hessian"] as const) {
    const want = loss[output](problem, labels, { weights });
    const got = loss[output]({ ...problem, hidden: { data: spoiled, shape: [9, 4] } }, labels, { weights });
    expect(got).toEqual(want);
    expect([...got.hidden.subarray(8, 12), ...got.hidden.subarray(16, 20)].every((x) => x === 0)).toBe(true);
  }
});

test("rows in several chunks of logits are those of one", () => {
  const problem = draw(60, 2, 300_000, true);
  const labels = randomLabels(60, 300_000, randomSource(4));
  const whole = losses.linearCrossEntropy({ reduction: "sum" }).valueAndGradient(problem, labels);
  const part = (begin: number, end: number) => ({
    ...problem,
    hidden: { data: problem.hidden.data.subarray(2 * begin, 2 * end), shape: [end - begin, 2] },
  });
  const loss = losses.linearCrossEntropy({ reduction: "none" });
  const values = [0, 20, 40].flatMap((begin) => [
    ...(loss.value(part(begin, begin + 20), labels.subarray(begin, begin + 20)) as Float32Array),
  ]);
  expect(Math.abs((whole.value as number) - values.reduce((a, b) => a + b, 0))).toBeLessThan(1e-9 * (whole.value as number));
  const [first, second] = [part(0, 30), part(30, 60)].map((rows, i) => loss.gradient(rows, labels.subarray(30 * i, 30 * i + 30)));
  expectNear(
    whole.gradient.weight,
    (first as typeof whole.gradient).weight.map((x, i) => x + (second?.weight[i] as number)),
    "weight",
  );
  expect(whole.gradient.hidden.subarray(60)).toEqual(second?.hidden);
});

test("no rows: nothing counts, and the gradients are 0", () => {
  const { value, gradient, count } = losses.linearCrossEntropy().valueAndGradient(draw(0, 3, 4, true), new Int32Array(0), {
    out: { weight: new Float32Array(12).fill(7), bias: new Float32Array(4).fill(7) },
  });
  expect([value, count, gradient.hidden.length]).toEqual([0, 0, 0]);
  expect(gradient.weight).toEqual(new Float32Array(12));
  expect(gradient.bias).toEqual(new Float32Array(4));
});

test("wrong arguments are refused by name", () => {
  const loss = losses.linearCrossEntropy();
  const problem = draw(3, 4, 5, true);
  const labels = Int32Array.of(0, 1, 4);
  const cases: [() => unknown, string, string][] = [
    [
      () => loss.value({ ...problem, weight: { data: new Float32Array(15), shape: [5, 3] } }, labels),
      "ERR_INVALID_SHAPE",
      "weight.shape: expected [classes, 4] with at least one class (the depth of hidden), received [5, 3]",
    ],
    [
      () => loss.value({ ...problem, bias: new Float32Array(4) }, labels),
      "ERR_INVALID_LENGTH",
      "bias: expected 5 elements (one per class), received Float32Array of length 4",
    ],
    [
      () => loss.value(problem, Int32Array.of(0, 1, 5)),
      "ERR_INVALID_LABEL",
      "target[2]: expected a label from 0 to 4 or -100 to ignore the row, received 5",
    ],
    [
      () => loss.gradient(problem, labels, { out: { hidden: problem.weight.data.subarray(0, 12) } }),
      "ERR_OVERLAP",
      "out: expected an array that shares no memory with the inputs, received one that does",
    ],
    [
      () => loss.value({ ...problem, hidden: { data: new Float32Array(12), shape: [12] } }, labels),
      "ERR_INVALID_SHAPE",
      "hidden.shape: expected [rows, depth], received [12]",
    ],
  ];
  for (const [call, code, message] of cases) expect(thrownBy(call).slice(1)).toEqual([code, message]);
});
