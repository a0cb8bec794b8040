/** Memory in unusual forms, inputs that are no numbers, and sizes from nothing upwards: defined results and no crash. */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { resizable, thrownBy } from "../support/errors";
import { largestFloat, smallestSubnormal } from "../support/numbers";
import { dataOf, reductions, specimens } from "../support/samples";

const loss = losses.huber({ reduction: "none" });

describe("a resizable buffer", () => {
  const numbers = [1, -2, 3, -4, 5, -6];
  const target = new Float32Array(6);
  const want = loss.gradient(Float32Array.from(numbers), target);

  test.each([
    ["an array of a fixed length", 6],
    ["an array that follows its buffer", undefined],
  ])("%s is an input and an output like any other", (_, length) => {
    expect(loss.gradient(resizable(numbers, length).array, target)).toEqual(want);
    const { array: out } = resizable(new Array(6).fill(7), length);
    expect(loss.gradient(Float32Array.from(numbers), target, { out })).toBe(out);
    expect(Array.from(out)).toEqual(Array.from(want));
  });

  test("the length is that of the call, not that of an earlier one", () => {
    const { array, resize } = resizable(numbers);
    expect(loss.gradient(array, target)).toEqual(want);
    resize(4);
    expect(loss.gradient(array, target.subarray(0, 4))).toEqual(want.slice(0, 4));
    expect(thrownBy(() => loss.gradient(array, target))[1]).toBe("ERR_INVALID_LENGTH");
    resize(6);
    expect(loss.gradient(array, target)).toHaveLength(6);
  });

  test("an array that its buffer has shrunk below, and grown over again", () => {
    const { array, resize } = resizable(numbers, 6);
    resize(5);
    expect(thrownBy(() => loss.gradient(array, target))[1]).toBe("ERR_DETACHED");
    resize(6);
    expect(loss.gradient(array, target)).toHaveLength(6);
  });
});

test("shared memory is an input and an output like any other", () => {
  const shared = (numbers: readonly number[]) => {
    const array = new Float32Array(new SharedArrayBuffer(4 * numbers.length));
    array.set(numbers);
    return array;
  };
  const [prediction, target, weights, out] = [shared([1, 2, 3]), shared([0, 2, 5]), shared([1, 2, 0]), shared([7, 7, 7])];
  expect(loss.gradient(prediction, target, { weights, out })).toBe(out);
  expect(Array.from(out)).toEqual([1, 0, 0]);
  expect(thrownBy(() => loss.gradient(prediction, target, { out: prediction }))[1]).toBe("ERR_OVERLAP");
});

test("inputs may share memory with each other, and outputs may touch inputs", () => {
  const room = Float32Array.of(1, 2, 3, 7, 7, 7);
  const [inputs, out] = [room.subarray(0, 3), room.subarray(3)];
  loss.gradient(inputs, inputs, { weights: inputs, out });
  expect(Array.from(room)).toEqual([1, 2, 3, 0, 0, 0]);
});

test("the first bad weight is named, wherever it is", () => {
  const length = 70_000;
  const zeros = new Float32Array(length);
  for (const place of [0, 15, 16, 4095, 4096, 12_345, length - 1]) {
    const weights = new Float32Array(length).fill(1);
    weights.fill(-1, place);
    const message = `weights[${place}]: expected a number of at least 0, received -1`;
    expect(thrownBy(() => loss.value(zeros, zeros, { weights }))).toEqual(["RangeError", "ERR_INVALID_WEIGHT", message]);
  }
});

test("a weight of −0 is 0", () => {
  const spoiled = Float32Array.of(Number.NaN, 1);
  const { value, count } = losses.huber().valueAndGradient(spoiled, Float32Array.of(0, 3), { weights: Float32Array.of(-0, 1) });
  expect([value, count]).toEqual([1.5, 1]);
});

describe.each(specimens)("$title", ({ make, sample }) => {
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, largestFloat, -largestFloat, smallestSubnormal, -0];

  test.each(odd)("inputs full of %s neither crash nor throw", (x) => {
    const inputs = sample(33);
    const data = dataOf(inputs.prediction).slice().fill(x);
    const prediction = inputs.prediction instanceof Float32Array ? data : { ...inputs.prediction, data };
    for (const reduction of reductions) {
      const { value, gradient, count } = make({ reduction, validate: false }).valueAndGradient(prediction, inputs.target);
      expect([typeof value, gradient.length, count]).toEqual([reduction === "none" ? "object" : "number", data.length, 33]);
      expect(make({ reduction, validate: false }).hessian(prediction, inputs.target)).toHaveLength(data.length);
    }
  });

  test("a shape counts the rows: one weight per row", () => {
    const inputs = sample(12);
    if (!(inputs.prediction instanceof Float32Array)) return;
    const shaped = { data: inputs.prediction, shape: [4, 3] };
    const byRow = Float32Array.of(1, 0, 2, 0.5);
    const byElement = Float32Array.from({ length: 12 }, (_, i) => byRow[Math.floor(i / 3)] as number);
    for (const reduction of reductions) {
      const loss = make({ reduction });
      const want = loss.valueAndGradient(inputs.prediction, inputs.target, { weights: byElement });
      expect(loss.valueAndGradient(shaped, inputs.target, { weights: byRow })).toEqual(want);
      expect(loss.hessian(shaped, inputs.target, { weights: byRow })).toEqual(
        loss.hessian(inputs.prediction, inputs.target, { weights: byElement }),
      );
    }
  });
});
