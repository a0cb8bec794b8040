/** Weights, reductions and counts: Σwℓ / Σw, Σwℓ / n, Σwℓ, or the weighted terms. */
import { describe, expect, test } from "vitest";
import { expectSameBits, expectWithin, randomSource } from "../support/numbers";
import { type AnyLoss, dataOf, everything, reductions, type Sample, specimens } from "../support/samples";

const terms = 333;

/** Multiples of ¼ up to 2, a quarter of them 0: their sums are exact. */
function someWeights(length: number, seed = 3): Float32Array {
  const random = randomSource(seed);
  return Float32Array.from({ length }, () => (random() < 0.25 ? 0 : Math.ceil(random() * 8) / 4));
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const x of numbers) sum += x;
  return sum;
}

/** The same inputs, with NaN in every prediction of the terms that `spoiled` names. */
function spoil(sample: Sample, spoiled: (term: number) => boolean): Sample {
  const data = dataOf(sample.prediction).map((x, i) => (spoiled(Math.floor(i / sample.columns)) ? Number.NaN : x));
  return { ...sample, prediction: sample.prediction instanceof Float32Array ? data : { ...sample.prediction, data } };
}

function expectClose(got: number, want: number): void {
  expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-12 * Math.abs(want));
}

describe.each(specimens)("$title", ({ make, sample }) => {
  const none = make({ reduction: "none" });

  test("a weight multiplies its term, its gradient and its hessian", () => {
    const { prediction, target, columns } = sample(terms);
    const weights = someWeights(terms);
    const values = none.value(prediction, target) as Float32Array;
    const weigh = (x: number, weight: number) => (weight === 0 ? 0 : x * weight); // not −0
    const times = (array: Float32Array, span: number) => array.map((x, i) => weigh(x, weights[Math.floor(i / span)] as number));
    expectSameBits(none.value(prediction, target, { weights }) as Float32Array, times(values, 1), "value");
    for (const output of ["gradient", "hessian"] as const) {
      const weighted = none[output](prediction, target, { weights });
      const expected = times(none[output](prediction, target), columns);
      expectWithin(1, weighted, (i) => expected[i] as number, output);
    }
  });

  test("a weight of 2 doubles everything exactly", () => {
    const { prediction, target } = sample(terms);
    const weights = new Float32Array(terms).fill(2);
    const loss = make({ reduction: "sum" });
    expect(loss.value(prediction, target, { weights })).toBe(2 * (loss.value(prediction, target) as number));
    for (const output of ["gradient", "hessian"] as const) {
      const doubled = loss[output](prediction, target).map((x) => 2 * x);
      expectSameBits(loss[output](prediction, target, { weights }), doubled, output);
    }
  });

  test.each(reductions)("a weight of 0 ignores a term whatever its inputs are (%s)", (reduction) => {
    const loss = make({ reduction });
    const weights = someWeights(terms);
    const plain = sample(terms);
    const spoiled = spoil(plain, (term) => weights[term] === 0);
    expect(everything(loss, spoiled, { weights })).toEqual(everything(loss, plain, { weights }));
    const gradient = loss.gradient(spoiled.prediction, spoiled.target, { weights });
    expect(gradient.every((slope, i) => weights[Math.floor(i / plain.columns)] !== 0 || slope === 0)).toBe(true);
  });

  test.each(reductions)("where all weights are 0 the value is 0 and nothing counts (%s)", (reduction) => {
    const spoiled = spoil(sample(20), (term) => term % 2 === 0);
    const weights = new Float32Array(20);
    const { value, gradient, count } = make({ reduction }).valueAndGradient(spoiled.prediction, spoiled.target, { weights });
    expect(value).toEqual(reduction === "none" ? new Float32Array(20) : 0);
    expect(gradient.every((slope) => slope === 0)).toBe(true);
    expect(count).toBe(0);
    expect(
      make({ reduction })
        .hessian(spoiled.prediction, spoiled.target, { weights })
        .every((x) => x === 0),
    ).toBe(true);
  });

  test.each([
    ["without weights", new Float32Array(terms).fill(1)],
    ["with weights", someWeights(terms)],
  ])("the reductions agree %s", (_, weights) => {
    const { prediction, target, mass } = sample(terms);
    const given = { weights };
    const sum = sumOf(none.value(prediction, target, given) as Float32Array);
    const total = sumOf(mass.map((m, i) => m * (weights[i] as number)));
    const scales = { mean: 1 / total, sumOverBatchSize: 1 / terms, sum: 1 };
    const slopes = none.gradient(prediction, target, given);
    for (const [reduction, scale] of Object.entries(scales)) {
      const loss = make({ reduction });
      expectClose(loss.value(prediction, target, given) as number, sum * scale);
      for (const output of ["gradient", "hessian"] as const) {
        const each = output === "gradient" ? slopes : none.hessian(prediction, target, given);
        expectWithin(3, loss[output](prediction, target, given), (i) => (each[i] as number) * scale, `${reduction} ${output}`);
      }
      const counted = weights.filter((w) => w > 0).length;
      expect(loss.valueAndGradient(prediction, target, given).count).toBe(counted);
    }
  });

  test("weights of 1 change no bit", () => {
    for (const reduction of reductions) {
      const loss: AnyLoss = make({ reduction });
      const inputs = sample(terms);
      const weights = new Float32Array(terms).fill(1);
      expect(everything(loss, inputs, { weights })).toEqual(everything(loss, inputs));
    }
  });

  test("no terms give the value 0 and an empty gradient", () => {
    const { prediction, target } = sample(0);
    for (const reduction of reductions) {
      const { value, gradient, count } = make({ reduction }).valueAndGradient(prediction, target, { weights: new Float32Array(0) });
      expect([value, gradient, count]).toEqual([reduction === "none" ? new Float32Array(0) : 0, new Float32Array(0), 0]);
    }
  });
});
