/** The learning-rate range finder: its curve against arithmetic, and that it leaves everything as it was. */
import {
  type FindLearningRateOptions,
  findLearningRate,
  layers,
  losses,
  optimizers,
  type Sequential,
  schedules,
  sequential,
} from "steepest";
import { describe, expect, test } from "vitest";
import { detach } from "../support/errors";
import { classifier, gradientsOf, makeData, numbersOf, regressor } from "../support/networks";
import { expectSameBits } from "../support/numbers";

const data = makeData(100);

/** One weight that starts at 3, one row: the loss is w², a step with rate r multiplies w by 1 − 2r. */
function parabola(): Sequential {
  const model = sequential([layers.dense(1, { useBias: false })], { inputs: 1 });
  model.parameters[0]?.data.fill(3);
  model.compile({ optimizer: new optimizers.SGD({ learningRate: 0.125 }), loss: losses.meanSquaredError() });
  return model;
}

const one = Float32Array.of(1);
const zero = Float32Array.of(0);
const sweepParabola = (options: FindLearningRateOptions) => findLearningRate(parabola(), one, zero, options);

describe("on a parabola", () => {
  const steps = 60;
  const rates = Array.from({ length: steps }, (_, k) => 1e-4 * 1e5 ** (k / (steps - 1)));
  const weights = [3];
  for (const rate of rates) weights.push((weights.at(-1) as number) * (1 - 2 * rate));

  test("rates rise by an equal factor, and losses are those before each step", async () => {
    const curve = await sweepParabola({ from: 1e-4, to: 10, steps, smoothing: 0 });
    const last = weights.findIndex((w) => w * w > 4 * 9 + 1e-3);
    expect(curve.losses.length).toBe(last + 1);
    expect(last).toBeLessThan(steps);
    for (const [k, loss] of curve.losses.entries()) {
      expect(Math.abs((curve.rates[k] as number) / (rates[k] as number) - 1)).toBeLessThan(1e-13);
      expect(Math.abs(loss - (weights[k] as number) ** 2)).toBeLessThan(1e-5 * Math.max(9, loss));
    }
    expect(curve.smoothed).toEqual(curve.losses);
    expect(curve.rates.length).toBe(curve.losses.length);
  });

  test("the suggestion is the rate where the smoothed loss falls fastest before its best", async () => {
    const { rates: own, smoothed, suggestion } = await sweepParabola({ from: 1e-4, to: 10, steps });
    const slopes = smoothed.map((loss, k) => loss - (smoothed[k - 2] ?? Number.NaN));
    const best = smoothed.indexOf(Math.min(...smoothed));
    const steepest = Math.min(...slopes.slice(7, best + 2));
    expect(suggestion).toBe(own[slopes.indexOf(steepest) - 1]);
    expect(suggestion).toBeGreaterThan(0.01);
    expect(suggestion).toBeLessThan(0.5);
  });

  test("smoothing is a mean with the weights of Adam's", async () => {
    const { losses: raw, smoothed } = await sweepParabola({ from: 1e-4, to: 0.4, steps: 20, smoothing: 0.5 });
    for (const [k, mean] of smoothed.entries()) {
      const terms = raw.slice(0, k + 1).map((loss, i) => loss * 0.5 ** (k - i));
      const total = terms.reduce((sum, _, i) => sum + 0.5 ** (k - i), 0);
      expect(mean).toBeCloseTo(terms.reduce((sum, term) => sum + term, 0) / total, 10);
    }
  });

  test("without a fall there is no suggestion", async () => {
    expect((await sweepParabola({ from: 1.5, to: 3, steps: 10, divergence: 1e9 })).suggestion).toBeUndefined();
  });

  test("a loss that is no number ends the curve before it", async () => {
    const curve = await sweepParabola({ from: 1e30, to: 1e38, steps: 10, divergence: 1e300 });
    expect(curve.losses.length).toBeLessThan(4);
    expect(curve.losses.every(Number.isFinite)).toBe(true);
  });
});

/** A model in the middle of its life, with gradients and a state of its optimizer. */
async function usedModel(): Promise<Sequential> {
  const model = classifier();
  const learningRate = schedules.exponential({ initial: 0.01, factor: 0.9 });
  model.compile({ optimizer: new optimizers.Adam({ learningRate }), loss: losses.crossEntropy() });
  await model.fit(data.x, data.labels, { epochs: 1 });
  for (const { gradient } of model.parameters) gradient.fill(0.25);
  return model;
}

describe("leaves as it was", () => {
  const endings: readonly (readonly [string, (model: Sequential) => Promise<unknown>])[] = [
    ["a sweep", (model) => findLearningRate(model, data.x, data.labels, { steps: 30 })],
    ["a sweep that diverges", (model) => findLearningRate(model, data.x, data.labels, { from: 1, to: 1e6, divergence: 0.1 })],
    [
      "a sweep that is ended",
      (model) => findLearningRate(model, data.x, data.labels, { signal: AbortSignal.abort(new Error("enough")) }).catch(() => {}),
    ],
    ["bad weights", (model) => findLearningRate(model, data.x, data.labels, { sampleWeights: new Float32Array(3) }).catch(() => {})],
  ];

  test.each(endings)("parameters, gradients, state and schedule after %s", async (_, run) => {
    const [model, untouched] = [await usedModel(), await usedModel()];
    await run(model);
    expectSameBits(numbersOf(model), numbersOf(untouched), "parameters");
    expectSameBits(gradientsOf(model), gradientsOf(untouched), "gradients");
    for (const each of [model, untouched]) await each.fit(data.x, data.labels, { epochs: 2 });
    expectSameBits(numbersOf(model), numbersOf(untouched), "parameters after further training");
  });

  test("the same sweep gives the same curve, another seed another", async () => {
    const model = await usedModel();
    const sweep = (options: FindLearningRateOptions) => findLearningRate(model, data.x, data.labels, { steps: 20, ...options });
    const first = await sweep({});
    expect(await sweep({})).toEqual(first);
    expect(first.losses.length).toBe(20);
    expect((await sweep({ seed: 5 })).losses).not.toEqual(first.losses);
    expect((await sweep({ sampleWeights: data.weights })).losses).not.toEqual(first.losses);
  });
});

describe("while it runs", () => {
  /** Takes longer than one turn. */
  function longSweep(options: FindLearningRateOptions = {}) {
    const many = makeData(2000);
    const model = regressor(10, 64);
    const optimizer = new optimizers.SGD();
    model.compile({ optimizer, loss: losses.huber() });
    const sweep = findLearningRate(model, many.x, many.numbers, { from: 1e-9, to: 1e-6, steps: 1000, batchSize: 500, ...options });
    return { model, optimizer, sweep };
  }

  test("model and optimizer are busy", async () => {
    const { model, optimizer, sweep } = longSweep();
    expect(() => model.forward(data.x)).toThrow(expect.objectContaining({ code: "ERR_BUSY" }));
    expect(() => optimizer.step()).toThrow(expect.objectContaining({ code: "ERR_BUSY" }));
    await expect(findLearningRate(model, data.x, data.numbers)).rejects.toMatchObject({ code: "ERR_BUSY" });
    expect((await sweep).losses.length).toBe(1000);
    expect(model.forward(data.x).shape).toEqual([100, 1]);
  });

  test("it can be ended", async () => {
    const end = new AbortController();
    const { model, sweep } = longSweep({ signal: end.signal });
    end.abort(new Error("enough"));
    await expect(sweep).rejects.toThrow("enough");
    expect(model.forward(data.x).shape).toEqual([100, 1]);
  });

  test("disposing of the model ends it", async () => {
    const { model, sweep } = longSweep();
    model.dispose();
    await expect(sweep).rejects.toMatchObject({ code: "ERR_DISPOSED" });
  });

  test("a parameter that loses its memory ends it", async () => {
    const { model, sweep } = longSweep();
    detach(model.parameters[0]?.data as Float32Array);
    await expect(sweep).rejects.toMatchObject({ code: "ERR_DETACHED" });
  });
});

describe("errors", () => {
  const owner = "findLearningRate";
  const cases: readonly (readonly [FindLearningRateOptions, string, string])[] = [
    [{ from: 0 }, "ERR_INVALID_OPTION", "from: expected a finite number above 0, received 0"],
    [{ from: 1, to: 1 }, "ERR_INVALID_OPTION", "to: expected a rate above 1, received 1"],
    [{ steps: 2 }, "ERR_INVALID_OPTION", "steps: expected an integer of at least 3, received 2"],
    [{ batchSize: 0 }, "ERR_INVALID_OPTION", "batchSize: expected an integer of at least 1, received 0"],
    [{ seed: -1 }, "ERR_INVALID_OPTION", "seed: expected an integer of at least 0, received -1"],
    [{ smoothing: 1 }, "ERR_INVALID_OPTION", "smoothing: expected a number of at least 0 and below 1, received 1"],
    [{ divergence: -1 }, "ERR_INVALID_OPTION", "divergence: expected a finite number above 0, received -1"],
    [{ signal: 1 as never }, "ERR_INVALID_TYPE", "signal: expected an AbortSignal, received 1"],
    [
      { sampleWeights: new Float32Array(2) },
      "ERR_INVALID_LENGTH",
      "sampleWeights: expected 1 elements (one per row of x), received Float32Array of length 2",
    ],
  ];

  test.each(cases)("%o", async (options, code, message) => {
    await expect(sweepParabola(options)).rejects.toMatchObject({ code, message: `${owner}: ${message}` });
  });

  test("a model without optimizer and loss", async () => {
    await expect(findLearningRate(classifier(), data.x, data.labels)).rejects.toMatchObject({ code: "ERR_NOT_COMPILED" });
  });
});
