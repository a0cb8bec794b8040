/** What holds for each element by itself: NaN, order, position, one pass or two. */
import type { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { outputs } from "../support/bounds";
import { pointwise } from "../support/catalogue";
import { ordinaryPairs } from "../support/inputs";
import { expectSameBits, randomSource } from "../support/numbers";
import { type AnyLoss, reductions, specimens } from "../support/samples";

describe.each(specimens)("$title", ({ make, sample }) => {
  test.each(reductions)("valueAndGradient gives the bits of value and gradient (%s)", (reduction) => {
    const loss = make({ reduction });
    for (const terms of [1, 15, 16, 37, 5000]) {
      const { prediction, target } = sample(terms, terms);
      const { value, gradient, count } = loss.valueAndGradient(prediction, target);
      const alone = loss.value(prediction, target);
      if (typeof value === "number") expect(value).toBe(alone);
      else expectSameBits(value, alone as Float32Array, "value");
      expectSameBits(gradient, loss.gradient(prediction, target), "gradient");
      expect(count).toBe(terms);
    }
  });
});

describe.each(pointwise)("$title", (subject) => {
  const loss = subject.make({ reduction: "none" }) as losses.PointwiseLoss<"none">;

  test("NaN in gives NaN there and nowhere else", () => {
    const { prediction, target } = ordinaryPairs(subject, 100);
    const before = outputs.map((output) => loss[output](prediction, target));
    const places = [0, 3, 17, 64, 97, 99];
    for (const array of [prediction, target]) {
      const spoiled = array.slice();
      for (const place of places) spoiled[place] = Number.NaN;
      const pair: [Float32Array, Float32Array] = array === prediction ? [spoiled, target] : [prediction, spoiled];
      outputs.forEach((output, k) => {
        const expected = (before[k] as Float32Array).slice();
        for (const place of places) expected[place] = Number.NaN;
        expectSameBits(loss[output](...pair), expected, output);
      });
      expect(subject.make({ reduction: "sum" }).value(...pair)).toBeNaN();
    }
  });

  test("a permutation of the inputs moves the outputs bit by bit", () => {
    const { prediction, target } = ordinaryPairs(subject, 203);
    const random = randomSource(5);
    const order = Array.from(prediction.keys()).sort(() => random() - 0.5);
    const moved = (array: Float32Array) => Float32Array.from(order, (from) => array[from] as number);
    for (const output of outputs) {
      expectSameBits(loss[output](moved(prediction), moved(target)), moved(loss[output](prediction, target)), output);
    }
    const sum = subject.make({ reduction: "sum" });
    const total = sum.value(prediction, target) as number;
    expect(Math.abs((sum.value(moved(prediction), moved(target)) as number) - total)).toBeLessThanOrEqual(1e-13 * Math.abs(total));
  });

  test("an element's bits do not depend on its position, and nothing is written beside the output", () => {
    const { prediction, target } = ordinaryPairs(subject, 86);
    const whole = outputs.map((output) => loss[output](prediction, target));
    const room = new Float32Array(120);
    for (let size = 1; size <= 70; ++size) {
      for (let offset = 0; offset < 16; ++offset) {
        const part = (array: Float32Array) => array.subarray(offset, offset + size);
        outputs.forEach((output, k) => {
          room.fill(7);
          const begin = (offset * 5 + size) % 17;
          loss[output](part(prediction), part(target), { out: room.subarray(begin, begin + size) });
          const expected = new Float32Array(120).fill(7);
          expected.set(part(whole[k] as Float32Array), begin);
          expectSameBits(room, expected, `${output}, size ${size}, offset ${offset}`);
        });
      }
    }
  });
});

const regressions = pointwise.filter(({ definition, resolved }) => {
  const { prediction, target } = definition.domain(resolved as never);
  return prediction === "real" && target === "real";
});

describe.each(regressions)("$title", (subject) => {
  test("is smallest at the target", () => {
    const { prediction, target } = ordinaryPairs(subject, 500);
    const loss = subject.make({ reduction: "none" }) as unknown as AnyLoss;
    const least = loss.value(target, target.slice()) as Float32Array;
    expect(loss.gradient(target, target.slice()).every((slope) => slope === 0)).toBe(true);
    expect((loss.value(prediction, target) as Float32Array).every((value, i) => value >= (least[i] as number))).toBe(true);
    const slopes = loss.gradient(prediction, target);
    expect(slopes.every((slope, i) => slope * ((prediction[i] as number) - (target[i] as number)) >= 0)).toBe(true);
  });
});
