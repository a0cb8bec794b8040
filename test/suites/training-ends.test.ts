/** How a training ends early: aborts, disposal, lost memory; and what must wait for its end. */
import { losses, optimizers } from "steepest";
import { describe, expect, test } from "vitest";
import { batchesOf, classifier, compiledClassifier, makeData, numbersOf, trainByHand } from "../support/networks";
import { expectSameBits } from "../support/numbers";

const data = makeData(100);

describe("how a training ends early", () => {
  const long = makeData(3000);
  const endless = 1_000_000;

  test("an abort keeps the steps that were made", async () => {
    const [model, twin] = [classifier(), classifier()];
    const [optimizer, loss] = [new optimizers.Adam(), losses.crossEntropy()];
    model.compile({ optimizer, loss });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("no more")), 30);
    const training = model.fit(long.x, long.labels, { epochs: endless, batchSize: 32, shuffle: false, signal: controller.signal });
    await expect(training).rejects.toThrow("no more");
    expect(optimizer.stepCount).toBeGreaterThan(0);
    const batches = batchesOf(long.x, long.labels, undefined, long.rows, 32);
    trainByHand(twin, new optimizers.Adam(twin.parameters), loss as never, batches, optimizer.stepCount);
    expectSameBits(numbersOf(model), numbersOf(twin), "parameters");
    await model.fit(data.x, data.labels);
  });

  test("a signal that was aborted before, or between epochs", async () => {
    const model = compiledClassifier();
    const before = numbersOf(model);
    await expect(model.fit(data.x, data.labels, { signal: AbortSignal.abort("at once") })).rejects.toBe("at once");
    expectSameBits(numbersOf(model), before, "parameters");
    const controller = new AbortController();
    const training = model.fit(data.x, data.labels, {
      epochs: 9,
      signal: controller.signal,
      onEpoch: ({ epoch }) => (epoch === 2 ? controller.abort("later") : undefined),
    });
    await expect(training).rejects.toBe("later");
  });

  test("a short training does not wait for the end of a long one", async () => {
    const controller = new AbortController();
    const waiting = compiledClassifier().fit(long.x, long.labels, { epochs: endless, signal: controller.signal });
    await compiledClassifier().fit(data.x, data.labels, { epochs: 3, onEpoch: () => undefined });
    controller.abort("enough");
    await expect(waiting).rejects.toBe("enough");
  });

  test("nothing else may use the model in the middle of an epoch", async () => {
    const model = classifier();
    const optimizer = new optimizers.Adam();
    model.compile({ optimizer, loss: losses.crossEntropy() });
    const controller = new AbortController();
    const training = model.fit(long.x, long.labels, { epochs: endless, signal: controller.signal });
    const busy = expect.objectContaining({ code: "ERR_BUSY" });
    const message = "forward: expected a model that is idle, received one in the middle of an epoch";
    expect(() => model.forward(data.x)).toThrow(expect.objectContaining({ code: "ERR_BUSY", message }));
    expect(() => model.backward(data.x)).toThrow(busy);
    expect(() => model.predict(data.x)).toThrow(busy);
    expect(() => model.evaluate(data.x, data.labels)).toThrow(busy);
    expect(() => model.compile({ optimizer, loss: losses.crossEntropy() })).toThrow(busy);
    expect(() => optimizer.step()).toThrow(busy);
    expect(() => optimizer.load(optimizer.state())).toThrow(busy);
    await expect(model.fit(data.x, data.labels)).rejects.toEqual(busy);
    controller.abort("done");
    await expect(training).rejects.toBe("done");
    model.forward(data.x);
    optimizer.step();
  });

  test("a model disposed of while it trains", async () => {
    const model = compiledClassifier();
    setTimeout(() => model.dispose(), 10);
    await expect(model.fit(long.x, long.labels, { epochs: endless })).rejects.toEqual(expect.objectContaining({ code: "ERR_DISPOSED" }));
    expect(numbersOf(model).every(Number.isFinite)).toBe(true);
  });

  test("a parameter that loses its memory while it trains", async () => {
    const model = compiledClassifier();
    const { data: kernel } = model.parameters[0]!;
    const training = model.fit(long.x, long.labels, { epochs: 2 });
    structuredClone(kernel.buffer, { transfer: [kernel.buffer as ArrayBuffer] });
    const message = "parameters[0].data: expected an array with memory, received one whose buffer is detached";
    await expect(training).rejects.toEqual(expect.objectContaining({ code: "ERR_DETACHED", message }));
    await expect(model.fit(data.x, data.labels)).rejects.toEqual(expect.objectContaining({ code: "ERR_DETACHED" }));
  });
});
