/** What holds for every loss of several predictions: derivatives, one pass or two, weights, positions, and what is refused. */
import type { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { outputs } from "../support/bounds";
import { type JointSubject, joint } from "../support/catalogue";
import { thrownBy } from "../support/errors";
import { byName, randomJoint } from "../support/joint";
import { expectSameBits, normal, randomSource } from "../support/numbers";
import { reductions } from "../support/samples";

const step = 2 ** -14;
const grid = 1024;

/** Multiples of 2⁻¹⁰ away from 0, so that neither a prediction ± step nor a difference is rounded. */
function gridNumber(domain: string, random: () => number): number {
  if (domain === "sign") return random() < 0.5 ? -1 : 1;
  if (domain === "binary") return random() < 0.5 ? 0 : 1;
  const x = Math.round(Math.max(-30, Math.min(30, 3 * normal(random))) * grid) / grid;
  return domain === "real" ? x : 0.25 + Math.abs(x);
}

/** The largest error of an output by one prediction against the central difference, relative to max(1, |difference|). */
function worstError(subject: JointSubject, output: "gradient" | "hessian", k: number): number {
  const { definition, resolved } = subject;
  const domain = definition.domain(resolved as never);
  const random = randomSource(5);
  const tuples = Array.from({ length: 800 }, () => [...domain.prediction, domain.target].map((each) => gridNumber(each, random)));
  const kept = tuples.filter((tuple) => !(Math.abs(definition.kink(tuple, tuple.at(-1) as number, resolved as never)) < 4 * step));
  const columns = domain.prediction.map((_, input) => Float32Array.from(kept, (tuple) => tuple[input] as number));
  const target = Float32Array.from(kept, (tuple) => tuple.at(-1) as number);
  const name = definition.inputs[k] as string;
  const got = subject.make({ reduction: "sum" })[output](byName(subject, columns), target)[name] as Float32Array;
  expect(kept.length).toBeGreaterThan(400);
  return kept.reduce((worst, tuple, i) => {
    const at = (shift: number) => {
      const predictions = tuple.slice(0, -1).map((x, input) => (input === k ? x + shift : x));
      const terms = definition.at(predictions, tuple.at(-1) as number, resolved as never);
      return output === "gradient" ? terms.value : (terms.gradient[k] as number);
    };
    const difference = (at(step) - at(-step)) / (2 * step);
    const error = Math.abs((got[i] as number) - difference) / Math.max(1, Math.abs(difference));
    return error <= worst ? worst : error;
  }, 0);
}

describe.each(joint)("$title", (subject) => {
  const { definition } = subject;
  const none = subject.make({ reduction: "none" }) as losses.JointLoss<string, "none">;
  const last = definition.inputs.at(-1) as string;

  describe.each(definition.inputs.map((name, k) => ({ name, k })))("$name", ({ k }) => {
    test("the gradient is the derivative of the value", () => {
      expect(worstError(subject, "gradient", k)).toBeLessThan(1e-5);
    });

    test("the hessian is the derivative of the gradient", () => {
      expect(worstError(subject, "hessian", k)).toBeLessThan(1e-4);
    });
  });

  test.each(reductions)("valueAndGradient gives the bits of value and gradient (%s)", (reduction) => {
    const loss = subject.make({ reduction });
    for (const length of [1, 15, 16, 37, 5000]) {
      const { predictions, target } = randomJoint(subject, length, length);
      const named = byName(subject, predictions);
      const { value, gradient, count } = loss.valueAndGradient(named, target);
      const alone = loss.value(named, target);
      if (typeof value === "number") expect(value).toBe(alone);
      else expectSameBits(value, alone as Float32Array, "value");
      for (const name of definition.inputs) {
        expectSameBits(gradient[name] as Float32Array, loss.gradient(named, target)[name] as Float32Array, name);
      }
      expect(count).toBe(length);
    }
  });

  test("an element's bits do not depend on its position, and out receives them", () => {
    const { predictions, target } = randomJoint(subject, 90);
    const whole = none.valueAndGradient(byName(subject, predictions), target);
    for (let size = 1; size <= 40; ++size) {
      const part = (array: Float32Array) => array.subarray(size, 2 * size);
      const out = Object.fromEntries(definition.inputs.map((name) => [name, new Float32Array(size)]));
      const { value, gradient } = none.valueAndGradient(byName(subject, predictions.map(part)), part(target), { out });
      expectSameBits(value, part(whole.value), "value");
      for (const name of definition.inputs) {
        expect(gradient[name]).toBe(out[name]);
        expectSameBits(gradient[name] as Float32Array, part(whole.gradient[name] as Float32Array), name);
      }
    }
  });

  test("a weight multiplies its term; of weight 0 nothing matters; NaN is NaN there and nowhere else", () => {
    const { predictions, target } = randomJoint(subject, 50);
    const weights = target.map((_, i) => (i % 4) / 2);
    const spoiled = predictions.map((array) => array.map((x, i) => (i === 7 || i % 4 === 0 ? Number.NaN : x)));
    for (const output of outputs) {
      const plain = none[output](byName(subject, predictions), target);
      const weighted = none[output](byName(subject, spoiled), target, { weights });
      const pairs =
        plain instanceof Float32Array ? [[plain, weighted]] : definition.inputs.map((n) => [plain[n], (weighted as typeof plain)[n]]);
      for (const [before, after] of pairs as Float32Array[][]) {
        const expected = (before as Float32Array).map((x, i) => (i % 4 === 0 ? 0 : i === 7 ? Number.NaN : x * (weights[i] as number)));
        expectSameBits(after as Float32Array, expected, output);
      }
    }
    const mean = subject.make().valueAndGradient(byName(subject, predictions), target, { weights });
    const terms = none.value(byName(subject, predictions), target, { weights });
    const sums = [terms, weights].map((array) => array.reduce((sum, x) => sum + x, 0)) as [number, number];
    expect(Math.abs((mean.value as number) - sums[0] / sums[1])).toBeLessThanOrEqual(1e-12 * Math.abs(mean.value as number));
    expect(mean.count).toBe(37);
  });

  test("wrong arguments are refused before anything is written", () => {
    const { predictions, target } = randomJoint(subject, 6);
    const named = byName(subject, predictions);
    const arrays = () => Object.fromEntries(definition.inputs.map((name) => [name, new Float32Array(6).fill(7)]));
    const short = `${last}: expected 6 elements (one per element of ${definition.inputs[0]}), received Float32Array of length 5`;
    const calls: [() => unknown, string, string][] = [
      [() => none.value({ ...named, [last]: new Float32Array(5) }, target), "ERR_INVALID_LENGTH", short],
      [
        () => none.value({ ...named, [last]: [1] as never }, target),
        "ERR_INVALID_TYPE",
        `${last}: expected a Float32Array or { data: Float32Array, shape }, received an Array of length 1`,
      ],
      [
        () => none.value(undefined as never, target),
        "ERR_INVALID_TYPE",
        `predictions: expected { ${definition.inputs.join(", ")} }, received undefined`,
      ],
      [
        () => none.gradient(named, target, { out: { ...arrays(), [last]: new Float32Array(5) } }),
        "ERR_INVALID_LENGTH",
        `out.${last}: expected 6 elements (one per prediction), received Float32Array of length 5`,
      ],
      [
        () => none.gradient(named, target, { out: { ...arrays(), [last]: target } }),
        "ERR_OVERLAP",
        "out: expected an array that shares no memory with the inputs, received one that does",
      ],
      [
        () => none.gradient(named, target, { wieghts: target } as never),
        "ERR_UNKNOWN_OPTION",
        `${subject.name}: options of the call: expected options among weights, out, received "wieghts"`,
      ],
    ];
    for (const [call, code, message] of calls) expect(thrownBy(call).slice(1)).toEqual([code, message]);
    const out = arrays();
    const weights = new Float32Array(6).fill(1);
    weights[5] = -1;
    expect(thrownBy(() => none.gradient(named, target, { out, weights }))[1]).toBe("ERR_INVALID_WEIGHT");
    expect(out[last]).toEqual(new Float32Array(6).fill(7));
  });
});
