/** Training: golden trajectories, the same bits as the loop by hand, the rows of each batch. */
import { readFileSync } from "node:fs";
import { layers, losses, optimizers, runtime, type Sequential, schedules, sequential, useBackend } from "steepest";
import { afterEach, describe, expect, test } from "vitest";
import {
  batchesOf,
  classes,
  classifier,
  compiledClassifier,
  makeData,
  numbersOf,
  placements,
  regressor,
  trainByHand,
} from "../support/networks";
import { expectSameBits } from "../support/numbers";

interface Run {
  readonly library: string;
  readonly options: { readonly learningRate: number; readonly epsilon?: number };
  readonly float64: { readonly loss: number[]; readonly weights: { readonly kernel: number[]; readonly bias: number[] }[] };
}

interface Example {
  readonly name: string;
  readonly inputs: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly loss: "crossEntropy" | "meanSquaredError";
  readonly x: number[];
  readonly labels?: number[];
  readonly target?: number[];
  readonly layers: {
    readonly activation: "relu" | "linear";
    readonly shape: [number, number];
    readonly kernel: number[];
    readonly bias: number[];
  }[];
  readonly runs: Run[];
}

const golden = JSON.parse(readFileSync(new URL("../golden/training.json", import.meta.url), "utf8")) as { examples: Example[] };
const data = makeData(100);

const active = runtime().backend;
afterEach(() => useBackend(active));

describe("golden trajectories", () => {
  const runs = golden.examples.flatMap((example) => example.runs.map((run) => ({ example, run })));

  test.each(runs.filter(({ run }) => run.library === "torch"))("$example.name as PyTorch, $run.options", async ({ example, run }) => {
    const stack = example.layers.map(({ shape, activation }) => layers.dense(shape[1], { activation }));
    const model = sequential(stack, { inputs: example.inputs });
    for (const [i, layer] of example.layers.entries()) {
      model.parameters[2 * i]?.data.set(layer.kernel);
      model.parameters[2 * i + 1]?.data.set(layer.bias);
    }
    const loss = example.loss === "crossEntropy" ? losses.crossEntropy() : losses.meanSquaredError();
    model.compile({ optimizer: new optimizers.Adam(run.options), loss });
    const y = example.labels === undefined ? Float32Array.from(example.target as number[]) : Int32Array.from(example.labels);
    const { epochs, batchSize } = example;
    const history = await model.fit(Float32Array.from(example.x), y, { epochs, batchSize, shuffle: false });
    const off = history.loss.map((value, epoch) => Math.abs(value - (run.float64.loss[epoch] as number)));
    expect(Math.max(...off)).toBeLessThan(1e-6); // PyTorch's own float32 run is as far away
    const ends = run.float64.weights.flatMap(({ kernel, bias }) => [...kernel, ...bias]);
    const apart = Array.from(numbersOf(model), (number, i) => Math.abs(number - (ends[i] as number)));
    expect(Math.max(...apart)).toBeLessThan(2e-6);
  });
});

describe("fit makes the steps of the loop by hand, bit for bit", () => {
  const decay = () => schedules.cosineDecay({ initial: 0.05, steps: 30 });
  type Case = {
    readonly name: string;
    readonly make: () => Sequential;
    readonly optimizer: (model: Sequential | undefined) => optimizers.Optimizer;
    readonly loss: () => losses.Loss<never, never>;
    readonly y: Float32Array | Int32Array;
    readonly weights?: Float32Array;
  };
  const over = (model: Sequential | undefined, make: (parameters?: never) => optimizers.Optimizer) =>
    model === undefined ? make() : make(model.parameters as never);
  const groupsOf = ({ parameters }: Sequential) => [
    { parameters: [parameters[3]!, parameters[0]!], learningRate: 0.01 },
    { parameters: [parameters[1]!], weightDecay: 0.1 },
  ];
  const cases: readonly Case[] = [
    {
      name: "Adam, cross-entropy",
      make: classifier,
      optimizer: (m) => over(m, (p) => new optimizers.Adam(p ?? {})),
      loss: () => losses.crossEntropy() as never,
      y: data.labels,
    },
    {
      name: "AdamW with a schedule, label smoothing, weights of rows",
      make: classifier,
      optimizer: (m) =>
        m ? new optimizers.AdamW(m.parameters, { learningRate: decay() }) : new optimizers.AdamW({ learningRate: decay() }),
      loss: () => losses.crossEntropy({ labelSmoothing: 0.1, classWeights: [1, 2, 0.5] }) as never,
      y: data.labels,
      weights: data.weights,
    },
    {
      name: "SGD with momentum, huber, weights of rows",
      make: regressor,
      optimizer: (m) =>
        m
          ? new optimizers.SGD(m.parameters, { learningRate: 0.1, momentum: 0.9 })
          : new optimizers.SGD({ learningRate: 0.1, momentum: 0.9 }),
      loss: () => losses.huber() as never,
      y: data.numbers,
      weights: data.weights,
    },
    {
      name: "sum of squares, no bias",
      make: () =>
        sequential([layers.dense(7, { activation: "sigmoid", useBias: false }), layers.dense(1, { activation: "tanh" })], { inputs: 10 }),
      optimizer: (m) => (m ? new optimizers.SGD(m.parameters, { learningRate: 1e-3 }) : new optimizers.SGD({ learningRate: 1e-3 })),
      loss: () => losses.meanSquaredError({ reduction: "sum" }) as never,
      y: data.numbers,
    },
    {
      name: "two groups, a parameter in none",
      make: classifier,
      optimizer: (m) => new optimizers.Adam(groupsOf(m as Sequential), { amsgrad: true }),
      loss: () => losses.crossEntropy() as never,
      y: data.labels,
    },
  ];

  test.each(cases)("$name", async ({ name, make, optimizer, loss, y, weights }) => {
    const [model, twin] = [make(), make()];
    const fitted = optimizer(name.startsWith("two groups") ? model : undefined);
    model.compile({ optimizer: fitted, loss: loss() });
    await model.fit(data.x, y, { epochs: 3, batchSize: 32, shuffle: false, sampleWeights: weights });
    const byHand = optimizer(twin);
    trainByHand(twin, byHand, loss(), batchesOf(data.x, y, weights, data.rows, 32), 12);
    expectSameBits(numbersOf(model), numbersOf(twin), "parameters");
    expect(fitted.stepCount).toBe(12);
    expect(fitted.state()).toEqual(byHand.state());
  });

  test("a loop by hand goes on where fit has ended, and fit where the loop has", async () => {
    const [model, twin] = [classifier(), classifier()];
    const [optimizer, other] = [new optimizers.Adam(), new optimizers.Adam(twin.parameters)];
    const loss = losses.crossEntropy();
    const batches = batchesOf(data.x, data.labels, undefined, 100, 50);
    model.compile({ optimizer, loss });
    await model.fit(data.x, data.labels, { batchSize: 50, shuffle: false });
    trainByHand(model, optimizer, loss as never, batches, 2);
    await model.fit(data.x, data.labels, { batchSize: 50, shuffle: false });
    trainByHand(twin, other, loss as never, batches, 6);
    expectSameBits(numbersOf(model), numbersOf(twin), "parameters");
  });
});

describe("batches", () => {
  test("every row once per epoch, in an order of its own", async () => {
    const model = classifier();
    model.compile({ optimizer: new optimizers.SGD({ learningRate: 0 }), loss: losses.crossEntropy(), metrics: ["accuracy"] });
    const { loss, metrics: measured } = await model.fit(data.x, data.labels, { epochs: 3, batchSize: 7 });
    const whole = model.evaluate(data.x, data.labels);
    for (const value of loss) expect(Math.abs(value / whole.loss - 1)).toBeLessThan(1e-12);
    expect(measured.accuracy).toEqual([whole.metrics.accuracy, whole.metrics.accuracy, whole.metrics.accuracy]);
  });

  const trained = async (options: object, seed = 1) => {
    const model = classifier(10, 20, seed);
    model.compile({ optimizer: new optimizers.Adam({ learningRate: 1e-2 }), loss: losses.crossEntropy() });
    await model.fit(data.x, data.labels, { epochs: 2, ...options });
    return numbersOf(model);
  };

  test("the seed names their order", async () => {
    const [first, again, other, ordered] = [
      await trained({ seed: 4 }),
      await trained({ seed: 4 }),
      await trained({ seed: 5 }),
      await trained({ shuffle: false }),
    ];
    expectSameBits(again, first, "same seed");
    expect(other).not.toEqual(first);
    expect(ordered).not.toEqual(first);
  });

  test("without a seed of its own each epoch of a model's life has another order", async () => {
    const epochs = async (calls: readonly number[]) => {
      const model = classifier();
      model.compile({ optimizer: new optimizers.Adam({ learningRate: 1e-2 }), loss: losses.crossEntropy(), metrics: ["accuracy"] });
      const [loss, accuracy]: [number[], number[]] = [[], []];
      for (const epochs of calls) {
        const history = await model.fit(data.x, data.labels, { epochs });
        loss.push(...history.loss);
        accuracy.push(...history.metrics.accuracy);
      }
      return { loss, accuracy, end: numbersOf(model) };
    };
    const [once, again] = [await epochs([4]), await epochs([1, 3])];
    expect([again.loss, again.accuracy]).toEqual([once.loss, once.accuracy]);
    expect(new Set(once.accuracy).size).toBeGreaterThan(1);
    expectSameBits(again.end, once.end, "parameters");
  });

  test.runIf(active === "native")("the same on the reference", async () => {
    const native = await trained({ seed: 3, sampleWeights: data.weights });
    useBackend("reference");
    const reference = await trained({ seed: 3, sampleWeights: data.weights });
    const off = Array.from(native, (number, i) => Math.abs(number - (reference[i] as number)));
    expect(Math.max(...off)).toBeLessThan(1e-5);
  });

  const labelKinds = { int32: Int32Array, uint16: Uint16Array, uint8: Uint8Array };
  const widths = [1, 2, 3, 4, 5, 63, 64, 70].flatMap((columns) =>
    (["int32", "uint16", "uint8", "soft"] as const).map((kind) => ({ columns, kind })),
  );

  test.each(widths)("gathered from rows of $columns inputs with $kind targets", async ({ columns, kind }) => {
    const { x, labels, weights, rows } = makeData(90, Math.max(2, columns));
    const inputs = x.subarray(0, rows * columns);
    const soft = new Float32Array(rows * classes);
    labels.forEach((label, row) => {
      soft[row * classes + label] = 1;
    });
    const y = kind === "soft" ? { data: soft, shape: [rows, classes] } : labelKinds[kind].from(labels);
    const train = async (shuffle: boolean) => {
      const model = classifier(columns, 3);
      model.compile({ optimizer: new optimizers.SGD({ learningRate: 0.1 }), loss: losses.crossEntropy() });
      const { loss } = await model.fit(inputs, y, { batchSize: rows, shuffle, sampleWeights: weights });
      return { loss: loss[0] as number, end: numbersOf(model) };
    };
    const [ordered, shuffled] = [await train(false), await train(true)];
    expect(Math.abs(shuffled.loss / ordered.loss - 1)).toBeLessThan(1e-12);
    shuffled.end.forEach((number, i) => {
      expect(Math.abs(number - (ordered.end[i] as number))).toBeLessThan(1e-6);
    });
  });

  test("one batch of everything, and batches of one row", async () => {
    const model = compiledClassifier();
    const before = model.evaluate(data.x, data.labels, { batchSize: 1000 });
    const { loss } = await model.fit(data.x, data.labels, { batchSize: 1000, shuffle: false });
    expect(loss[0]).toBe(before.loss);
    await model.fit(data.x.subarray(0, 30), data.labels.subarray(0, 3), { batchSize: 1 });
  });

  test.each(Object.keys(placements))("the arrays as they were at the call, from %s", async (name) => {
    const place = placements[name] as (values: Float32Array) => Float32Array;
    const [model, twin] = [compiledClassifier(), compiledClassifier()];
    const [x, weights, labels] = [place(data.x), place(data.weights), data.labels.slice()];
    const training = model.fit(x, labels, { epochs: 2, sampleWeights: weights });
    x.fill(Number.NaN);
    weights.fill(-1);
    labels.fill(99);
    await training;
    await twin.fit(data.x, data.labels, { epochs: 2, sampleWeights: data.weights });
    expectSameBits(numbersOf(model), numbersOf(twin), "parameters");
  });
});
