/** The rowwise losses against the definitions' textbook forms and the reference backend, within the declared bounds. */
import { runtime, useBackend } from "steepest";
import { afterEach, describe, expect, test } from "vitest";
import { largestRowTerms, outputs } from "../support/bounds";
import { type RowwiseSubject, rowwise } from "../support/catalogue";
import { expectWithin, randomSource } from "../support/numbers";
import { denseTargets, oneHot, scoresOf, takesLabels, targetKinds } from "../support/rows";

const active = runtime().backend;

afterEach(() => useBackend(active));

interface Rows {
  readonly scores: Float32Array;
  readonly targets: Float32Array;
  readonly classes: number;
  readonly classWeights: readonly number[] | undefined;
}

/** Rows of every width and confidence; `kind` is one of the loss's target kinds, or after the last one "right and confident". */
function drawRows(subject: RowwiseSubject, kind: number, seed: number): Rows {
  const random = randomSource(seed);
  const classes = 1 + Math.floor(random() ** 3 * 150);
  const rows = 5;
  const scores = scoresOf(subject, rows, classes, random, 2 ** (random() * 8 - 3));
  const best = Array.from({ length: rows }, (_, row) => {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
  const drawn = targetKinds(subject)[kind]?.draw(rows, classes, random);
  const targets = drawn === undefined ? oneHot(best, classes) : denseTargets(drawn, classes);
  const weights = Array.from({ length: classes }, () => Math.floor(random() * 8) / 4);
  return { scores, targets, classes, classWeights: seed % 2 === 0 ? undefined : weights };
}

function kindsOf(subject: RowwiseSubject): string[] {
  const kinds = targetKinds(subject).map(({ title }) => title);
  return takesLabels(subject) ? [...kinds, "right and confident"] : kinds;
}

/** Throws unless all outputs of some rows are within the declared bound of the textbook form. */
function expectRows(subject: RowwiseSubject, { scores, targets, classes, classWeights }: Rows): void {
  const { make, definition, resolved, name } = subject.of(classes);
  const shape = [scores.length / classes, classes];
  const loss = make({ reduction: "none", classWeights });
  const weights = classWeights === undefined ? new Float64Array(classes).fill(1) : Float64Array.from(classWeights);
  const slice = (array: Float32Array, row: number) => Float64Array.from(array.subarray(row * classes, (row + 1) * classes));
  const terms = Array.from({ length: shape[0] as number }, (_, row) =>
    definition.row(slice(scores, row), slice(targets, row), weights, resolved as never),
  );
  for (const output of outputs) {
    const got = loss[output]({ data: scores, shape }, { data: targets, shape }) as Float32Array;
    const row = (i: number) => (output === "value" ? i : Math.floor(i / classes));
    const want = (i: number) => {
      const of = terms[row(i)]?.[output] as number | Float64Array;
      return typeof of === "number" ? of : (of[i % classes] as number);
    };
    const units = terms.map((_, r) => {
      const of = { scores: slice(scores, r), targets: slice(targets, r), classWeights: weights };
      return largestRowTerms(name, output, of, resolved);
    });
    const unit = (i: number) => units[row(i)]?.(i % classes) ?? 0;
    expectWithin(definition.ulp, got, want, (i) => `${output} of row ${row(i)} of [${shape}], element ${i % classes}`, unit);
  }
}

describe.skipIf(active === "reference").each(rowwise)("$title", (subject) => {
  const kinds = kindsOf(subject).map((title, kind) => ({ title, kind }));

  test.each(kinds)("outputs are within the declared bound of the textbook form ($title)", ({ kind }) => {
    for (let seed = 0; seed < 200; ++seed) expectRows(subject, drawRows(subject, kind, seed));
  });

  test.each(["mean", "sumOverBatchSize", "sum"])("value, gradient and count with weights are those of the reference (%s)", (reduction) => {
    for (let seed = 0; seed < 60; ++seed) {
      const { scores, targets, classes, classWeights } = drawRows(subject, seed % kinds.length, seed);
      const shape = [scores.length / classes, classes];
      const weights = Float32Array.of(0.25, 0, 2, 1, 0.5);
      const loss = subject.of(classes).make({ reduction, classWeights });
      const run = () => loss.valueAndGradient({ data: scores, shape }, { data: targets, shape }, { weights });
      const got = run();
      useBackend("reference");
      const want = run();
      useBackend(active);
      expect(got.count).toBe(want.count);
      expect(Math.abs((got.value as number) - (want.value as number))).toBeLessThanOrEqual(1e-6 * Math.abs(want.value as number));
      const largest = got.gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
      expectWithin(
        subject.definition.ulp + 2,
        got.gradient,
        (i) => want.gradient[i] as number,
        "gradient",
        () => largest,
      );
    }
  });
});
