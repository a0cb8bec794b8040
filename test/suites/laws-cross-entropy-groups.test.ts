/** Rows of few classes are evaluated several at a time: each gets the bits that it gets by itself. */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";

const rows = 45;
const special = [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 88, -1e30];

function scoresOf(classes: number): Float32Array {
  return Float32Array.from({ length: rows * classes }, (_, i) => (i % 41 === 7 ? (special[i % 6] as number) : 9 * Math.sin(i * i)));
}

describe.each(Array.from({ length: 18 }, (_, i) => i + 1))("%i classes", (classes) => {
  const scores = scoresOf(classes);
  const labels = Int32Array.from({ length: rows }, (_, row) => (row % 11 === 3 ? -100 : (row * 5) % classes));
  const weights = Float32Array.from({ length: rows }, (_, row) => (row % 7) / 4);
  const classWeights = Array.from({ length: classes }, (_, c) => (c === 1 ? 0 : 0.5 + c / 3));

  test.each([false, true])("weights: %s", (weighted) => {
    const loss = losses.crossEntropy({ reduction: "none", classWeights: weighted ? classWeights : undefined });
    const whole = { data: scores, shape: [rows, classes] };
    const all = loss.valueAndGradient(whole, labels, { weights: weighted ? weights : undefined });
    expect(all.gradient).toEqual(loss.gradient(whole, labels, { weights: weighted ? weights : undefined }));
    for (let row = 0; row < rows; ++row) {
      const one = { data: scores.subarray(row * classes, (row + 1) * classes), shape: [1, classes] };
      const alone = loss.valueAndGradient(one, labels.subarray(row, row + 1), {
        weights: weighted ? weights.subarray(row, row + 1) : undefined,
      });
      expect(all.value.subarray(row, row + 1), `value of row ${row}`).toEqual(alone.value);
      expect(all.gradient.subarray(row * classes, (row + 1) * classes), `gradient of row ${row}`).toEqual(alone.gradient);
    }
  });
});
