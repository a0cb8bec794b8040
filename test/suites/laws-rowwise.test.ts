/** What holds for each row by itself, whatever the loss. */
import type { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { outputs } from "../support/bounds";
import { type RowwiseSubject, rowwise } from "../support/catalogue";
import { expectSameBits, randomSource } from "../support/numbers";
import { denseTargets, gridScoresOf, oneHot, randomLabels, scoresOf, type TargetKind, takesLabels, targetKinds } from "../support/rows";
import { classWeights, reductions } from "../support/samples";

const classes = classWeights.length;
const rows = 24;
const random = randomSource(9);
const step = 2 ** -12;

const matrix = (data: Float32Array, columns = classes) => ({ data, shape: [data.length / columns, columns] });

/** The largest error of `output` against the central difference of a textbook row, relative to max(1, |difference|). */
function worstError(subject: RowwiseSubject, output: "gradient" | "hessian", kind: TargetKind): number {
  const { definition, make, resolved } = subject;
  const gridScores = gridScoresOf(subject, rows * classes, random);
  const given = kind.draw(rows, classes, random) as losses.RowTarget;
  const targets = denseTargets(given, classes);
  const got = make({ reduction: "sum", classWeights })[output](matrix(gridScores), given);
  const weights = Float64Array.from(classWeights);
  let worst = 0;
  for (let row = 0; row < rows; ++row) {
    const target = Float64Array.from(targets.subarray(row * classes, (row + 1) * classes));
    for (let c = 0; c < classes; ++c) {
      const at = (shift: number) => {
        const scores = Float64Array.from(gridScores.subarray(row * classes, (row + 1) * classes));
        scores[c] = (scores[c] as number) + shift;
        const terms = definition.row(scores, target, weights, resolved as never);
        return output === "gradient" ? terms.value : (terms.gradient[c] as number);
      };
      const difference = (at(step) - at(-step)) / (2 * step);
      const error = Math.abs((got[row * classes + c] as number) - difference) / Math.max(1, Math.abs(difference));
      if (!(error <= worst)) worst = error;
    }
  }
  return worst;
}

/** The first kind of target that a loss takes. */
const kindOf = (subject: RowwiseSubject) => targetKinds(subject)[0] as TargetKind;

describe.each(rowwise)("$title", (subject) => {
  describe.each(targetKinds(subject))("$title", (kind) => {
    test("the gradient is the derivative of the value", () => {
      expect(worstError(subject, "gradient", kind)).toBeLessThan(1e-5);
    });

    test("the hessian is the diagonal of the gradient's derivative", () => {
      expect(worstError(subject, "hessian", kind)).toBeLessThan(1e-5);
    });
  });

  test("NaN in a row gives NaN in that row and nowhere else", () => {
    const loss = subject.make({ reduction: "none" });
    const gridScores = gridScoresOf(subject, rows * classes, random);
    const target = kindOf(subject).draw(rows, classes, random) as losses.RowTarget;
    const spoiled = gridScores.slice();
    for (const place of [0, 5 * classes + 7, 23 * classes + 18]) spoiled[place] = Number.NaN;
    for (const output of outputs) {
      const span = output === "value" ? 1 : classes;
      const hit = (i: number) => [0, 5, 23].includes(Math.floor(i / span));
      const expected = (loss[output](matrix(gridScores), target) as Float32Array).map((x, i) => (hit(i) ? Number.NaN : x));
      expectSameBits(loss[output](matrix(spoiled), target) as Float32Array, expected, output);
    }
  });

  test("a row's bits do not depend on its place or on its alignment", () => {
    for (let columns = 1; columns <= 40; ++columns) {
      const loss = subject.of(columns).make({ reduction: "none" });
      const scores = scoresOf(subject, 7, columns, random);
      const kind = kindOf(subject);
      const target = kind.draw(7, columns, random);
      const targetOf = (row: number) =>
        (kind.labelled
          ? (target as Int32Array).subarray(row, row + 1)
          : matrix(denseTargets(target, columns).subarray(row * columns, (row + 1) * columns), columns)) as losses.RowTarget;
      const whole = outputs.map((output) => loss[output](matrix(scores, columns), target as losses.RowTarget) as Float32Array);
      for (let row = 0; row < 7; ++row) {
        const own = matrix(scores.subarray(row * columns, (row + 1) * columns), columns);
        outputs.forEach((output, k) => {
          const span = output === "value" ? 1 : columns;
          const room = new Float32Array(columns + 20).fill(7);
          loss[output](own, targetOf(row), { out: room.subarray(row, row + span) });
          const expected = new Float32Array(columns + 20).fill(7);
          expected.set((whole[k] as Float32Array).subarray(row * span, (row + 1) * span), row);
          expectSameBits(room, expected, `${output}, ${columns} classes, row ${row}`);
        });
      }
    }
  });
});

describe.each(rowwise.filter(takesLabels))("$title, labelled", (subject) => {
  const gridScores = gridScoresOf(subject, rows * classes, random);
  const labels = randomLabels(rows, classes, random);

  test.each(reductions)("labels of every type and one-hot targets agree exactly (%s)", (reduction) => {
    const count = 300;
    const scores = matrix(scoresOf(subject, count, classes, random));
    const weights = Float32Array.from({ length: count }, () => Math.floor(random() * 4) / 2);
    const ignored = 3;
    const given = randomLabels(count, classes, random);
    const kept = weights.map((weight, row) => (given[row] === ignored ? 0 : weight));
    const loss = subject.make({ reduction, classWeights, ignoreIndex: ignored });
    const expected = loss.valueAndGradient(scores, matrix(oneHot(given, classes)), { weights: kept });
    const curvature = loss.hessian(scores, matrix(oneHot(given, classes)), { weights: kept });
    for (const Type of [Int32Array, Uint16Array, Uint8Array]) {
      const { value, gradient, count: counted } = loss.valueAndGradient(scores, Type.from(given), { weights });
      expect(value).toEqual(expected.value);
      expect(counted).toBe(expected.count);
      expect(gradient.every((slope, i) => slope === expected.gradient[i])).toBe(true);
      expect(loss.hessian(scores, Type.from(given), { weights }).every((x, i) => x === curvature[i])).toBe(true);
    }
  });

  test("an ignored row is 0 everywhere and does not count, even if it is NaN", () => {
    const loss = subject.make({ reduction: "none", classWeights }) as losses.RowwiseLoss<"none">;
    const target = labels.map((label, row) => (row % 3 === 0 ? -100 : label));
    const spoiled = matrix(gridScores.map((score, i) => (Math.floor(i / classes) % 3 === 0 ? Number.NaN : score)));
    const { value, gradient, count } = loss.valueAndGradient(spoiled, target);
    const whole = loss.valueAndGradient(matrix(gridScores), labels);
    expect(count).toBe(rows - rows / 3);
    expectSameBits(
      value,
      whole.value.map((x, row) => (row % 3 === 0 ? 0 : x)),
      "value",
    );
    const slopes = whole.gradient.map((x, i) => (Math.floor(i / classes) % 3 === 0 ? 0 : x));
    expectSameBits(gradient, slopes, "gradient");
  });

  test.each(reductions)("where every row is ignored the value is 0 and nothing counts (%s)", (reduction) => {
    const loss = subject.make({ reduction });
    const { value, gradient, count } = loss.valueAndGradient(matrix(gridScores), new Int32Array(rows).fill(-100));
    expect([value, gradient, count]).toEqual([reduction === "none" ? new Float32Array(rows) : 0, new Float32Array(rows * classes), 0]);
  });
});
