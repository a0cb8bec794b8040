/** Losses of several vectors per row: derivatives, both writings, weights, positions, and what is refused. */
import { type losses, runtime, useBackend } from "steepest";
import { afterEach, describe, expect, test } from "vitest";
import { outputs } from "../support/bounds";
import { type EmbeddingSubject, embeddings } from "../support/catalogue";
import { argumentsOf, drawEmbeddings, type EmbeddingInputs, rowOf } from "../support/embeddings";
import { thrownBy } from "../support/errors";
import { expectSameBits, expectWithin, ulpOf } from "../support/numbers";
import { reductions } from "../support/samples";

const active = runtime().backend;

afterEach(() => useBackend(active));

type AnyLoss = losses.EmbeddingLoss<string, Float32Array | undefined, losses.Reduction>;
type Arrays = Record<string, Float32Array>;

/** An output as one array per vector; the value as one alone. */
function arraysOf(loss: AnyLoss, output: (typeof outputs)[number], inputs: EmbeddingInputs, options?: object): Float32Array[] {
  const got = (loss[output] as (...call: never[]) => Float32Array | Arrays)(...argumentsOf(inputs, options));
  return got instanceof Float32Array ? [got] : Object.values(got);
}

const valueAndGradient = (loss: AnyLoss, inputs: EmbeddingInputs, options?: object) =>
  (loss.valueAndGradient as (...call: never[]) => { value: number | Float32Array; gradient: Arrays; count: number })(
    ...argumentsOf(inputs, options),
  );

/** The largest error of an output of one row against the textbook form's central difference, relative to the largest slope. */
function worstError(subject: EmbeddingSubject, output: "gradient" | "hessian"): number {
  const inputs = drawEmbeddings(subject, 40, 6, 3);
  // On a grid, so that neither an element ± step nor a residual is rounded.
  for (const { data } of Object.values(inputs.vectors))
    data.forEach((x, i) => {
      data[i] = Math.round(x * 128) / 128;
    });
  const got = arraysOf(subject.make({ reduction: "sum" }) as AnyLoss, output, inputs);
  const step = 2 ** -11;
  let worst = 0;
  let compared = 0;
  for (let row = 0; row < 40; ++row) {
    if ([1, 3].includes(row % 5) || row % 7 === 3 || row % 14 === 5) continue;
    const [vectors, target] = rowOf(inputs, row);
    got.forEach((array, k) => {
      for (let i = 0; i < 6; ++i) {
        if (isSharp(vectors, i, subject.resolved)) continue;
        const at = (shift: number) => {
          const moved = vectors.map((vector) => vector.slice());
          (moved[k] as Float64Array)[i] = ((vectors[k] as Float64Array)[i] as number) + shift;
          const terms = subject.definition.row(moved, target, subject.resolved as never);
          return output === "gradient" ? terms.value : (terms.gradient[k]?.[i] as number);
        };
        const difference = (at(step) - at(-step)) / (2 * step);
        const error = Math.abs((array[row * 6 + i] as number) - difference) / Math.max(1, Math.abs(difference));
        if (!(error <= worst)) worst = error;
        ++compared;
      }
    });
  }
  expect(compared).toBeGreaterThan(100);
  return worst;
}

/** What a double's rounding makes of the terms of a row, whose sizes are powers of the vectors' and the differences' lengths. */
function leastUnit(inputs: EmbeddingInputs, row: number, output: (typeof outputs)[number]): number {
  const [vectors] = rowOf(inputs, row);
  const gaps = vectors.flatMap((a, i) => vectors.slice(i + 1).map((b) => a.map((x, k) => x - (b[k] as number))));
  const lengths = [...vectors, ...gaps].map((vector) => Math.max(1e-6, Math.hypot(...vector)));
  const inverse = Math.max(1, ...lengths.map((length) => 1 / length));
  return 2 ** -28 * inverse ** { value: 0, gradient: 1, hessian: 2 }[output];
}

/** Whether elements are so near to each other that a p-norm bends sharply there. */
function isSharp(vectors: readonly Float64Array[], i: number, { p = 2 }: { p?: number }): boolean {
  const numbers = vectors.map((vector) => vector[i] as number);
  return p < 2 && numbers.some((x, k) => numbers.some((y, l) => k < l && Math.abs(x - y) < 0.25));
}

describe.each(embeddings)("$title", (subject) => {
  const { definition, resolved } = subject;
  const none = subject.make({ reduction: "none" }) as AnyLoss;
  const last = definition.inputs.at(-1) as string;

  test.each(["gradient", "hessian"] as const)("the %s is the derivative", (output) => {
    expect(worstError(subject, output)).toBeLessThan(2e-3);
  });

  test.skipIf(active === "reference").each(outputs)("%s is within the declared bound of the textbook form", (output) => {
    for (let columns = 1; columns <= 70; columns += columns < 18 ? 1 : 13) {
      const inputs = drawEmbeddings(subject, 30, columns, columns, 2 ** ((columns % 9) - 4));
      const got = arraysOf(none, output, inputs);
      for (let row = 0; row < 30; ++row) {
        const terms = definition.row(...rowOf(inputs, row), resolved as never);
        got.forEach((array, k) => {
          const want = output === "value" ? Float64Array.of(terms.value) : (terms[output][k] as Float64Array);
          const size = want.length;
          const largest = want.reduce((most, x) => Math.max(most, Math.abs(x)), leastUnit(inputs, row, output));
          const part = array.subarray(row * size, (row + 1) * size);
          // An element is a difference of terms as large as the row's largest element.
          expectWithin(
            definition.ulp,
            part,
            (i) => want[i] as number,
            `${output} ${k}, row ${row} of ${columns}`,
            () => largest,
          );
        });
      }
    }
  });

  test.each(reductions)("valueAndGradient gives the bits of value and gradient (%s)", (reduction) => {
    const loss = subject.make({ reduction }) as AnyLoss;
    for (const [rows, columns] of [
      [1, 1],
      [3, 17],
      [700, 40],
    ] as const) {
      const inputs = drawEmbeddings(subject, rows, columns);
      const { value, gradient, count } = valueAndGradient(loss, inputs);
      const alone = (loss.value as (...call: never[]) => number | Float32Array)(...argumentsOf(inputs));
      if (typeof value === "number") expect(value).toBe(alone);
      else expectSameBits(value, alone as Float32Array, "value");
      for (const [k, array] of arraysOf(loss, "gradient", inputs).entries()) {
        expectSameBits(Object.values(gradient)[k] as Float32Array, array, "gradient");
      }
      expect(count).toBe(rows);
    }
  });

  test("a row's bits do not depend on its place, and out receives them", () => {
    const inputs = drawEmbeddings(subject, 12, 21);
    const whole = valueAndGradient(none, inputs);
    for (let row = 0; row < 12; ++row) {
      const part = (data: Float32Array, span: number) => data.subarray(row * span, (row + 1) * span);
      const own = Object.fromEntries(
        Object.entries(inputs.vectors).map(([name, { data }]) => [name, { data: part(data, 21), shape: [1, 21] }]),
      );
      const out = Object.fromEntries(definition.inputs.map((name) => [name, new Float32Array(24).subarray(3)]));
      const target = inputs.target === undefined ? undefined : part(inputs.target, 1);
      const { value, gradient } = valueAndGradient(none, { vectors: own, target }, { out });
      expectSameBits(value as Float32Array, part(whole.value as Float32Array, 1), "value");
      for (const name of definition.inputs) {
        expect(gradient[name]).toBe(out[name]);
        expectSameBits(gradient[name] as Float32Array, part(whole.gradient[name] as Float32Array, 21), name);
      }
    }
  });

  test("a weight multiplies its row; of weight 0 nothing matters; NaN is NaN in its row and nowhere else", () => {
    const inputs = drawEmbeddings(subject, 20, 9);
    const weights = Float32Array.from({ length: 20 }, (_, row) => (row % 4) / 2);
    const before = outputs.map((output) => arraysOf(none, output, inputs)) as [[Float32Array], Float32Array[], Float32Array[]];
    const spoiled = inputs.vectors[last] as { data: Float32Array };
    for (const row of [0, 4, 7]) spoiled.data[row * 9 + 2] = Number.NaN;
    outputs.forEach((output, o) => {
      arraysOf(none, output, inputs, { weights }).forEach((array, k) => {
        const span = output === "value" ? 1 : 9;
        const expected = ((before[o] as Float32Array[])[k] as Float32Array).map((x, i) => {
          const row = Math.floor(i / span);
          return row % 4 === 0 ? 0 : row === 7 ? Number.NaN : x * (weights[row] as number);
        });
        const close = (i: number) => expected[i] as number;
        expectWithin(1, array, close, output);
      });
    });
    const mean = valueAndGradient(subject.make() as AnyLoss, drawEmbeddings(subject, 20, 9), { weights });
    const sum = before[0][0].reduce((total, x, row) => total + x * (weights[row] as number), 0);
    expect(Math.abs((mean.value as number) - sum / 15)).toBeLessThanOrEqual(ulpOf(sum));
    expect(mean.count).toBe(15);
  });

  test("rows, columns and targets that do not fit are refused before anything is written", () => {
    const inputs = drawEmbeddings(subject, 3, 4);
    const wrong = { ...inputs, vectors: { ...inputs.vectors, [last]: { data: new Float32Array(12), shape: [4, 3] } } };
    const first = definition.inputs[0] as string;
    const message = `${last}.shape: expected [3, 4] (that of ${first}), received [4, 3]`;
    expect(thrownBy(() => arraysOf(none, "gradient", wrong))).toEqual(["RangeError", "ERR_INVALID_SHAPE", message]);
    const out = { [first]: new Float32Array(12).fill(7), [last]: (inputs.vectors[first] as { data: Float32Array }).data };
    expect(thrownBy(() => arraysOf(none, "gradient", inputs, { out }))[1]).toBe("ERR_OVERLAP");
    expect(out[first]).toEqual(new Float32Array(12).fill(7));
    const bad = { weights: Float32Array.of(1, -1, 1) };
    expect(thrownBy(() => arraysOf(none, "gradient", inputs, bad))[1]).toBe("ERR_INVALID_WEIGHT");
    if (inputs.target === undefined) return;
    const targets = { ...inputs, target: inputs.target.slice(0, 2) };
    expect(thrownBy(() => arraysOf(none, "value", targets))[1]).toBe("ERR_INVALID_LENGTH");
    inputs.target[1] = 0.5 + 3;
    expect(thrownBy(() => arraysOf(none, "value", inputs)).slice(0, 2)).toEqual(["RangeError", "ERR_INVALID_VALUE"]);
  });
});
