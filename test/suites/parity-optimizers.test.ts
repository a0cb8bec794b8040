/** The native rules against the reference, step by step on the same gradients. */
import { runtime, useBackend } from "steepest";
import { afterEach, describe, test } from "vitest";
import { optimizerSubjects } from "../support/catalogue";
import { normals, randomSource } from "../support/numbers";
import { withHessian } from "../support/stepping";

const active = runtime().backend;

afterEach(() => useBackend(active));

const length = 203;
const steps = 30;

/** Zeros, spikes, tiny and changing gradients in the columns of one sequence. */
function drawGradients(): Float32Array[] {
  const random = randomSource(12);
  const scales = Array.from({ length }, (_, i) => [1, 1e-3, 1e3, 1e-6, 0][i % 5] as number);
  return Array.from({ length: steps }, () => normals(length, random).map((slope, i) => slope * (scales[i] as number)));
}

describe.skipIf(active === "reference").each(optimizerSubjects)("$title", (subject) => {
  test("parameters stay within 2e-6 of the largest that they and their steps have been", () => {
    const start = normals(length, randomSource(13));
    const both = (["native", "reference"] as const).map((backend) => {
      const parameter = withHessian(start.slice());
      return { backend, parameter, made: subject.make([parameter]) };
    });
    const largest = new Float64Array(length);
    let before = start;
    for (const gradient of drawGradients()) {
      for (const { backend, parameter, made } of both) {
        useBackend(backend);
        parameter.gradient.set(gradient);
        made.step();
      }
      const [got, want] = both.map(({ parameter }) => parameter.data) as [Float32Array, Float32Array];
      want.forEach((p, i) => {
        largest[i] = Math.max(largest[i] as number, Math.abs(p), Math.abs(p - (before[i] as number)));
        const room = 2e-6 * (largest[i] as number);
        if (!(Math.abs((got[i] as number) - p) <= room)) throw new Error(`element ${i}: expected ${p}, received ${got[i]}`);
      });
      before = want.slice();
    }
  });
});
