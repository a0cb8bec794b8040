/** Outputs too large for the cache go past it: the same bits as a call on each small piece. */
import { losses, runtime } from "steepest";
import { expect, test } from "vitest";
import { normals, randomSource } from "../support/numbers";

/** Three arrays of these exceed a last-level cache of 384 MB; where there is more of it nothing is streamed, and all this holds too. */
const length = (36 << 20) + 5;
const piece = 9999;

test.skipIf(runtime().backend !== "native")("a gradient that is streamed to memory", () => {
  const pattern = normals(5003, randomSource(1));
  const prediction = new Float32Array(length);
  for (let i = 0; i < length; i += pattern.length) prediction.set(pattern.subarray(0, length - i), i);
  const target = new Float32Array(length);
  const loss = losses.huber({ delta: 1.35, reduction: "sum" });
  const out = new Float32Array(new ArrayBuffer(4 * length + 4), 4); // not aligned to a cache line
  for (const output of ["gradient", "hessian"] as const) {
    loss[output](prediction, target, { out });
    for (let i = 0; i < length; i += piece) {
      const [own, theirs] = [prediction.subarray(i, i + piece), target.subarray(i, i + piece)];
      const want = loss[output](own, theirs);
      const got = out.subarray(i, i + piece);
      if (Buffer.compare(Buffer.from(want.buffer), Buffer.from(got.buffer, got.byteOffset, got.byteLength)) !== 0) {
        throw new Error(`${output}: other bits in elements ${i} to ${i + piece}`);
      }
    }
  }
  expect(loss.valueAndGradient(prediction, target, { out }).count).toBe(length);
});
