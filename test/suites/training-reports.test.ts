/** What training reports: metrics, validation, epochs; and that threads change none of it. */
import { layers, losses, metrics, optimizers, runtime, sequential, useThreads } from "steepest";
import { afterEach, describe, expect, test } from "vitest";
import { classes, classifier, compiledClassifier, makeData, numbersOf, regressor } from "../support/networks";
import { expectSameBits } from "../support/numbers";

const { backend: active, threads } = runtime();
const data = makeData(100);

afterEach(() => useThreads(threads));

describe("what is reported", () => {
  test("class metrics are those of the library", () => {
    const model = classifier();
    model.compile({ optimizer: new optimizers.SGD(), loss: losses.crossEntropy(), metrics: ["accuracy", "precision", "recall", "f1"] });
    const outputs = model.predict(data.x);
    const weights = data.weights;
    const got = model.evaluate(data.x, data.labels, { sampleWeights: weights });
    expect(Math.abs(got.loss - losses.crossEntropy().value(outputs, data.labels, { weights }))).toBeLessThan(1e-6);
    expect(got.metrics.accuracy).toBe(metrics.accuracy(outputs, data.labels, { weights }));
    expect(got.metrics.precision).toBe(metrics.precision(outputs, data.labels, { weights, average: "macro" }));
    expect(got.metrics.recall).toBe(metrics.recall(outputs, data.labels, { weights, average: "macro" }));
    expect(got.metrics.f1).toBe(metrics.f1(outputs, data.labels, { weights, average: "macro" }));
  });

  test("soft targets are of the class of their largest number", () => {
    const model = classifier();
    model.compile({ optimizer: new optimizers.SGD(), loss: losses.crossEntropy(), metrics: ["accuracy"] });
    const soft = new Float32Array(100 * classes).fill(0.1);
    data.labels.forEach((label, row) => {
      soft[row * classes + label] = 0.8;
    });
    const expected = model.evaluate(data.x, data.labels).metrics.accuracy;
    expect(model.evaluate(data.x, { data: soft, shape: [100, classes] }).metrics.accuracy).toBe(expected);
  });

  test("ignored rows count nowhere", () => {
    const model = classifier();
    model.compile({ optimizer: new optimizers.SGD(), loss: losses.crossEntropy({ ignoreIndex: -1 }), metrics: ["accuracy"] });
    const labels = data.labels.map((label, row) => (row >= 40 ? -1 : label));
    const got = model.evaluate(data.x, labels);
    const expected = model.evaluate(data.x.subarray(0, 400), data.labels.subarray(0, 40));
    expect(got.metrics).toEqual(expected.metrics);
    expect(Math.abs(got.loss - expected.loss)).toBeLessThan(1e-6);
  });

  test("regression metrics are those of the library", () => {
    const model = regressor();
    model.compile({ optimizer: new optimizers.SGD(), loss: losses.huber(), metrics: ["mse", "mae", "r2"] });
    const { data: outputs } = model.predict(data.x);
    const got = model.evaluate(data.x, data.numbers, { sampleWeights: data.weights });
    for (const name of ["mse", "mae", "r2"] as const) {
      expect(Math.abs(got.metrics[name] - metrics[name](outputs, data.numbers, { weights: data.weights })), name).toBeLessThan(1e-12);
    }
  });

  test.each([
    [{ fromLogits: true } as const, 0],
    [{ fromLogits: false } as const, 0.5],
  ])("two classes from one output: binaryCrossEntropy %o decides at %f", (options, threshold) => {
    const model = sequential([layers.dense(1, { activation: options.fromLogits ? "linear" : "sigmoid" })], { inputs: 10, seed: 5 });
    model.compile({ optimizer: new optimizers.SGD(), loss: losses.binaryCrossEntropy(options), metrics: ["accuracy", "f1"] });
    const { data: outputs } = model.predict(data.x);
    const got = model.evaluate(data.x, data.binary);
    expect(got.metrics.accuracy).toBe(metrics.accuracy(outputs, data.binary, { threshold }));
    expect(got.metrics.f1).toBe(metrics.f1(outputs, data.binary, { threshold }));
  });

  test("a validation split is the end of the samples, validated after the epoch", async () => {
    const [model, twin] = [compiledClassifier(), compiledClassifier()];
    const {
      validationLoss,
      validationMetrics,
      metrics: own,
    } = await model.fit(data.x, data.labels, { epochs: 2, validationSplit: 0.25, sampleWeights: data.weights });
    const [x, y, weights] = [data.x.subarray(750), data.labels.subarray(75), data.weights.subarray(75)];
    const given = await twin.fit(data.x.subarray(0, 750), data.labels.subarray(0, 75), {
      epochs: 2,
      sampleWeights: data.weights.subarray(0, 75),
      validationData: [x, y, weights],
    });
    expect(given.validationLoss).toEqual(validationLoss);
    expect(validationLoss).toHaveLength(2);
    expect(model.evaluate(x, y, { sampleWeights: weights }).loss).toBe(validationLoss[1]);
    expect([own, validationMetrics]).toEqual([{}, {}]);
    expectSameBits(numbersOf(model), numbersOf(twin), "parameters");
  });

  test("onEpoch is told after each epoch, may measure and change the learning rate, and may end the training", async () => {
    const model = classifier();
    const optimizer = new optimizers.Adam({ learningRate: 1e-2 });
    model.compile({ optimizer, loss: losses.crossEntropy(), metrics: ["accuracy"] });
    const seen: number[] = [];
    const history = await model.fit(data.x, data.labels, {
      epochs: 5,
      batchSize: 10,
      validationData: [data.x, data.labels],
      onEpoch: async (report) => {
        seen.push(report.epoch);
        expect([report.epochs, report.steps, optimizer.stepCount]).toEqual([5, 10, 10 * report.epoch]);
        expect(model.evaluate(data.x, data.labels, { batchSize: 10 })).toEqual({
          loss: report.validationLoss,
          metrics: report.validationMetrics,
        });
        model.forward(data.x);
        await new Promise((resolve) => setTimeout(resolve, 1));
        optimizer.learningRate = 0;
        return report.epoch < 3;
      },
    });
    expect(seen).toEqual([1, 2, 3]);
    expect([history.epochs, history.loss.length, history.metrics.accuracy.length, history.validationMetrics.accuracy.length]).toEqual([
      3, 3, 3, 3,
    ]);
    expect(history.validationLoss[1]).toBe(history.validationLoss[2]);
  });

  test("what onEpoch throws ends the training and keeps what it has learned", async () => {
    const model = compiledClassifier();
    const before = numbersOf(model);
    const failing = model.fit(data.x, data.labels, { epochs: 5, onEpoch: () => Promise.reject(new Error("enough")) });
    await expect(failing).rejects.toThrow("enough");
    expect(numbersOf(model)).not.toEqual(before);
    await model.fit(data.x, data.labels);
  });

  test("a loss that everything is ignored by is 0", async () => {
    const model = compiledClassifier();
    const { loss } = await model.fit(data.x, data.labels, { sampleWeights: new Float32Array(100) });
    expect(loss).toEqual([0]);
  });
});

describe.runIf(active === "native")("threads", () => {
  /** Large enough for the team. */
  const big = makeData(300, 300);
  const train = async (count: number) => {
    useThreads(count);
    const model = sequential([layers.dense(160, { activation: "tanh" }), layers.dense(96, { activation: "relu" }), layers.dense(classes)], {
      inputs: 300,
    });
    model.compile({ optimizer: new optimizers.Adam(), loss: losses.crossEntropy(), metrics: ["accuracy"] });
    const { loss } = await model.fit(big.x, big.labels, { epochs: 3, batchSize: 64, validationSplit: 0.2 });
    return { loss, end: numbersOf(model), outputs: model.predict(big.x).data };
  };

  test("any number of them gives the same bits", async () => {
    const one = await train(1);
    for (const count of [2, 3, 7]) {
      const many = await train(count);
      expect(many.loss).toEqual(one.loss);
      expectSameBits(many.end, one.end, `parameters with ${count} threads`);
      expectSameBits(many.outputs, one.outputs, `outputs with ${count} threads`);
    }
  });

  test("models that train at once learn what each learns alone", async () => {
    const alone = await train(2);
    const together = await Promise.all([train(2), train(2), train(2)]);
    for (const { end } of together) expectSameBits(end, alone.end, "parameters");
  });
});
