/** The worked examples of the field, with their exact numbers. */
import { losses, optimizers } from "steepest";
import { describe, expect, test } from "vitest";
import { expectWithin } from "../support/numbers";

const of = (...numbers: number[]) => Float32Array.from(numbers);
const row = (...numbers: number[]) => ({ data: of(...numbers), shape: [1, numbers.length] });

describe("regression", () => {
  const [prediction, target] = [of(95, 140, 190), of(100, 150, 200)];

  test("the mean squared error of (100, 150, 200) against (95, 140, 190) is 75", () => {
    // (25 + 100 + 100) / 3; a widely copied text says 83.33.
    expect(losses.meanSquaredError().value(prediction, target)).toBe(75);
    expect(losses.mse().value(prediction, target)).toBe(75);
    expectWithin(1, losses.mse().gradient(prediction, target), (i) => [-10 / 3, -20 / 3, -20 / 3][i] as number, "gradient");
    expect(losses.halfSquaredError().value(prediction, target)).toBe(37.5);
  });

  test("its absolute error is 25/3, and 25 in sum", () => {
    expect(losses.meanAbsoluteError().value(prediction, target)).toBeCloseTo(25 / 3, 14);
    expect(losses.mae({ reduction: "sum" }).value(prediction, target)).toBe(25);
    expect(losses.mae({ reduction: "sum" }).gradient(prediction, target)).toEqual(of(-1, -1, -1));
  });

  test("Huber's loss is half the square up to delta and a line beyond", () => {
    const huber = losses.huber({ delta: 1, reduction: "none" });
    expect(huber.value(of(0.5, 1, 3, -3), of(0, 0, 0, 0))).toEqual(of(0.125, 0.5, 2.5, 2.5));
    expect(huber.gradient(of(0.5, 1, 3, -3), of(0, 0, 0, 0))).toEqual(of(0.5, 1, 1, -1));
    expect(huber.hessian(of(0.5, 1, 3, -3), of(0, 0, 0, 0))).toEqual(of(1, 1, 0, 0));
    expect(losses.huber({ delta: 2 }).value(of(5), of(0))).toBe(8);
  });

  test("smooth L1 is Huber's loss divided by its bend", () => {
    const smooth = losses.smoothL1({ beta: 2, reduction: "none" });
    expect(smooth.value(of(1, 2, 5), of(0, 0, 0))).toEqual(of(0.25, 1, 4));
    expect(losses.smoothL1({ beta: 0, reduction: "none" }).value(of(0, -5), of(0, 0))).toEqual(of(0, 5));
  });

  test("log-cosh of 1 is 0.4338", () => {
    expect(losses.logCosh().value(of(1), of(0))).toBeCloseTo(0.4337808304830271, 6);
  });

  test("weights count in the denominator of the mean", () => {
    const weights = of(1, 3);
    expect(losses.mse().value(of(1, 2), of(0, 0), { weights })).toBe(13 / 4);
    expect(losses.mse({ reduction: "sumOverBatchSize" }).value(of(1, 2), of(0, 0), { weights })).toBe(13 / 2);
    expect(losses.mse({ reduction: "sum" }).value(of(1, 2), of(0, 0), { weights })).toBe(13);
    expect(losses.mse({ reduction: "none" }).value(of(1, 2), of(0, 0), { weights })).toEqual(of(1, 12));
  });
});

describe("classification", () => {
  test("the cross-entropy of probability 0.8 is 0.2231", () => {
    const logits = row(Math.log(0.8), Math.log(0.1), Math.log(0.1));
    expect(losses.crossEntropy().value(logits, Int32Array.of(0))).toBeCloseTo(0.2231435513142097, 6);
    expect(losses.binaryCrossEntropy({ fromLogits: false }).value(of(0.8), of(1))).toBeCloseTo(0.2231435513142097, 6);
    expect(losses.binaryCrossEntropy().value(of(Math.log(4)), of(1))).toBeCloseTo(0.2231435513142097, 6);
  });

  test("equal logits of two classes cost ln 2, with gradient −½ and ½", () => {
    const { value, gradient, count } = losses.crossEntropy().valueAndGradient(row(0, 0), Int32Array.of(0));
    expect(value).toBeCloseTo(Math.LN2, 7);
    expect([gradient, count]).toEqual([of(-0.5, 0.5), 1]);
    expect(losses.crossEntropy().hessian(row(0, 0), Int32Array.of(0))).toEqual(of(0.25, 0.25));
  });

  test("a logit of 0 costs ln 2 whatever the target, and pulls by their distance", () => {
    const loss = losses.binaryCrossEntropy({ reduction: "none" });
    const { value, gradient } = loss.valueAndGradient(of(0, 0, 0), of(0, 1, 0.5));
    expectWithin(1, value, () => Math.LN2, "value");
    expect(gradient).toEqual(of(0.5, -0.5, 0));
  });

  test("Keras's and PyTorch's example of four probabilities", () => {
    // keras.losses.BinaryCrossentropy: y_true (0, 1, 0, 0), y_pred (−18.6, 0.51, 2.94, −12.8) as logits gives 0.865.
    const value = losses.binaryCrossEntropy().value(of(-18.6, 0.51, 2.94, -12.8), of(0, 1, 0, 0));
    expect(value).toBeCloseTo(0.8654, 3);
    // keras.losses.CategoricalCrossentropy: the losses 0.0513 and 2.303 of (0.05, 0.95, 0) and (0.1, 0.8, 0.1), mean 1.177.
    const logits = { data: of(0.05, 0.95, 0, 0.1, 0.8, 0.1).map(Math.log), shape: [2, 3] };
    expect(losses.crossEntropy().value(logits, Int32Array.of(1, 2))).toBeCloseTo(1.1769, 3);
  });

  test("a class weight counts in the denominator, a smoothed label does not", () => {
    const logits = { data: new Float32Array(4), shape: [2, 2] };
    expect(losses.crossEntropy({ classWeights: [1, 3] }).value(logits, Int32Array.of(0, 1))).toBeCloseTo(Math.LN2, 7);
    expect(losses.crossEntropy({ classWeights: [1, 3], reduction: "sum" }).value(logits, Int32Array.of(0, 1))).toBeCloseTo(4 * Math.LN2, 6);
    const [pull, push] = losses.crossEntropy({ labelSmoothing: 0.2 }).gradient(row(0, 0), Int32Array.of(0)) as unknown as [number, number];
    expect(pull).toBeCloseTo(-0.4, 6);
    expect(push).toBeCloseTo(0.4, 6);
  });

  test("the hinge wants a margin of 1", () => {
    const loss = losses.hinge({ reduction: "none" });
    expect(loss.value(of(0.3, 2, -1, 1), of(1, 1, 1, -1))).toEqual(of(Math.fround(1 - Math.fround(0.3)), 0, 2, 2));
    expect(loss.gradient(of(0.3, 2, -1, 1), of(1, 1, 1, -1))).toEqual(of(-1, 0, -1, 1));
    expect(losses.squaredHinge({ reduction: "none" }).value(of(-1, 0), of(1, -1))).toEqual(of(4, 1));
    expect(losses.hinge({ targets: "zeroOne", reduction: "none" }).value(of(-1, 1), of(1, 0))).toEqual(of(2, 2));
  });
});

describe("first steps", () => {
  const begin = () => ({ data: of(1, -2, 0.5), gradient: of(3, -0.01, 100) });

  test("gradient descent moves by the learning rate times the gradient", () => {
    const parameter = begin();
    new optimizers.SGD([parameter], { learningRate: 0.5 }).step();
    expectWithin(1, parameter.data, (i) => [-0.5, -1.995, -49.5][i] as number, "data");
  });

  test("Adam's first step is the learning rate against the sign of the gradient", () => {
    const parameter = begin();
    new optimizers.Adam([parameter], { learningRate: 0.125 }).step();
    expectWithin(4, parameter.data, (i) => [0.875, -1.875, 0.375][i] as number, "data");
  });

  test("AdamW first takes off its share of the parameter", () => {
    const parameter = begin();
    new optimizers.AdamW([parameter], { learningRate: 0.125, weightDecay: 0.5 }).step();
    expectWithin(4, parameter.data, (i) => [1 - 0.0625 - 0.125, -2 + 0.125 + 0.125, 0.5 - 0.03125 - 0.125][i] as number, "data");
  });

  test("momentum gathers: with 0.9 and a constant gradient the steps are 1, 1.9, 2.71", () => {
    const parameter = { data: of(0), gradient: of(1) };
    const made = new optimizers.SGD([parameter], { learningRate: 1, momentum: 0.9 });
    const places = [-1, -2.9, -5.61].map((place) => {
      made.step();
      return [parameter.data[0], place] as const;
    });
    for (const [got, want] of places) expect(got).toBeCloseTo(want, 5);
  });

  test("a quadratic is brought to its minimum", () => {
    const parameter = { data: of(5, -3), gradient: new Float32Array(2) };
    const target = of(1, 2);
    const made = new optimizers.Adam([parameter], { learningRate: 0.1 });
    const loss = losses.mse();
    for (let step = 0; step < 500; ++step) {
      loss.gradient(parameter.data, target, { out: parameter.gradient });
      made.step();
    }
    expect(loss.value(parameter.data, target)).toBeLessThan(1e-6);
  });
});
