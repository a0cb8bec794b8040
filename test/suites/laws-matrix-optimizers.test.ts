/** What holds for the rules that look at whole tensors, on tensors of every form. */
import { createHash } from "node:crypto";
import { optimizers, runtime, useBackend, useThreads } from "steepest";
import { afterEach, describe, expect, test } from "vitest";
import { type OptimizerSubject, optimizerSubjects, type Parameter } from "../support/catalogue";
import { expectSameBits, normals, patterns, randomSource } from "../support/numbers";

const active = runtime();

afterEach(() => {
  useBackend(active.backend);
  if (active.backend === "native") useThreads(active.threads);
});

const subjects = optimizerSubjects.filter(({ elementwise }) => !elementwise);
const lengthOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** Tensors of the shapes with normal numbers, in arrays that begin anywhere. */
function draw(shapes: readonly (readonly number[])[], offset = 0): (Parameter & { gradient: Float32Array })[] {
  const random = randomSource(51);
  return shapes.map((shape) => {
    const room = () => new Float32Array(lengthOf(shape) + offset).subarray(offset);
    const parameter = { data: room(), gradient: room(), shape };
    parameter.data.set(normals(lengthOf(shape), random, 0.5));
    return parameter;
  });
}

/** Gradients of a few steps, with a spike, an element and a row that rest. */
function gradientsFor(shapes: readonly (readonly number[])[], steps: number): Float32Array[][] {
  const random = randomSource(52);
  return Array.from({ length: steps }, (_, step) =>
    shapes.map((shape) => {
      const gradient = normals(lengthOf(shape), random);
      gradient[0] = 0;
      if (step === 1) gradient[gradient.length >> 1] = 50;
      if (shape.length > 1) gradient.fill(0, 0, shape.at(-1));
      return gradient;
    }),
  );
}

function run(subject: OptimizerSubject, parameters: ReturnType<typeof draw>, gradients: readonly (readonly Float32Array[])[]) {
  const made = subject.make(parameters);
  for (const tensors of gradients) {
    for (const [k, gradient] of tensors.entries()) parameters[k]?.gradient.set(gradient);
    made.step();
  }
  return made;
}

/** Everything after some steps: parameters, arrays and numbers of the state. */
function digest(subject: OptimizerSubject, shapes: readonly (readonly number[])[], steps: number): string {
  const parameters = draw(shapes);
  const hash = createHash("sha1");
  const { groups } = run(subject, parameters, gradientsFor(shapes, steps)).state();
  for (const { data } of parameters) hash.update(patterns(data));
  for (const { slots, scalars, memory } of groups) {
    for (const arrays of slots) for (const array of Object.values(arrays)) hash.update(patterns(array));
    hash.update(JSON.stringify([scalars, memory]));
  }
  return hash.digest("hex");
}

const forms: readonly (readonly number[])[] = [
  [1],
  [1, 9],
  [9, 1],
  [17],
  [33, 47],
  [47, 33],
  [2, 3, 5, 4],
  [3, 9001],
  // More than one tile both ways.
  [37, 5003],
  [9001, 3],
  [9001],
];

describe.each(subjects)("$title", (subject) => {
  test.skipIf(active.backend === "reference").each(forms.map((form) => [form]))("parity on %j", (shape) => {
    const gradients = gradientsFor([shape], 4);
    const [native, reference] = (["native", "reference"] as const).map((backend) => {
      useBackend(backend);
      const [parameter] = draw([shape]);
      run(subject, [parameter as Parameter & { gradient: Float32Array }], gradients);
      return (parameter as Parameter).data;
    }) as [Float32Array, Float32Array];
    // float32 products make the orthogonalization; the estimate of Prodigy is a small difference.
    const room = { Muon: 5e-5, Prodigy: 1e-5 }[subject.name] ?? 4e-6;
    const largest = reference.reduce((most, p) => Math.max(most, Math.abs(p)), 0);
    for (const [i, p] of reference.entries()) {
      if (!(Math.abs((native[i] as number) - p) <= room * largest)) throw new Error(`element ${i}: expected ${p}, received ${native[i]}`);
    }
  });

  test.skipIf(active.backend === "reference")("the same bits for any number of threads", () => {
    const shapes = [...forms, [300, 500], [5, 100_003], [50_003, 4], [60_001]].filter(
      (shape) => subject.name !== "Muon" || lengthOf(shape) < 200_000,
    );
    const [first, ...others] = [1, 2, 3].map((threads) => {
      useThreads(threads);
      return digest(subject, shapes, 2);
    });
    for (const other of others) expect(other).toBe(first);
  });

  test.skipIf(subject.name === "Prodigy")("a tensor's bits do not depend on the others, its place or its alignment", () => {
    const gradients = gradientsFor(forms, 3);
    const together = draw(forms);
    run(subject, together, gradients);
    const moved = draw(forms, 3);
    run(
      subject,
      moved.slice().reverse(),
      gradients.map((tensors) => tensors.slice().reverse()),
    );
    const [k, alone] = [4, draw(forms)[4] as ReturnType<typeof draw>[number]];
    run(
      subject,
      [alone],
      gradients.map((tensors) => [tensors[k] as Float32Array]),
    );
    for (const [i, { data }] of together.entries()) expectSameBits((moved[i] as Parameter).data, data, `tensor ${i}`);
    expectSameBits(alone.data, (together[k] as Parameter).data, "alone");
  });

  test("NaN in a gradient gives NaN there, and leaves the other tensors alone", () => {
    const shapes = [[6, 5], [7], [4, 4]];
    const [clean, spoiled] = [draw(shapes), draw(shapes)];
    const gradients = gradientsFor(shapes, 1);
    run(subject, clean, gradients);
    for (const k of [0, 1]) (gradients[0]?.[k] as Float32Array)[3] = Number.NaN;
    run(subject, spoiled, gradients);
    for (const k of [0, 1]) expect((spoiled[k] as Parameter).data[3]).toBeNaN();
    if (subject.name !== "Prodigy") expectSameBits((spoiled[2] as Parameter).data, (clean[2] as Parameter).data, "the other tensor");
  });

  test("a loaded state goes on bit for bit", () => {
    const shapes = [[5, 4], [6], [2, 2, 3]];
    const [original, copies] = [draw(shapes), draw(shapes)];
    const gradients = gradientsFor(shapes, 6);
    const made = run(subject, original, gradients.slice(0, 3));
    const other = subject.make(copies);
    for (const [k, { data }] of original.entries()) copies[k]?.data.set(data);
    other.load(made.state());
    for (const tensors of gradients.slice(3)) {
      for (const [k, gradient] of tensors.entries()) for (const list of [original, copies]) list[k]?.gradient.set(gradient);
      made.step();
      other.step();
    }
    for (const [k, { data }] of original.entries()) expectSameBits((copies[k] as Parameter).data, data, `tensor ${k}`);
  });

  test("clipping, scale, zeroing and following work around the rule", () => {
    const shapes = [[5, 7], [19]];
    const [plain, scaled] = [draw(shapes), draw(shapes)];
    const gradients = gradientsFor(shapes, 2);
    run(subject, plain, gradients);
    const made = subject.make(scaled, { gradientScale: 0.25, zeroGradient: true });
    for (const tensors of gradients) {
      for (const [k, gradient] of tensors.entries()) scaled[k]?.gradient.set(gradient.map((g) => 4 * g));
      made.step();
      for (const { gradient } of scaled) expect(gradient.every((g) => g === 0)).toBe(true);
    }
    for (const [k, { data }] of plain.entries()) expectSameBits((scaled[k] as Parameter).data, data, `tensor ${k}`);
  });
});

describe("Muon", () => {
  test("makes every singular value of a step nearly the same", () => {
    const parameter = { data: new Float32Array(12), gradient: normals(12, randomSource(3)), shape: [3, 4] };
    new optimizers.Muon([parameter], { learningRate: 1, weightDecay: 0 }).step();
    const row = (i: number) => parameter.data.subarray(4 * i, 4 * i + 4);
    const dot = (i: number, j: number) => row(i).reduce((sum, x, k) => sum + x * (row(j)[k] as number), 0);
    for (const i of [0, 1, 2]) {
      expect(dot(i, i)).toBeGreaterThan(0.4);
      expect(dot(i, i)).toBeLessThan(1.6);
      for (const j of [0, 1, 2]) if (i !== j) expect(Math.abs(dot(i, j))).toBeLessThan(0.4);
    }
  });

  test("cubic iterations converge to the orthogonal matrix", () => {
    const parameter = { data: new Float32Array(6), gradient: Float32Array.of(3, 0, 0, 0, -0.5, 0), shape: [2, 3] };
    const options = { learningRate: 1, weightDecay: 0, nesterov: false, newtonSchulzSteps: 30, newtonSchulzCoefficients: [1.5, -0.5, 0] };
    new optimizers.Muon([parameter], options).step();
    for (const [i, want] of [-1, 0, 0, 0, 1, 0].entries()) expect(parameter.data[i]).toBeCloseTo(want, 6);
  });

  test("steps what is no matrix by AdamW with the options of the fallback", () => {
    const shapes = [[4, 3], [5], [2, 2, 2]];
    const [mixed, apart] = [draw(shapes), draw(shapes)];
    const gradients = gradientsFor(shapes, 3);
    const fallback = { beta1: 0.8, weightDecay: 0.1 };
    const muon = new optimizers.Muon(mixed, { learningRate: 0.05, fallback });
    expect(muon.groups.map((group) => group.parameters.length)).toEqual([1, 2]);
    const others = [
      new optimizers.Muon(apart.slice(0, 1), { learningRate: 0.05 }),
      new optimizers.AdamW(apart.slice(1), { learningRate: 0.05, ...fallback }),
    ];
    for (const tensors of gradients) {
      for (const [k, gradient] of tensors.entries()) for (const list of [mixed, apart]) list[k]?.gradient.set(gradient);
      for (const made of [muon, ...others]) made.step();
    }
    for (const [k, { data }] of mixed.entries()) expectSameBits((apart[k] as Parameter).data, data, `tensor ${k}`);
  });

  test("refuses wrong options of the fallback", () => {
    expect(() => new optimizers.Muon({ fallback: { beta1: 2 } })).toThrow(
      expect.objectContaining({
        code: "ERR_INVALID_OPTION",
        message: "Muon: fallback: beta1: expected a number of at least 0 and below 1, received 2",
      }),
    );
    expect(() => new optimizers.Muon({ fallback: { momentum: 2 } as never })).toThrow(
      expect.objectContaining({ code: "ERR_UNKNOWN_OPTION", message: expect.stringContaining("Muon: fallback: expected options among") }),
    );
  });
});

test("Adafactor: what stands beside the end of a vector does not count, even where it would be 0 / 0", () => {
  const parameter = { data: Float32Array.of(1, 2, 3), gradient: Float32Array.of(1, -2, 3) };
  new optimizers.Adafactor([parameter], { convention: "paper", epsilon1: 1e-60 }).step();
  expect(parameter.data.every(Number.isFinite)).toBe(true);
});

test("a shape that does not fit the data is refused", () => {
  const parameter = { data: new Float32Array(6), gradient: new Float32Array(6), shape: [4, 2] };
  expect(() => new optimizers.SM3([parameter])).toThrow(
    expect.objectContaining({
      code: "ERR_INVALID_SHAPE",
      message: "SM3: parameters[0].shape: expected sizes whose product is the 6 elements of data, received [4, 2]",
    }),
  );
});
