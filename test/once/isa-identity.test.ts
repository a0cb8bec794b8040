/** The same bits on every instruction set that has fused multiply-add, over the whole catalogue. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { runtime } from "steepest";
import { expect, test } from "vitest";
import { joint, optimizerSubjects, pointwise, rowwise } from "../support/catalogue";
import { finitePairs, specialPairs } from "../support/inputs";
import { byName, finiteJoint } from "../support/joint";
import { normals, randomSource } from "../support/numbers";
import { scoresOf, targetKinds } from "../support/rows";

const fused = runtime().isas.filter((isa) => ["AVX2", "AVX3"].includes(isa));

function encode(array: Float32Array | Int32Array | Uint16Array | Uint8Array, shape?: readonly number[]) {
  const base64 = Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
  return { base64, shape, type: array.constructor.name };
}

function pointwiseInputs() {
  return pointwise.flatMap((subject) =>
    [finitePairs(subject), specialPairs(subject)].map(({ prediction, target }) => {
      return [subject.name, subject.options, encode(prediction), encode(target)];
    }),
  );
}

function jointInputs() {
  return joint.map((subject) => {
    const { predictions, target } = finiteJoint(subject);
    const named = Object.entries(byName(subject, predictions)).map(([name, array]) => [name, encode(array)]);
    return [subject.name, subject.options, Object.fromEntries(named), encode(target)];
  });
}

function rowwiseInputs() {
  const random = randomSource(31);
  const shapes = [
    [7, 1],
    [50, 10],
    [20, 33],
    [3, 1000],
  ] as const;
  return rowwise.flatMap((subject) =>
    shapes.flatMap(([rows, classes]) => {
      const scores = encode(scoresOf(subject, rows, classes, random, 5), [rows, classes]);
      return targetKinds(subject).map((kind) => {
        const target = kind.draw(rows, classes, random);
        const encoded = ArrayBuffer.isView(target) ? encode(target) : encode(target.data, target.shape);
        return [subject.name, subject.of(classes).options, scores, encoded];
      });
    }),
  );
}

function digestsOn(isa: string, input: string): { isa: string; digests: Record<string, string> } {
  const env = { ...process.env, STEEPEST_BACKEND: "native", STEEPEST_ISA: isa };
  const script = join(__dirname, "..", "support", "digest.mjs");
  return JSON.parse(execFileSync(process.execPath, [script], { input, env, encoding: "utf8", maxBuffer: 1 << 26 }));
}

test.skipIf(fused.length < 2)("losses and optimizers give the same bits on AVX2 and AVX-512", () => {
  const random = randomSource(32);
  const given = {
    losses: [...pointwiseInputs(), ...jointInputs(), ...rowwiseInputs()],
    optimizers: optimizerSubjects.map(({ name, options }) => [name, options]),
    start: encode(normals(1003, random)),
    gradients: Array.from({ length: 5 }, () => encode(normals(1003, random))),
  };
  // JSON has no infinity.
  const input = JSON.stringify(given, (_, value) => (value === Number.NEGATIVE_INFINITY ? "-Infinity" : value));
  const [first, ...others] = fused.map((isa) => digestsOn(isa, input));
  expect(Object.keys(first?.digests ?? {})).toHaveLength(
    2 * pointwise.length + joint.length + 4 * rowwise.flatMap(targetKinds).length + optimizerSubjects.length,
  );
  for (const other of others) {
    expect(other.isa).not.toBe(first?.isa);
    expect(other.digests).toEqual(first?.digests);
  }
});
