/** Bad input to training: the same message and code on every backend, and nothing changed. */
import { losses, optimizers, type Sequential } from "steepest";
import { describe, expect, test } from "vitest";
import { classifier, compiledClassifier, makeData, numbersOf, regressor } from "../support/networks";
import { expectSameBits } from "../support/numbers";

const data = makeData(100);

describe("bad input", () => {
  const { x, labels, numbers } = data;
  const badLabels = labels.slice();
  badLabels[7] = 3;
  const badWeights = data.weights.slice();
  badWeights[5] = Number.NaN;
  const calling =
    (...args: unknown[]) =>
    (model: Sequential) =>
      (model.fit as (...args: unknown[]) => Promise<unknown>)(...args);
  const rows: readonly [message: string, code: string, kind: typeof TypeError | typeof RangeError, run: (model: Sequential) => unknown][] =
    [
      [
        "y: expected labels (Int32Array, Uint16Array or Uint8Array) or { data: Float32Array, shape } for crossEntropy, received Float32Array of length 100",
        "ERR_INVALID_TYPE",
        TypeError,
        calling(x, numbers),
      ],
      [
        "y: expected 100 elements (one label per row of x), received Int32Array of length 99",
        "ERR_INVALID_LENGTH",
        RangeError,
        calling(x, labels.subarray(1)),
      ],
      ["y[7]: expected a label from 0 to 2 or -100 to ignore the row, received 3", "ERR_INVALID_LABEL", RangeError, calling(x, badLabels)],
      ["y.shape: expected [rows, 3], received [100, 1]", "ERR_INVALID_SHAPE", RangeError, calling(x, { data: numbers, shape: [100, 1] })],
      [
        "x: expected a multiple of 10 elements (rows of 10), received Float32Array of length 999",
        "ERR_INVALID_LENGTH",
        RangeError,
        calling(x.subarray(1), labels),
      ],
      ["x: expected 1 to 4294967295 rows, received 0", "ERR_INVALID_LENGTH", RangeError, calling(new Float32Array(0), new Int32Array(0))],
      [
        "fit: sampleWeights[5]: expected a number of at least 0, received NaN",
        "ERR_INVALID_WEIGHT",
        RangeError,
        calling(x, labels, { sampleWeights: badWeights }),
      ],
      [
        "fit: sampleWeights: expected 100 elements (one per row of x), received Float32Array of length 1000",
        "ERR_INVALID_LENGTH",
        RangeError,
        calling(x, labels, { sampleWeights: x }),
      ],
      ["fit: epochs: expected an integer of at least 1, received 0", "ERR_INVALID_OPTION", RangeError, calling(x, labels, { epochs: 0 })],
      [
        "fit: epochs: expected an integer of at least 1, received 1.5",
        "ERR_INVALID_OPTION",
        RangeError,
        calling(x, labels, { epochs: 1.5 }),
      ],
      [
        'fit: batchSize: expected an integer of at least 1, received "32"',
        "ERR_INVALID_TYPE",
        TypeError,
        calling(x, labels, { batchSize: "32" }),
      ],
      ["fit: shuffle: expected a boolean, received 1", "ERR_INVALID_TYPE", TypeError, calling(x, labels, { shuffle: 1 })],
      ["fit: seed: expected an integer of at least 0, received -1", "ERR_INVALID_OPTION", RangeError, calling(x, labels, { seed: -1 })],
      [
        "fit: validationSplit: expected a number of at least 0 and below 1, received 1",
        "ERR_INVALID_OPTION",
        RangeError,
        calling(x, labels, { validationSplit: 1 }),
      ],
      [
        "fit: validationSplit: expected a share that leaves rows on both sides, received 0.999 of 100 rows",
        "ERR_INVALID_OPTION",
        RangeError,
        calling(x, labels, { validationSplit: 0.999 }),
      ],
      [
        "fit: validationSplit: expected 0 beside validationData, received both",
        "ERR_INVALID_OPTION",
        RangeError,
        calling(x, labels, { validationSplit: 0.5, validationData: [x, labels] }),
      ],
      [
        "fit: validationData: expected [x, y] or [x, y, sampleWeights], received an Array of length 1",
        "ERR_INVALID_TYPE",
        TypeError,
        calling(x, labels, { validationData: [x] }),
      ],
      [
        "validationData[1][7]: expected a label from 0 to 2 or -100 to ignore the row, received 3",
        "ERR_INVALID_LABEL",
        RangeError,
        calling(x, labels, { validationData: [x, badLabels] }),
      ],
      [
        "fit: signal: expected an AbortSignal, received an object of type Object",
        "ERR_INVALID_TYPE",
        TypeError,
        calling(x, labels, { signal: {} }),
      ],
      ["fit: onEpoch: expected a function, received true", "ERR_INVALID_TYPE", TypeError, calling(x, labels, { onEpoch: true })],
      [
        'fit: expected options among epochs, batchSize, shuffle, seed, validationSplit, validationData, sampleWeights, signal, onEpoch, received "epoch"',
        "ERR_UNKNOWN_OPTION",
        TypeError,
        calling(x, labels, { epoch: 3 }),
      ],
      ["fit: expected an object of options, received 5", "ERR_INVALID_TYPE", TypeError, calling(x, labels, 5)],
      [
        "evaluate: sampleWeights[5]: expected a number of at least 0, received NaN",
        "ERR_INVALID_WEIGHT",
        RangeError,
        (m) => m.evaluate(x, labels, { sampleWeights: badWeights }),
      ],
      [
        "evaluate: batchSize: expected an integer of at least 1, received 0",
        "ERR_INVALID_OPTION",
        RangeError,
        (m) => m.evaluate(x, labels, { batchSize: 0 }),
      ],
      [
        "y[7]: expected a label from 0 to 2 or -100 to ignore the row, received 3",
        "ERR_INVALID_LABEL",
        RangeError,
        (m) => m.evaluate(x, badLabels),
      ],
    ];

  test.each(rows)("%s", async (message, code, kind, run) => {
    const model = compiledClassifier();
    const before = numbersOf(model);
    const caught: unknown = await (async () => run(model))().catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(kind);
    expect(caught).toMatchObject({ code, message });
    expectSameBits(numbersOf(model), before, "parameters");
  });

  test("a pointwise loss wants numbers, and metrics of classes numbers that name a class", async () => {
    const model = regressor();
    model.compile({ optimizer: new optimizers.SGD(), loss: losses.meanSquaredError(), metrics: ["accuracy"] });
    const labelled = "y: expected a Float32Array or { data: Float32Array, shape } for meanSquaredError, received Int32Array of length 100";
    await expect(model.fit(x, labels)).rejects.toThrow(labelled);
    const far = data.binary.slice();
    far[3] = 2;
    await expect(model.fit(x, far)).rejects.toThrow("y[3]: expected a number from -1 to 1 for metrics of classes, received 2");
  });

  test("a schedule that gives no learning rate stops the training before its first step", async () => {
    const model = classifier();
    model.compile({
      optimizer: new optimizers.SGD({ learningRate: (step) => (step < 20 ? 0.1 : Number.NaN) }),
      loss: losses.crossEntropy(),
    });
    const before = numbersOf(model);
    await expect(model.fit(x, labels, { epochs: 10 })).rejects.toThrow(
      "SGD: schedule at step 20: learningRate: expected a finite number of at least 0, received NaN",
    );
    expectSameBits(numbersOf(model), before, "parameters");
    await model.fit(x, labels, { epochs: 5 });
  });

  test("a model without compile", async () => {
    await expect(classifier().fit(x, labels)).rejects.toEqual(expect.objectContaining({ code: "ERR_NOT_COMPILED" }));
  });
});
