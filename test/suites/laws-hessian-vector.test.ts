/** The product of each row's full hessian with a vector: the derivative of the gradient along it. */
import { losses, runtime } from "steepest";
import { describe, expect, test } from "vitest";
import { largestRowTerms } from "../support/bounds";
import { type RowwiseSubject, rowwise } from "../support/catalogue";
import { type Thrown, thrownBy } from "../support/errors";
import { expectSameBits, expectWithin, normal, randomSource } from "../support/numbers";
import { denseTargets, gridScoresOf, oneHot, randomLabels, scoresOf, type TargetKind, takesLabels, targetKinds } from "../support/rows";
import { classWeights, reductions } from "../support/samples";

const classes = classWeights.length;
const rows = 12;
const step = 2 ** -12;
const random = randomSource(77);
const matrix = (data: Float32Array, columns = classes) => ({ data, shape: [data.length / columns, columns] });
const rowOf = (data: Float32Array, row: number, columns = classes) => Float64Array.from(data.subarray(row * columns, (row + 1) * columns));

/** Quarters up to 1 in size, so that a score plus a step along them is not rounded. */
function direction(length: number): Float32Array {
  return Float32Array.from({ length }, () => Math.floor(random() * 9) / 4 - 1);
}

const offered = rowwise.filter(({ definition }) => definition.offersHessianVector);

function draw(subject: RowwiseSubject, kind: TargetKind) {
  const scores = gridScoresOf(subject, rows * classes, random);
  return { scores, target: kind.draw(rows, classes, random) as losses.RowTarget, vector: direction(rows * classes) };
}

describe.each(offered)("$title", (subject) => {
  const { definition, resolved } = subject;
  const kinds = targetKinds(subject);
  const loss = subject.make({ reduction: "none", classWeights });

  test.each(kinds)("is the derivative of the gradient along the vector ($title)", (kind) => {
    const { scores, target, vector } = draw(subject, kind);
    const got = loss.hessianVector(matrix(scores), target, matrix(vector));
    const targets = denseTargets(target, classes);
    for (let row = 0; row < rows; ++row) {
      const gradientAt = (shift: number) => {
        const moved = rowOf(scores, row).map((score, c) => score + shift * (vector[row * classes + c] as number));
        return definition.row(moved, rowOf(targets, row), Float64Array.from(classWeights), resolved as never).gradient;
      };
      const [after, before] = [gradientAt(step), gradientAt(-step)];
      for (let c = 0; c < classes; ++c) {
        const difference = ((after[c] as number) - (before[c] as number)) / (2 * step);
        const error = Math.abs((got[row * classes + c] as number) - difference);
        expect(error, `row ${row}, element ${c}`).toBeLessThan(5e-5 * Math.max(1, Math.abs(difference)));
      }
    }
  });

  test.each(kinds)("of a unit vector holds the diagonal ($title)", (kind) => {
    const { scores, target } = draw(subject, kind);
    const diagonal = loss.hessian(matrix(scores), target);
    const largest = Math.max(...diagonal.map(Math.abs));
    for (let c = 0; c < classes; ++c) {
      const unit = Float32Array.from({ length: rows * classes }, (_, i) => (i % classes === c ? 1 : 0));
      const product = loss.hessianVector(matrix(scores), target, unit);
      for (let row = 0; row < rows; ++row) {
        const place = row * classes + c;
        expect(Math.abs((product[place] as number) - (diagonal[place] as number))).toBeLessThanOrEqual(2e-6 * largest);
      }
    }
  });

  test.skipIf(runtime().backend === "reference").each(kinds)("is within the declared bound of the textbook form ($title)", (kind) => {
    for (let seed = 0; seed < 60; ++seed) {
      const columns = 1 + Math.floor(random() ** 3 * 100);
      const own = subject.of(columns);
      const scores = scoresOf(subject, 3, columns, random, 2 ** (random() * 8 - 3));
      const target = kind.draw(3, columns, random) as losses.RowTarget;
      const targets = denseTargets(target, columns);
      const vector = Float32Array.from({ length: 3 * columns }, () => normal(random));
      const got = own.make({ reduction: "none" }).hessianVector(matrix(scores, columns), target, vector);
      for (let row = 0; row < 3; ++row) {
        const weights = new Float64Array(columns).fill(1);
        const of = { scores: rowOf(scores, row, columns), targets: rowOf(targets, row, columns), classWeights: weights };
        const wide = rowOf(vector, row, columns);
        const want = definition.row(of.scores, of.targets, weights, own.resolved as never).hessianVector?.(wide) as Float64Array;
        const units = largestRowTerms(own.name, "product", of, own.resolved);
        const largest = Math.max(...wide.map(Math.abs));
        expectWithin(
          definition.ulp,
          got.subarray(row * columns, (row + 1) * columns),
          (c) => want[c] as number,
          `row ${row} of ${columns} classes`,
          (c) => largest * units(c),
        );
      }
    }
  });

  test.each(reductions)("carries the scale of the reduction and the weights (%s)", (reduction) => {
    const { scores, target, vector } = draw(subject, kinds[0] as TargetKind);
    const weights = Float32Array.from({ length: rows }, (_, row) => (row % 4) / 2);
    const reduced = subject.make({ reduction, classWeights });
    const product = reduced.hessianVector(matrix(scores), target, vector, { weights });
    const each = loss.hessianVector(matrix(scores), target, vector, { weights });
    const [own, plain] = [reduced, loss].map((of) => of.hessian(matrix(scores), target, { weights })) as [Float32Array, Float32Array];
    const place = plain.reduce((best, x, i) => (Math.abs(x) > Math.abs(plain[best] as number) ? i : best), 0);
    const scale = plain[place] === 0 ? 1 : (own[place] as number) / (plain[place] as number);
    expectWithin(6, product, (i) => (each[i] as number) * scale, reduction);
    expect(product.every((x, i) => weights[Math.floor(i / classes)] !== 0 || x === 0)).toBe(true);
  });

  test("NaN in the vector or the scores gives NaN in that row and nowhere else", () => {
    const { scores, target, vector } = draw(subject, kinds[0] as TargetKind);
    const plain = loss.hessianVector(matrix(scores), target, vector);
    for (const spoiled of [scores, vector]) {
      const before = spoiled.slice();
      for (const place of [3, 7 * classes + 18]) spoiled[place] = Number.NaN;
      const got = loss.hessianVector(matrix(scores), target, vector);
      expectSameBits(
        got,
        plain.map((x, i) => ([0, 7].includes(Math.floor(i / classes)) ? Number.NaN : x)),
        "product",
      );
      spoiled.set(before);
    }
  });
});

test.each(offered.filter(takesLabels))("$title: labels and one-hot targets agree exactly, ignored rows are 0", (subject) => {
  const labels = randomLabels(rows, classes, random).map((label, row) => (row % 5 === 4 ? -100 : label));
  const scores = matrix(scoresOf(subject, rows, classes, random));
  const vector = direction(rows * classes);
  const loss = subject.make({ reduction: "none", classWeights });
  const got = loss.hessianVector(scores, labels, vector);
  const weights = Float32Array.from(labels, (label) => (label < 0 ? 0 : 1));
  const want = loss.hessianVector(scores, matrix(oneHot(labels, classes)), vector, { weights });
  expect(got.every((x, i) => x === want[i])).toBe(true);
});

describe("arguments", () => {
  const loss = losses.crossEntropy();
  const scores = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };
  const labels = Int32Array.of(0, 2);

  test("the result goes into out", () => {
    const out = new Float32Array(6);
    const vector = Float32Array.of(1, 0, 0, 0, 1, 0);
    expect(loss.hessianVector(scores, labels, vector, { out })).toBe(out);
    expect(out).toEqual(loss.hessianVector(scores, labels, { data: vector, shape: [2, 3] }));
  });

  test.each([
    [
      "too short",
      () => new Float32Array(5),
      ["RangeError", "ERR_INVALID_LENGTH", "vector: expected 6 elements (one per prediction), received Float32Array of length 5"],
    ],
    [
      "no Float32Array",
      () => [1],
      ["TypeError", "ERR_INVALID_TYPE", "vector: expected a Float32Array or { data: Float32Array, shape }, received an Array of length 1"],
    ],
  ] as const)("a vector that is %s", (_, make, expected) => {
    expect(thrownBy(() => loss.hessianVector(scores, labels, make() as never))).toEqual(expected);
  });

  test("out over the vector", () => {
    const out = new Float32Array(6);
    const expected: Thrown = [
      "RangeError",
      "ERR_OVERLAP",
      "out: expected an array that shares no memory with the inputs, received one that does",
    ];
    expect(thrownBy(() => loss.hessianVector(scores, labels, out, { out }))).toEqual(expected);
  });

  test("a loss that does not offer it says so", () => {
    const definition = { ...losses.crossEntropy.definition, offersHessianVector: false } as never;
    const Made = losses.RowwiseLoss as unknown as new (spec: unknown) => losses.RowwiseLoss;
    const without = new Made({ ...loss.spec, definition });
    const expected: Thrown = [
      "TypeError",
      "ERR_UNSUPPORTED",
      "crossEntropy: expected a loss that offers hessianVector, received one that does not",
    ];
    expect(thrownBy(() => without.hessianVector(scores, labels, new Float32Array(6)))).toEqual(expected);
  });
});
