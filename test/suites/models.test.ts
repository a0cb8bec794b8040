/** Models forward and backward: golden numbers per activation, bits that depend on nothing but the row, parameters, errors. */
import { readFileSync } from "node:fs";
import { layers, losses, runtime, type Sequential, sequential, useBackend } from "steepest";
import { afterEach, describe, expect, test } from "vitest";
import { classifier, gradientsOf, makeData, numbersOf, placements } from "../support/networks";
import { expectSameBits, normals, randomSource } from "../support/numbers";

interface LayerCase {
  readonly activation: "linear" | "relu" | "tanh" | "sigmoid" | "softmax";
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly input: number[];
  readonly kernel: number[];
  readonly bias: number[];
  readonly upstream: number[];
  readonly output: number[];
  readonly inputGradient: number[];
  readonly kernelGradient: number[];
  readonly biasGradient: number[];
}

const golden = JSON.parse(readFileSync(new URL("../golden/training.json", import.meta.url), "utf8")) as { layers: LayerCase[] };
const active = runtime().backend;
const floats = (numbers: readonly number[]) => Float32Array.from(numbers);
const activations = ["linear", "relu", "sigmoid", "softmax", "tanh"] as const;

afterEach(() => useBackend(active));

/** Throws unless every number is within `tolerance` times the largest of those wanted. */
function expectNear(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number, label: string): void {
  const size = Math.max(...Array.from(want, Math.abs));
  expect(got.length, label).toBe(want.length);
  Array.from(got).forEach((number, i) => {
    const off = Math.abs(number - (want[i] as number));
    if (!(off <= tolerance * size)) throw new Error(`${label}[${i}]: expected ${want[i]}, received ${number}`);
  });
}

/** The last row of the golden layers is 20 times as large as the others: its sums cancel, and a slope carries that on. */
const cancelling = 1e-5;

describe("golden layers", () => {
  test.each(golden.layers)("dense with $activation", (expected) => {
    const { activation, rows, inputs, outputs } = expected;
    const model = sequential([layers.dense(outputs, { activation })], { inputs });
    const [kernel, bias] = model.parameters;
    kernel?.data.set(expected.kernel);
    bias?.data.set(expected.bias);
    const made = model.forward({ data: floats(expected.input), shape: [rows, inputs] });
    expect(made.shape).toEqual([rows, outputs]);
    expectNear(made.data, expected.output, cancelling, "output");
    model.backward(floats(expected.upstream));
    expectNear(kernel?.gradient as Float32Array, expected.kernelGradient, cancelling, "kernelGradient");
    expectNear(bias?.gradient as Float32Array, expected.biasGradient, cancelling, "biasGradient");
  });

  test.each(golden.layers)("the gradient by the inputs of $activation, seen through an identity before it", (expected) => {
    const { activation, rows, inputs, outputs } = expected;
    const model = sequential([layers.dense(inputs), layers.dense(outputs, { activation })], { inputs });
    const [identity, , kernel, bias] = model.parameters;
    for (let i = 0; i < inputs; ++i)
      for (let k = 0; k < inputs; ++k) (identity as { data: Float32Array }).data[i * inputs + k] = i === k ? 1 : 0;
    kernel?.data.set(expected.kernel);
    bias?.data.set(expected.bias);
    model.forward({ data: floats(expected.input), shape: [rows, inputs] });
    model.backward(floats(expected.upstream));
    const want = new Float64Array(inputs * inputs); // Xᵀ times the gradient by the inputs
    for (let row = 0; row < rows; ++row) {
      for (let i = 0; i < inputs; ++i) {
        const x = expected.input[row * inputs + i] as number;
        for (let k = 0; k < inputs; ++k)
          want[i * inputs + k] = (want[i * inputs + k] as number) + x * (expected.inputGradient[row * inputs + k] as number);
      }
    }
    expectNear(identity?.gradient as Float32Array, want, cancelling, "kernel gradient of the identity");
  });
});

/** The loss of a model of every activation, for derivatives. */
function deep(activation: (typeof activations)[number]): Sequential {
  return sequential([layers.dense(6, { activation }), layers.dense(5, { activation: "tanh", useBias: false }), layers.dense(2)], {
    inputs: 4,
    seed: 3,
  });
}

test.each(activations)("gradients are numerical derivatives: %s inside", (activation) => {
  const model = deep(activation);
  const random = randomSource(5);
  const x = normals(7 * 4, random);
  const y = normals(7 * 2, random);
  const loss = losses.meanSquaredError();
  const { gradient } = loss.valueAndGradient(model.forward(x), { data: y, shape: [7, 2] });
  model.backward(gradient);
  const analytic = gradientsOf(model);
  useBackend("reference"); // whose sums are in double
  const numeric = model.parameters.flatMap(({ data }) =>
    Array.from(data, (start, i) => {
      const at = (value: number) => {
        data[i] = value;
        const [from, exact] = [data[i] as number, loss.value(model.predict(x), { data: y, shape: [7, 2] })];
        data[i] = start;
        return { from, exact };
      };
      const [low, high] = [at(start - 2 ** -10), at(start + 2 ** -10)];
      return (high.exact - low.exact) / (high.from - low.from);
    }),
  );
  expectNear(analytic, numeric, 2e-3, "gradient");
});

describe("outputs", () => {
  const { x } = makeData(300);

  test.each(activations)("a row has the same bits wherever it stands: %s", (activation) => {
    const model = sequential([layers.dense(21, { activation }), layers.dense(5, { activation })], { inputs: 10, seed: 2 });
    const all = model.forward(x).data;
    for (const row of [0, 1, 7, 255, 256, 299]) {
      expectSameBits(model.forward(x.subarray(row * 10, row * 10 + 10)).data, all.subarray(row * 5, row * 5 + 5), `row ${row}`);
    }
    expectSameBits(model.predict(x).data, all, "predict");
  });

  test.each(activations)("a NaN stays in its row and is not swallowed: %s", (activation) => {
    const model = sequential([layers.dense(9, { activation }), layers.dense(2)], { inputs: 10, seed: 2 });
    const spoiled = x.slice(0, 40);
    const before = model.forward(spoiled).data;
    spoiled[13] = Number.NaN;
    const after = model.forward(spoiled).data;
    expect(Array.from(after.subarray(2, 4))).toEqual([Number.NaN, Number.NaN]);
    expectSameBits(after.subarray(4), before.subarray(4), "the rows after it");
  });

  test.each(Object.keys(placements))("the same from %s", (name) => {
    const model = classifier();
    const gradient = normals(300 * 3, randomSource(8));
    const place = placements[name] as (values: Float32Array) => Float32Array;
    const outputs = model.forward(x).data;
    model.backward(gradient);
    const gradients = gradientsOf(model);
    expectSameBits(model.forward(place(x)).data, outputs, "outputs");
    model.backward(place(gradient));
    expectSameBits(gradientsOf(model), gradients, "gradients");
  });

  test("shapes: whole rows, images, no rows at all", () => {
    const model = classifier(12);
    expect(model.forward(x.subarray(0, 24)).shape).toEqual([2, 3]);
    expect(model.forward({ data: x.subarray(0, 24), shape: [2, 3, 4] }).shape).toEqual([2, 3]);
    expect(model.forward(new Float32Array(0))).toEqual({ data: new Float32Array(0), shape: [0, 3] });
    model.parameters[0]?.gradient.fill(1);
    model.backward(new Float32Array(0), { accumulate: true });
    expect(model.parameters[0]?.gradient[0]).toBe(1);
    model.backward(new Float32Array(0));
    expect(gradientsOf(model).every((gradient) => gradient === 0)).toBe(true);
  });
});

describe("backward", () => {
  const { x, labels } = makeData(40);
  const gradientOf = (model: Sequential) => losses.crossEntropy().gradient(model.forward(x), labels);

  test("overwrites, or accumulates", () => {
    const model = classifier();
    const gradient = gradientOf(model);
    model.backward(gradient);
    const once = gradientsOf(model);
    model.backward(gradient);
    expectSameBits(gradientsOf(model), once, "again");
    model.backward(gradient, { accumulate: true });
    expectNear(
      gradientsOf(model),
      once.map((number) => 2 * number),
      1e-6,
      "twice",
    );
  });

  test("uses the inputs as they were at forward, and leaves its argument alone", () => {
    const [model, other] = [
      sequential([layers.dense(3, { activation: "sigmoid" })], { inputs: 10 }),
      sequential([layers.dense(3, { activation: "sigmoid" })], { inputs: 10 }),
    ];
    const mine = x.slice();
    const outputs = model.forward(mine);
    const gradient = normals(120, randomSource(1));
    const given = gradient.slice();
    mine.fill(9);
    outputs.data.fill(9);
    model.backward(gradient);
    other.forward(x);
    other.backward(given);
    expectSameBits(gradientsOf(model), gradientsOf(other), "gradients");
    expectSameBits(gradient, given, "the argument");
  });

  test.runIf(active === "native")("agrees with the reference", () => {
    for (const activation of activations) {
      const model = deep(activation);
      const inputs = normals(33 * 4, randomSource(2));
      const gradient = normals(66, randomSource(3));
      const run = () => {
        const { data } = model.forward(inputs);
        model.backward(gradient);
        return [data, gradientsOf(model)] as const;
      };
      const [outputs, gradients] = run();
      useBackend("reference");
      const [expectedOutputs, expectedGradients] = run();
      useBackend("native");
      expectNear(outputs, expectedOutputs, 1e-6, `${activation}: outputs`);
      expectNear(gradients, expectedGradients, 2e-6, `${activation}: gradients`);
    }
  });
});

describe("parameters", () => {
  test("kernel and bias of layer after layer", () => {
    const model = sequential([layers.dense(4), layers.dense(3, { useBias: false }), layers.dense(2)], { inputs: 5 });
    expect(model.parameters.map(({ shape }) => shape)).toEqual([[5, 4], [4], [4, 3], [3, 2], [2]]);
    expect(model.parameters.map(({ data }) => data.length)).toEqual([20, 4, 12, 6, 2]);
    expect(model.parameters.every(({ data, gradient }) => data.length === gradient.length && gradient.every((g) => g === 0))).toBe(true);
    expect([model.inputs, model.outputs]).toEqual([5, 2]);
  });

  test("a seed names the initial weights", () => {
    expectSameBits(numbersOf(classifier(10, 20, 5)), numbersOf(classifier(10, 20, 5)), "same seed");
    expect(numbersOf(classifier(10, 20, 5))).not.toEqual(numbersOf(classifier(10, 20, 6)));
    const twins = sequential([layers.dense(10), layers.dense(10)], { inputs: 10 });
    expect(twins.parameters[0]?.data).not.toEqual(twins.parameters[2]?.data);
  });

  const spreads: readonly [layers.InitializerName, number][] = [
    ["glorotNormal", 2 / 300],
    ["glorotUniform", 2 / 300],
    ["heNormal", 2 / 200],
    ["heUniform", 2 / 200],
    ["lecunNormal", 1 / 200],
    ["lecunUniform", 1 / 200],
  ];
  test.each(spreads)("%s has variance %f", (kernelInitializer, variance) => {
    const model = sequential([layers.dense(100, { kernelInitializer })], { inputs: 200, seed: 11 });
    const kernel = model.parameters[0]?.data as Float32Array;
    const mean = kernel.reduce((sum, w) => sum + w, 0) / kernel.length;
    const spread = kernel.reduce((sum, w) => sum + w * w, 0) / kernel.length;
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / kernel.length));
    expect(Math.abs(spread / variance - 1)).toBeLessThan(0.05);
    const largest = kernel.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    if (kernelInitializer.endsWith("Uniform")) expect(largest).toBeLessThanOrEqual(Math.fround(Math.sqrt(3 * variance)));
    else expect(largest).toBeGreaterThan(3 * Math.sqrt(variance));
    expect(model.parameters[1]?.data.every((bias) => bias === 0)).toBe(true);
  });

  test("zeros and ones", () => {
    const model = sequential([layers.dense(2, { kernelInitializer: "zeros", biasInitializer: "ones" })], { inputs: 2 });
    expect(numbersOf(model)).toEqual(floats([0, 0, 0, 0, 1, 1]));
  });
});
