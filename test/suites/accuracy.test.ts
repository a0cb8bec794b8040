/** Where the usual float32 forms lose their digits: what they give, and what these losses give at their declared bounds. */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { expectWithin } from "../support/numbers";

const f = Math.fround;
const bound = (loss: { readonly definition: { readonly ulp: number } }) => loss.definition.ulp;
const relative = (got: number, want: number) => Math.abs(got - want) / Math.abs(want);
const only = (array: Float32Array) => array[0] as number;

describe("log-cosh near 0 is half the square", () => {
  const loss = losses.logCosh({ reduction: "none" });
  /** |r| + softplus(−2|r|) − ln 2, each operation rounded to float32. */
  const usual = (r: number) => f(f(r + f(Math.log1p(f(Math.exp(f(-2 * r)))))) - f(Math.LN2));

  test.each([1e-2, 1e-3, 1e-4, 1e-5, 1e-10, 1e-18])("a residual of %s", (residual) => {
    const r = f(residual);
    const want = (r * r) / 2 - r ** 4 / 12;
    expect(relative(usual(r), want)).toBeGreaterThan(r < 2e-4 ? 0.4 : 1e-4);
    expectWithin(bound(losses.logCosh), loss.value(Float32Array.of(r), Float32Array.of(0)), () => want, "value");
  });

  test("far from 0 it is the distance less ln 2, and finite to the end", () => {
    const values = loss.value(Float32Array.of(50, 89, 1e30, 3e38), new Float32Array(4));
    const want = [50, 89, 1e30, 3e38].map((r) => f(r) - Math.LN2);
    expectWithin(bound(losses.logCosh), values, (i) => want[i] as number, "value");
    expect(f(Math.log(f(Math.cosh(100))))).toBe(Number.POSITIVE_INFINITY); // the textbook form in float32
  });
});

describe("binary cross-entropy of confident logits", () => {
  const loss = losses.binaryCrossEntropy({ reduction: "none" });
  const at = (logit: number, target: number) => [Float32Array.of(logit), Float32Array.of(target)] as const;
  const sigmoid = (x: number) => f(1 / f(1 + f(Math.exp(-x))));

  test("logits of ±100 on the right side cost e⁻¹⁰⁰, not 0, and on the wrong side 100, not ∞", () => {
    expect(f(-Math.log(sigmoid(100)))).toBe(-0); // the usual form from probabilities
    expect(f(-Math.log(f(1 - sigmoid(100))))).toBe(Number.POSITIVE_INFINITY);
    for (const side of [1, -1]) {
      const target = (1 + side) / 2;
      expectWithin(bound(losses.binaryCrossEntropy), loss.value(...at(100 * side, target)), () => Math.exp(-100), "value");
      expectWithin(bound(losses.binaryCrossEntropy), loss.value(...at(100 * side, 1 - target)), () => 100, "value");
    }
  });

  test.each([10, 20, 40, 80])("the gradient of a right logit of %s is its distance from the target, not 0", (logit) => {
    const want = -1 / (1 + Math.exp(logit));
    expect(relative(f(sigmoid(logit) - 1), want)).toBeGreaterThan(logit < 16 ? 1e-4 : 0.5); // σ − t
    expectWithin(bound(losses.binaryCrossEntropy), loss.gradient(...at(logit, 1)), () => want, "gradient");
    expectWithin(bound(losses.binaryCrossEntropy), loss.gradient(...at(-logit, 0)), () => -want, "gradient");
    expectWithin(bound(losses.binaryCrossEntropy), loss.hessian(...at(logit, 1)), () => -want * (1 + want), "hessian");
  });

  test("a smoothed label keeps its small weight", () => {
    // 1 − (t(1 − s) + ½s) in float32 has an error of 8 units in the last place of ½s.
    const smoothed = losses.binaryCrossEntropy({ labelSmoothing: 0.1, reduction: "none" });
    const s = f(0.1);
    expectWithin(2, smoothed.gradient(...at(200, 1)), () => s / 2, "gradient");
  });

  test("a probability of 0 or 1 costs at most 100 and has a finite gradient", () => {
    const fromProbabilities = losses.binaryCrossEntropy({ fromLogits: false, reduction: "none" });
    const [p, t] = [Float32Array.of(0, 1, 0, 1), Float32Array.of(0, 1, 1, 0)];
    expect(fromProbabilities.value(p, t).map(Math.abs)).toEqual(Float32Array.of(0, 0, 100, 100));
    expect(fromProbabilities.gradient(p, t).every(Number.isFinite)).toBe(true);
  });

  test("a tiny probability with a small weight does not overflow", () => {
    // 1/p is 1e39, beyond float32; t/p is 1e37.
    const fromProbabilities = losses.binaryCrossEntropy({ fromLogits: false, reduction: "none" });
    const [p, t] = at(1e-39, 0.01);
    const want = (1 - only(t)) / (1 - only(p)) - only(t) / only(p);
    expectWithin(bound(losses.binaryCrossEntropy), fromProbabilities.gradient(p, t), () => want, "gradient");
  });
});

describe("cross-entropy of a confident row", () => {
  const loss = losses.crossEntropy({ reduction: "none" });
  const confident = { data: Float32Array.of(20, 0, -3), shape: [1, 3] };
  const rest = Math.exp(-20) + Math.exp(-23);

  test("logits (20, 0, −3) cost 2.16e-9, not 0", () => {
    const usual = f(f(20 + f(Math.log(f(1 + f(rest))))) - 20); // ln Σ eˣ − x_y
    expect(usual).toBe(0);
    expect(only(loss.value(confident, Int32Array.of(0)))).toBeCloseTo(2.163772416414621e-9, 15);
    expectWithin(bound(losses.crossEntropy), loss.value(confident, Int32Array.of(0)), () => Math.log1p(rest), "value");
  });

  test("and the gradient of the right class is that of the others together", () => {
    const usual = f(f(1 / f(1 + f(rest))) - 1); // p − 1
    expect(usual).toBe(0);
    const gradient = loss.gradient(confident, Int32Array.of(0));
    const want = [-rest / (1 + rest), Math.exp(-20) / (1 + rest), Math.exp(-23) / (1 + rest)];
    expectWithin(bound(losses.crossEntropy), gradient, (i) => want[i] as number, "gradient");
    const hessian = loss.hessian(confident, Int32Array.of(0));
    expectWithin(bound(losses.crossEntropy), hessian.slice(0, 1), () => rest / (1 + rest) ** 2, "hessian");
  });

  test("logits of 1e30 and more do not overflow", () => {
    const huge = { data: Float32Array.of(3e38, -3e38, 0), shape: [1, 3] };
    expect(only(loss.value(huge, Int32Array.of(0)))).toBe(0);
    expect(only(loss.value({ data: Float32Array.of(1e30, 0), shape: [1, 2] }, Int32Array.of(1)))).toBe(f(1e30));
    expect(loss.gradient(huge, Int32Array.of(1)).map(Math.abs)).toEqual(Float32Array.of(1, 1, 0));
  });
});

describe("sums are in double", () => {
  test("sixteen million equal terms have their mean, which a float32 sum has not", () => {
    const length = 1 << 24;
    const tenths = new Float32Array(length).fill(0.1);
    const total = losses.meanAbsoluteError({ reduction: "sum" }).value(tenths, new Float32Array(length));
    expect(relative(total, length * f(0.1))).toBeLessThan(1e-12);
    expect(
      relative(
        tenths.reduce((sum, x) => f(sum + x), 0),
        length * f(0.1),
      ),
    ).toBeGreaterThan(0.01);
  });
});
