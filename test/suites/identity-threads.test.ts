/** The results are the same bits for any number of threads. The reference has one thread: nothing to compare there. */
import { losses, runtime, useThreads } from "steepest";
import { afterAll, describe, expect, test } from "vitest";
import { joint, optimizerSubjects, pointwise, rowwise } from "../support/catalogue";
import { ordinaryPairs } from "../support/inputs";
import { byName, randomJoint } from "../support/joint";
import { normals, randomSource } from "../support/numbers";
import { randomLabels, scoresOf, takesLabels, targetKinds } from "../support/rows";
import { type AnyLoss, digest, everything } from "../support/samples";
import { stepDigest } from "../support/stepping";

const native = runtime().backend === "native";
const before = runtime().threads;

afterAll(() => {
  if (native) useThreads(before);
});

const firstOfEach = pointwise.filter(({ name }, i) => name !== pointwise[i - 1]?.name);

/** What `work` gives with one, two and three threads. */
function withThreads(work: () => unknown): unknown[] {
  return [1, 2, 3].map((threads) => {
    useThreads(threads);
    return work();
  });
}

function largestOf(row: Float32Array): number {
  return row.reduce((best, score, c) => (score > (row[best] as number) ? c : best), 0);
}

function expectSame([first, ...others]: unknown[]): void {
  for (const other of others) expect(other).toEqual(first);
}

describe.skipIf(!native).each(pointwise)("$title", (subject) => {
  // 32768 elements are where the work begins to be shared.
  test.each([32_768, 50_003])("%i elements, each output, weights by element and by row", (count) => {
    const { prediction, target } = ordinaryPairs(subject, count);
    const random = randomSource(count);
    const weights = Float32Array.from({ length: count }, () => Math.floor(random() * 4) / 3);
    const sample = { prediction, target, terms: count, columns: 1, mass: new Float64Array(0) };
    const loss = subject.make() as unknown as AnyLoss;
    expectSame(withThreads(() => [everything(loss, sample), everything(loss, sample, { weights })]));
  });
});

test.skipIf(!native).each(firstOfEach)("$title: 300,000 elements", (subject) => {
  const pairs = ordinaryPairs(subject, 300_000);
  const sample = { ...pairs, terms: 300_000, columns: 1, mass: new Float64Array(0) };
  const loss = subject.make() as unknown as AnyLoss;
  expectSame(withThreads(() => everything(loss, sample)));
});

test.skipIf(!native).each(joint)("$title: 300,000 elements", (subject) => {
  const { predictions, target } = randomJoint(subject, 300_000);
  const loss = subject.make();
  const digests = () => {
    const { value, gradient } = loss.valueAndGradient(byName(subject, predictions), target);
    const arrays = [...Object.values(gradient), ...Object.values(loss.hessian(byName(subject, predictions), target))];
    return [value, ...arrays.map(digest)];
  };
  expectSame(withThreads(digests));
});

test.skipIf(!native)("linearCrossEntropy: 300 rows of depth 70, 1000 classes", () => {
  const random = randomSource(8);
  const hidden = { data: normals(300 * 70, random), shape: [300, 70] };
  const weight = { data: normals(1000 * 70, random), shape: [1000, 70] };
  const labels = randomLabels(300, 1000, random);
  const loss = losses.linearCrossEntropy();
  const digests = () => {
    const { value, gradient } = loss.valueAndGradient({ hidden, weight, bias: weight.data.slice(0, 1000) }, labels);
    return [value, ...Object.values(gradient).map(digest), digest(loss.hessian({ hidden, weight }, labels).hidden)];
  };
  expectSame(withThreads(digests));
});

describe.skipIf(!native).each(rowwise)("$title", (subject) => {
  test.each([
    [300, 1000],
    [4000, 10],
    [3, 40_000],
  ])("%i rows of %i classes", (rows, classes) => {
    const random = randomSource(rows);
    const shape = [rows, classes];
    // Widely different values, so that a sum in another order has other bits.
    const prediction = { data: scoresOf(subject, rows, classes, random, 20), shape };
    const confident = Int32Array.from({ length: rows }, (_, row) =>
      largestOf(prediction.data.subarray(row * classes, (row + 1) * classes)),
    );
    const drawn = targetKinds(subject).map((kind) => kind.draw(rows, classes, random));
    const targets = takesLabels(subject) ? [confident, ...drawn] : drawn;
    const weights = Float32Array.from({ length: rows }, () => Math.floor(random() * 4) / 3);
    const loss = subject.of(classes).make() as unknown as AnyLoss;
    const sample = { prediction, terms: rows, columns: classes, mass: new Float64Array(0) };
    expectSame(withThreads(() => targets.map((target) => everything(loss, { ...sample, target }, { weights }))));
  });
});

describe.skipIf(!native).each(optimizerSubjects)("$title", (subject) => {
  test("three steps over tensors of odd sizes", () => {
    expectSame(withThreads(() => stepDigest(subject, [1, 7, 4097, 40_001], 3)));
  });
});
