/** Bad input to models: the same message and code on every backend, and nothing changed. */
import { layers, losses, optimizers, type Sequential, sequential } from "steepest";
import { describe, expect, test } from "vitest";
import { classifier, detached, numbersOf } from "../support/networks";
import { expectSameBits } from "../support/numbers";

describe("bad input", () => {
  const model = classifier();
  const rows: readonly [run: (model: Sequential) => unknown, kind: typeof TypeError | typeof RangeError, code: string, message: string][] =
    [
      [
        (m) => m.forward([1] as never),
        TypeError,
        "ERR_INVALID_TYPE",
        "x: expected a Float32Array or { data: Float32Array, shape }, received an Array of length 1",
      ],
      [
        (m) => m.forward(new Float32Array(11)),
        RangeError,
        "ERR_INVALID_LENGTH",
        "x: expected a multiple of 10 elements (rows of 10), received Float32Array of length 11",
      ],
      [
        (m) => m.forward({ data: new Float32Array(20), shape: [4, 5] }),
        RangeError,
        "ERR_INVALID_SHAPE",
        "x.shape: expected [rows, 10], received [4, 5]",
      ],
      [
        (m) => m.forward({ data: new Float32Array(20), shape: [2, 9] }),
        RangeError,
        "ERR_INVALID_SHAPE",
        "x.shape: expected sizes whose product is the 20 elements of data, received [2, 9]",
      ],
      [
        (m) => m.forward({ data: new Float64Array(20) as never, shape: [2, 10] }),
        TypeError,
        "ERR_INVALID_TYPE",
        "x.data: expected a Float32Array, received Float64Array of length 20",
      ],
      [
        (m) => m.forward(detached(10)),
        TypeError,
        "ERR_DETACHED",
        "x: expected an array with memory, received one whose buffer is detached",
      ],
      [
        (m) => m.predict(new Float32Array(3)),
        RangeError,
        "ERR_INVALID_LENGTH",
        "x: expected a multiple of 10 elements (rows of 10), received Float32Array of length 3",
      ],
      [(m) => m.backward(new Float32Array(3)), TypeError, "ERR_INVALID_VALUE", "backward: expected a forward before it, received none"],
      [
        (m) => m.evaluate(new Float32Array(10), new Int32Array(1)),
        TypeError,
        "ERR_NOT_COMPILED",
        "evaluate: expected a compiled model, received one without optimizer and loss: call compile first",
      ],
      [(m) => m.compile(undefined as never), TypeError, "ERR_INVALID_TYPE", "compile: expected an object of options, received undefined"],
      [
        (m) => m.compile({ optimizer: "adam" as never, loss: losses.mse() }),
        TypeError,
        "ERR_INVALID_TYPE",
        'compile: optimizer: expected an optimizer, received "adam"',
      ],
      [
        (m) => m.compile({ optimizer: new optimizers.SGD(), loss: "mse" as never }),
        TypeError,
        "ERR_INVALID_TYPE",
        'compile: loss: expected a loss, received "mse"',
      ],
      [
        (m) => m.compile({ optimizer: new optimizers.SGD(), loss: losses.mse({ reduction: "none" }) }),
        RangeError,
        "ERR_INVALID_OPTION",
        'compile: loss: expected a reduction to one number, received "none"',
      ],
      [
        (m) => m.compile({ optimizer: new optimizers.SGD(), loss: losses.crossEntropy({ classWeights: [1, 2] }) }),
        RangeError,
        "ERR_INVALID_LENGTH",
        "compile: loss: classWeights: expected 3 elements (one per output), received 2",
      ],
      [
        (m) => m.compile({ optimizer: new optimizers.SGD(), loss: losses.crossEntropy(), metrics: ["loss" as never] }),
        TypeError,
        "ERR_INVALID_OPTION",
        'compile: metrics: expected names among "accuracy", "f1", "mae", "mse", "precision", "r2", "recall", received "loss"',
      ],
      [
        (m) => m.compile({ optimizer: new optimizers.SGD(), loss: losses.crossEntropy(), metrics: "mae" as never }),
        TypeError,
        "ERR_INVALID_TYPE",
        'compile: metrics: expected an array of names, received "mae"',
      ],
      [
        (m) => m.compile({ optimizer: new optimizers.SGD(), loss: losses.crossEntropy(), metrics: ["mae"] }),
        RangeError,
        "ERR_INVALID_OPTION",
        'compile: metrics: expected metrics of classes beside crossEntropy, received "mae"',
      ],
      [
        (m) => m.compile({ optimizer: new optimizers.SGD(), loss: losses.mse(), metrics: ["r2"] }),
        RangeError,
        "ERR_INVALID_OPTION",
        "compile: metrics: expected a network of one output for r2, received one of 3",
      ],
      [
        (m) => m.compile({ optimizer: new optimizers.SGD(classifier().parameters), loss: losses.mse() }),
        RangeError,
        "ERR_INVALID_OPTION",
        "compile: optimizer: expected one that is unbound or bound to parameters of this model, received one bound to others",
      ],
      [
        (m) => m.compile({ optimizer: new optimizers.SGD(), loss: losses.mse(), metric: [] } as never),
        TypeError,
        "ERR_UNKNOWN_OPTION",
        'compile: expected options among optimizer, loss, metrics, received "metric"',
      ],
      [() => layers.dense(0), RangeError, "ERR_INVALID_OPTION", "dense: units: expected an integer from 1 to 16777216, received 0"],
      [
        () => layers.dense("3" as never),
        TypeError,
        "ERR_INVALID_TYPE",
        'dense: units: expected an integer from 1 to 16777216, received "3"',
      ],
      [
        () => layers.dense(3, { activation: "gelu" as never }),
        TypeError,
        "ERR_INVALID_OPTION",
        'dense: activation: expected "linear" or "relu" or "sigmoid" or "softmax" or "tanh", received "gelu"',
      ],
      [() => layers.dense(3, { useBias: 1 as never }), TypeError, "ERR_INVALID_OPTION", "dense: useBias: expected a boolean, received 1"],
      [
        () => layers.dense(3, { bias: true } as never),
        TypeError,
        "ERR_UNKNOWN_OPTION",
        'dense: expected options among activation, useBias, kernelInitializer, biasInitializer, received "bias"',
      ],
      [
        () => sequential([], { inputs: 1 }),
        TypeError,
        "ERR_INVALID_TYPE",
        "sequential: layers: expected an array of at least one layer, received an Array of length 0",
      ],
      [
        () => sequential([{} as never], { inputs: 1 }),
        TypeError,
        "ERR_INVALID_TYPE",
        "sequential: layers[0]: expected a layer, received an object of type Object",
      ],
      [
        () => sequential([layers.dense(1)], {} as never),
        TypeError,
        "ERR_INVALID_TYPE",
        "sequential: inputs: expected an integer from 1 to 16777216, received undefined",
      ],
      [
        () => sequential([layers.dense(1)], { inputs: 1, seed: -1 }),
        RangeError,
        "ERR_INVALID_OPTION",
        "sequential: seed: expected an integer of at least 0, received -1",
      ],
    ];

  test.each(rows.map(([run, kind, code, message]) => ({ run, kind, code, message })))("$message", ({ run, kind, code, message }) => {
    const before = numbersOf(model);
    let caught: unknown;
    try {
      run(model);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(kind);
    expect(caught).toMatchObject({ code, message });
    expectSameBits(numbersOf(model), before, "parameters");
  });

  test("gradients that don't fit the last forward, or overlap what is written", () => {
    const own = sequential([layers.dense(3)], { inputs: 1 });
    own.forward(new Float32Array(2));
    expect(() => own.backward(new Float32Array(3))).toThrow(
      "gradient: expected 6 elements (one per output of the last forward), received Float32Array of length 3",
    );
    expect(() => own.backward(new Float32Array(6), { accumulate: 1 as never })).toThrow(
      "backward: accumulate: expected a boolean, received 1",
    );
    own.forward(new Float32Array(1));
    expect(() => own.backward(own.parameters[1]?.gradient as Float32Array)).toThrow(
      "gradient: expected an array that shares no memory with the parameters' gradients, received one that does",
    );
  });

  test("a parameter that has lost its memory", () => {
    const own = classifier();
    const { data } = own.parameters[2] as { data: Float32Array };
    structuredClone(data.buffer, { transfer: [data.buffer as ArrayBuffer] });
    const message = "parameters[2].data: expected an array with memory, received one whose buffer is detached";
    expect(() => own.forward(new Float32Array(10))).toThrow(expect.objectContaining({ code: "ERR_DETACHED", message }));
  });

  test("a model that has been disposed of keeps its parameters and does nothing else", () => {
    const own = classifier();
    own.forward(new Float32Array(10));
    own[Symbol.dispose]();
    own.dispose();
    expect(own.parameters).toHaveLength(4);
    expect(() => own.forward(new Float32Array(10))).toThrow(expect.objectContaining({ code: "ERR_DISPOSED" }));
  });
});
