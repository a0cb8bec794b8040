/** Cross-entropy against 50-digit arithmetic, on both backends. */
import { describe, expect, test } from "vitest";
import { largestRowTerms, type Output, outputs } from "../support/bounds";
import { type Options, type RowwiseSubject, subjectOf } from "../support/catalogue";
import { type Golden, inputs, readGolden } from "../support/golden";
import { expectWithin } from "../support/numbers";
import { oneHot } from "../support/rows";

type GoldenRows = Readonly<Record<Output, readonly Golden[]>> & {
  readonly name: string;
  readonly options: Options & { readonly classWeights?: readonly number[] };
  readonly shape: readonly [number, number];
  readonly logits: readonly Golden[];
  readonly labels?: readonly number[];
  readonly targets?: readonly Golden[];
  readonly mean: Golden;
  readonly denominator: number;
};

const { cases } = readGolden("cross-entropy") as { cases: readonly GoldenRows[] };

/** How far a score that still counts lies below its row's maximum. */
function farthest(row: Float32Array): number {
  const maximum = Math.max(...row);
  const distances = Array.from(row, (score) => maximum - score);
  return Math.max(0, ...distances.filter((distance) => distance <= 104));
}

describe.each(cases)("crossEntropy: $name", (golden) => {
  const { shape, options } = golden;
  const [, classes] = shape;
  const scores = inputs(golden.logits);
  const soft = golden.targets === undefined ? oneHot(golden.labels ?? [], classes) : inputs(golden.targets);
  const target = golden.targets === undefined ? Int32Array.from(golden.labels ?? []) : { data: soft, shape };
  const subject = subjectOf("crossEntropy", options) as RowwiseSubject;
  const weights = Float64Array.from(options.classWeights ?? new Array(classes).fill(1));
  const slice = (array: Float32Array, row: number) => array.subarray(row * classes, (row + 1) * classes);
  const rowAt = (row: number) => ({
    scores: Float64Array.from(slice(scores, row)),
    targets: Float64Array.from(slice(soft, row)),
    classWeights: weights,
  });

  test.each(outputs)("%s is within the declared bound", (output) => {
    const got = subject.make({ reduction: "none" })[output]({ data: scores, shape }, target) as Float32Array;
    const rowOf = (i: number) => (output === "value" ? i : Math.floor(i / classes));
    const terms = Array.from({ length: shape[0] }, (_, row) => largestRowTerms("crossEntropy", output, rowAt(row), subject.resolved));
    const term = (i: number) => terms[rowOf(i)]?.(i % classes) ?? 0;
    // The golden numbers are for exact distances from the maximum. Half an ulp of a distance is at most 2⁻²⁴ of it, and changes
    // its exponential by that share: whatever lies so near the golden number is right.
    const want = (i: number) => {
      const exact = Number(golden[output][i]);
      if (!Number.isFinite(exact) || Number.isNaN(got[i])) return exact;
      const room = 2 ** -24 * farthest(slice(scores, rowOf(i))) * Math.max(Math.abs(exact), term(i));
      return Math.min(Math.max(got[i] as number, exact - room), exact + room);
    };
    expectWithin(subject.definition.ulp, got, want, (i) => `${output} of row ${rowOf(i)}, element ${i % classes}`, term);
  });

  test("mean and its denominator", () => {
    const { value, gradient } = subject.make().valueAndGradient({ data: scores, shape }, target);
    const mean = Number(golden.mean);
    if (Number.isFinite(mean)) expect(Math.abs((value as number) - mean)).toBeLessThanOrEqual(1e-6 * mean);
    else expect(value).toBe(mean);
    const scale = golden.denominator === 0 ? 0 : 1 / golden.denominator;
    const each = subject.make({ reduction: "none" }).gradient({ data: scores, shape }, target);
    expectWithin(2, gradient, (i) => (each[i] as number) * scale, "gradient");
  });
});
