/** The results are the same bits for aligned and unaligned views, and for shared memory. */
import { describe, expect, test } from "vitest";
import { optimizerSubjects } from "../support/catalogue";
import { expectSameBits } from "../support/numbers";
import type { Target } from "../support/rows";
import { dataOf, everything, type Sample, specimens } from "../support/samples";
import { drawParameters, expectSameParameters, runSteps } from "../support/stepping";

type Move = (array: Float32Array) => Float32Array;

/** A copy that begins `bytes` bytes into its buffer. */
function shifted(bytes: number): Move {
  return (array) => {
    const view = new Float32Array(new ArrayBuffer(array.byteLength + bytes), bytes, array.length);
    view.set(array);
    return view;
  };
}

function shared(array: Float32Array): Float32Array {
  const view = new Float32Array(new SharedArrayBuffer(array.byteLength));
  view.set(array);
  return view;
}

const moves: readonly (readonly [string, Move])[] = [
  ...[4, 8, 12, 20, 36].map((bytes) => [`byteOffset ${bytes}`, shifted(bytes)] as const),
  ["shared memory", shared],
];

function movedTarget(target: Target, move: Move): Target {
  if (target instanceof Float32Array) return move(target);
  if ("shape" in target) return { ...target, data: move(target.data) };
  const Type = target.constructor as typeof Int32Array;
  const words = move(new Float32Array(target.length));
  const labels = new Type(words.buffer as ArrayBuffer, words.byteOffset, target.length);
  labels.set(target);
  return labels;
}

function moved(sample: Sample, move: Move): Sample {
  const data = move(dataOf(sample.prediction));
  const prediction = sample.prediction instanceof Float32Array ? data : { ...sample.prediction, data };
  return { ...sample, prediction, target: movedTarget(sample.target, move) };
}

describe.each(specimens)("$title", ({ make, sample }) => {
  test.each(moves)("%s", (_, move) => {
    const inputs = sample(77);
    const weights = Float32Array.from({ length: 77 }, (_, i) => (i % 5) / 3);
    const loss = make();
    expect(everything(loss, moved(inputs, move), { weights: move(weights) })).toEqual(everything(loss, inputs, { weights }));
    const out = move(new Float32Array(77 * inputs.columns));
    const result = loss.gradient(inputs.prediction, inputs.target, { weights, out });
    expect(result).toBe(out);
    expectSameBits(out, loss.gradient(inputs.prediction, inputs.target, { weights }), "out");
  });
});

describe.each(optimizerSubjects)("$title", (subject) => {
  test.each(moves)("%s", (_, move) => {
    const plain = drawParameters([77, 5]);
    const copies = plain.map(({ data, gradient, hessian }) => ({ data: move(data), gradient: move(gradient), hessian: move(hessian) }));
    runSteps(subject.make(plain), plain, 3);
    runSteps(subject.make(copies), copies, 3);
    expectSameParameters(copies, plain);
  });
});
