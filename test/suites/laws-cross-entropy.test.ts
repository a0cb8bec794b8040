/** What holds for the softmax cross-entropy alone. */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { expectSameBits, expectWithin, normal, normals, randomSource } from "../support/numbers";
import { randomLabels } from "../support/rows";

const random = randomSource(21);
const matrix = (data: Float32Array, columns: number) => ({ data, shape: [data.length / columns, columns] });
const each = losses.crossEntropy({ reduction: "none" });

describe("crossEntropy", () => {
  test("one class has no loss, no slope and no curvature", () => {
    const scores = matrix(Float32Array.of(3, -1e30, 0), 1);
    const { value, gradient } = each.valueAndGradient(scores, new Int32Array(3));
    expect(Array.from(value, Math.abs)).toEqual([0, 0, 0]);
    expect(Array.from(gradient, Math.abs)).toEqual([0, 0, 0]);
    expect(Array.from(each.hessian(scores, new Int32Array(3)), Math.abs)).toEqual([0, 0, 0]);
  });

  test("equal scores cost the logarithm of the number of classes", () => {
    for (const classes of [1, 2, 3, 15, 16, 17, 1000]) {
      const value = each.value(matrix(new Float32Array(classes).fill(0.5), classes), Int32Array.of(classes - 1));
      expectWithin(2, value, () => Math.log(classes), `${classes} classes`);
    }
  });

  test("a hundred thousand classes", () => {
    const classes = 100_000;
    const scores = Float32Array.from({ length: classes }, () => Math.round(2 * normal(random) * 256) / 256);
    const { value, gradient } = each.valueAndGradient(matrix(scores, classes), Int32Array.of(77_777));
    const maximum = scores.reduce((a, b) => Math.max(a, b));
    const total = scores.reduce((sum, score) => sum + Math.exp(score - maximum), 0);
    expectWithin(2, value, () => maximum - (scores[77_777] as number) + Math.log(total), "value");
    const slope = (c: number) => Math.exp((scores[c] as number) - maximum) / total - (c === 77_777 ? 1 : 0);
    expectWithin(6, gradient, slope, "gradient");
  });

  test("a score of −∞ takes its class out", () => {
    const classes = 30;
    const scores = normals(8 * classes, random, 2);
    const kept = Array.from({ length: classes }, (_, c) => c).filter((c) => c % 4 !== 1);
    const masked = scores.map((score, i) => ((i % classes) % 4 === 1 ? Number.NEGATIVE_INFINITY : score));
    const fewer = Float32Array.from({ length: 8 * kept.length }, (_, i) => {
      return scores[Math.floor(i / kept.length) * classes + (kept[i % kept.length] as number)] as number;
    });
    const places = randomLabels(8, kept.length, random);
    const target = places.map((place) => kept[place] as number);
    const got = each.valueAndGradient(matrix(masked, classes), target);
    const want = each.valueAndGradient(matrix(fewer, kept.length), places);
    expectWithin(1, got.value, (row) => want.value[row] as number, "value");
    expectWithin(
      1,
      got.gradient,
      (i) => {
        const place = kept.indexOf(i % classes);
        return place < 0 ? 0 : (want.gradient[Math.floor(i / classes) * kept.length + place] as number);
      },
      "gradient",
    );
    const curvature = each.hessian(matrix(masked, classes), target);
    expect(curvature.every((x, i) => (i % classes) % 4 !== 1 || x === 0)).toBe(true);
  });

  test("a label on a class taken out costs ∞, with a finite gradient", () => {
    const scores = matrix(Float32Array.of(1, Number.NEGATIVE_INFINITY, 2), 3);
    const { value, gradient } = each.valueAndGradient(scores, Int32Array.of(1));
    expect(value[0]).toBe(Number.POSITIVE_INFINITY);
    expect(gradient[1]).toBe(-1);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  test("soft targets without mass on a class taken out have a finite loss", () => {
    const scores = matrix(Float32Array.of(1, Number.NEGATIVE_INFINITY, 2), 3);
    const { value, gradient } = each.valueAndGradient(scores, matrix(Float32Array.of(0.5, 0, 0.5), 3));
    expectWithin(2, value, () => Math.log(1 + Math.exp(-1)) + 0.5, "value");
    expect(gradient[1]).toBe(0);
  });

  test("a constant added to a row changes no bit where no difference is rounded", () => {
    const classes = 21;
    const scores = Float32Array.from({ length: 6 * classes }, () => Math.round(normal(random) * 256) / 256);
    const target = randomLabels(6, classes, random);
    const plain = each.valueAndGradient(matrix(scores, classes), target);
    const shifted = each.valueAndGradient(
      matrix(
        scores.map((score) => score + 4096),
        classes,
      ),
      target,
    );
    expectSameBits(shifted.value, plain.value, "value");
    expectSameBits(shifted.gradient, plain.gradient, "gradient");
  });

  test("the gradient of a row sums to 0", () => {
    const classes = 50;
    const { gradient } = each.valueAndGradient(matrix(normals(10 * classes, random, 3), classes), randomLabels(10, classes, random));
    for (let row = 0; row < 10; ++row) {
      const sum = gradient.subarray(row * classes, (row + 1) * classes).reduce((total, slope) => total + slope, 0);
      expect(Math.abs(sum)).toBeLessThan(1e-6);
    }
  });

  test("scores without any finite one give NaN", () => {
    const nothing = new Float32Array(3).fill(Number.NEGATIVE_INFINITY);
    const infinite = Float32Array.of(1, Number.POSITIVE_INFINITY, 2);
    for (const data of [nothing, infinite]) {
      const { value, gradient } = each.valueAndGradient(matrix(data, 3), Int32Array.of(0));
      expect(Array.from(value).every(Number.isNaN)).toBe(true);
      expect(Array.from(gradient).every(Number.isNaN)).toBe(true);
    }
  });
});
