/** Training with every optimizer: the same bits as the loop by hand, on both backends; and its policy for gradients. */
import { losses, optimizers } from "steepest";
import { describe, expect, test } from "vitest";
import { optimizerSubjects } from "../support/catalogue";
import { batchesOf, classifier, makeData, numbersOf, trainByHand } from "../support/networks";
import { expectSameBits } from "../support/numbers";

const data = makeData(70);
const batchSize = 16;
const steps = Math.ceil(data.rows / batchSize);
const batches = batchesOf(data.x, data.labels, undefined, data.rows, batchSize);
const options = { batchSize, shuffle: false };
const loss = () => losses.crossEntropy();

const trainable = optimizerSubjects.filter(({ definition }) => definition.rules.every(({ inputs }) => inputs.length === 0));

describe.each(trainable)("$title", (subject) => {
  test("a fit steps like the loop by hand, also in the next fit", async () => {
    const [model, twin] = [classifier(), classifier()];
    const optimizer = subject.make(model.parameters);
    model.compile({ optimizer, loss: loss() });
    const other = subject.make(twin.parameters);
    for (const epochs of [2, 1]) {
      await model.fit(data.x, data.labels, { ...options, epochs });
      trainByHand(twin, other, loss() as never, batches, epochs * steps);
      expectSameBits(numbersOf(model), numbersOf(twin), "parameters");
    }
    expect(optimizer.state()).toEqual(other.state());
  });
});

const policies = [
  { gradientScale: 0.5, clipValue: 0.01 },
  { clipNorm: 0.05, clipGlobalNorm: 0.06, maximize: true },
  { clipGlobalNorm: 0.02, zeroGradient: true, nonFinite: "skip" },
] as const;

test.each(policies)("a fit with %o", async (policy) => {
  const [model, twin, plain] = [classifier(), classifier(), classifier()];
  model.compile({ optimizer: new optimizers.Adam(policy), loss: loss() });
  await model.fit(data.x, data.labels, { ...options, epochs: 2 });
  trainByHand(twin, new optimizers.Adam(twin.parameters, policy), loss() as never, batches, 2 * steps);
  expectSameBits(numbersOf(model), numbersOf(twin), "parameters");
  trainByHand(plain, new optimizers.Adam(plain.parameters), loss() as never, batches, 2 * steps);
  expect(numbersOf(model)).not.toEqual(numbersOf(plain));
});

/** Samples of which the second batch has no finite gradient. */
function spoiled(): Float32Array {
  const x = data.x.slice();
  x[batchSize * data.columns] = Number.NaN;
  return x;
}

test("steps without a finite gradient are left out, and the schedule waits for them", async () => {
  const [model, twin] = [classifier(), classifier()];
  const schedule = (step: number) => 0.01 / (step + 1);
  const optimizer = new optimizers.Adam({ learningRate: schedule, nonFinite: "skip" });
  model.compile({ optimizer, loss: loss() });
  await model.fit(spoiled(), data.labels, { ...options, epochs: 1 });
  expect(optimizer.stepCount).toBe(steps - 1);
  const good = batches.filter((_, index) => index !== 1);
  trainByHand(twin, new optimizers.Adam(twin.parameters, { learningRate: schedule }), loss() as never, good, steps - 1);
  expectSameBits(numbersOf(model), numbersOf(twin), "parameters");
});

test("a gradient that is not finite ends a training that is to stop there, after the steps before it", async () => {
  const [model, twin] = [classifier(), classifier()];
  const optimizer = new optimizers.Adam({ nonFinite: "throw" });
  model.compile({ optimizer, loss: loss() });
  const fit = model.fit(spoiled(), data.labels, { ...options, epochs: 3 });
  await expect(fit).rejects.toMatchObject({ name: "RangeError", code: "ERR_NOT_FINITE" });
  expect(optimizer.stepCount).toBe(1);
  trainByHand(twin, new optimizers.Adam(twin.parameters), loss() as never, batches, 1);
  expectSameBits(numbersOf(model), numbersOf(twin), "parameters");
  await model.fit(data.x, data.labels, options);
  expect(optimizer.stepCount).toBe(1 + steps);
});

test("an optimizer that reads a hessian cannot train a model, which has none", () => {
  const model = classifier();
  const message = "Sophia: parameters[0].hessian: expected a Float32Array, received undefined";
  expect(() => model.compile({ optimizer: new optimizers.Sophia(), loss: loss() })).toThrow(expect.objectContaining({ message }));
});
