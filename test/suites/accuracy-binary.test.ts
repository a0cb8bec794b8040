/**
 * The losses of a yes-or-no target over the whole range of float32: the usual form of each, every operation rounded to float32,
 * loses all its digits somewhere; these stay at their declared bounds.
 */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { everyExponent, expectWithin, ulpDistance } from "../support/numbers";

const f = Math.fround;
const bound = (loss: { readonly definition: { readonly ulp: number } }) => loss.definition.ulp;
const real = everyExponent(32);
const logits = Float32Array.from([...real, ...Array.from({ length: 4001 }, (_, i) => (i - 2000) / 16)]);
const shares = Float32Array.from([...real.filter((x) => x > 0 && x <= 0.5)].flatMap((p) => [p, 1 - p]));
const filled = (like: Float32Array, target: number) => new Float32Array(like.length).fill(target);
const sigmoid = (x: number) => f(1 / f(1 + f(Math.exp(-x))));
const exactSigmoid = (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** How many of the inputs the usual form has wrong by more than half of the result, infinities and NaN included. */
function lost(inputs: Float32Array, usual: (x: number) => number, want: (x: number) => number): number {
  return inputs.filter((x) => !(Math.abs(usual(x) - want(x)) <= Math.abs(want(x)) / 2) && f(want(x)) !== 0).length;
}

test("the sample has every exponent and both signs", () => {
  const exponents = new Set(Array.from(real, (x) => Math.sign(x) * (Math.floor(Math.log2(Math.abs(x))) + 1000)));
  expect(exponents.size).toBe(2 * (128 + 149));
});

describe("softMargin", () => {
  const loss = losses.softMargin({ reduction: "none" });

  test("log1p(exp(−t·p)) is ∞ with a gradient of NaN where the loss is a number, this is right at every margin", () => {
    const usual = (x: number) => f(Math.log1p(f(Math.exp(-x))));
    const slope = (x: number) => f(-f(Math.exp(-x)) / f(1 + f(Math.exp(-x)))); // PyTorch's
    expect(usual(-89)).toBe(Number.POSITIVE_INFINITY);
    expect(slope(-89)).toBeNaN();
    expect(lost(logits, usual, (x) => softplus(-x))).toBeGreaterThan(3000);
    expect(lost(logits, slope, (x) => -exactSigmoid(-x))).toBeGreaterThan(3000);
    for (const target of [1, -1]) {
      const targets = filled(logits, target);
      const at = (i: number) => target * (logits[i] as number);
      expectWithin(bound(losses.softMargin), loss.value(logits, targets), (i) => softplus(-at(i)), "value");
      expectWithin(bound(losses.softMargin), loss.gradient(logits, targets), (i) => -target * exactSigmoid(-at(i)), "gradient");
      const want = (i: number) => exactSigmoid(at(i)) * exactSigmoid(-at(i));
      expectWithin(bound(losses.softMargin), loss.hessian(logits, targets), want, "hessian");
    }
  });
});

describe("binaryCrossEntropy from probabilities", () => {
  const loss = losses.binaryCrossEntropy({ fromLogits: false, reduction: "none" });

  test("ln(1 − p) loses every p below 2⁻²⁴, a clip at 1e-7 what lies beyond it, and neither is lost here", () => {
    const rounded = (p: number) => f(-f(Math.log(f(1 - p))));
    const clipped = (p: number) => f(-f(Math.log(Math.max(p, f(1e-7)))));
    const floored = (x: number) => Math.min(x, 100);
    const ofNegative = (p: number) => floored(-Math.log1p(-p));
    const ofPositive = (p: number) => floored(-Math.log(p));
    expect(lost(shares, rounded, ofNegative)).toBeGreaterThan(3000);
    expect(clipped(1e-30)).toBeCloseTo(16.118, 3); // of 69
    expect(lost(shares, clipped, ofPositive)).toBeGreaterThan(2000);
    const p = (i: number) => shares[i] as number;
    expectWithin(bound(losses.binaryCrossEntropy), loss.value(shares, filled(shares, 0)), (i) => ofNegative(p(i)), "value of 0");
    expectWithin(bound(losses.binaryCrossEntropy), loss.value(shares, filled(shares, 1)), (i) => ofPositive(p(i)), "value of 1");
  });

  test("gradient and hessian are those of the logarithms, 0 where one is held at −100", () => {
    const inverse = (p: number) => (Math.log(p) < -100 ? 0 : 1 / p);
    const other = (p: number) => (p === 1 ? 0 : 1 / (1 - p));
    const p = (i: number) => shares[i] as number;
    const ones = filled(shares, 1);
    expectWithin(bound(losses.binaryCrossEntropy), loss.gradient(shares, ones), (i) => -inverse(p(i)), "gradient of 1");
    expectWithin(bound(losses.binaryCrossEntropy), loss.hessian(shares, ones), (i) => inverse(p(i)) ** 2, "hessian of 1");
    expectWithin(bound(losses.binaryCrossEntropy), loss.gradient(shares, filled(shares, 0)), (i) => other(p(i)), "gradient of 0");
  });
});

describe("σ − t near 0", () => {
  test("the difference is 0 beyond a logit of 17, where the slope is e^−x; this has it to the last subnormal number", () => {
    const loss = losses.binaryCrossEntropy({ reduction: "none" });
    const usual = (x: number) => f(sigmoid(x) - 1);
    expect(usual(20)).toBe(0);
    expect(lost(logits, usual, (x) => -exactSigmoid(-x))).toBeGreaterThan(1000);
    const x = (i: number) => logits[i] as number;
    const within = (got: Float32Array, want: (i: number) => number) => expectWithin(bound(losses.binaryCrossEntropy), got, want, "slope");
    within(loss.gradient(logits, filled(logits, 1)), (i) => -exactSigmoid(-x(i)));
    within(loss.gradient(logits, filled(logits, 0)), (i) => exactSigmoid(x(i)));
    within(loss.value(logits, filled(logits, 1)), (i) => softplus(-x(i)));
    within(loss.hessian(logits, filled(logits, 1)), (i) => exactSigmoid(x(i)) * exactSigmoid(-x(i)));
  });
});

describe("binaryFocal of hard targets", () => {
  /** α(1 − p)^γ·(−ln p) of a positive and its first derivative; ln(1 − p) is −softplus(x). */
  const power = (x: number, gamma: number) => Math.exp(-gamma * softplus(x));
  const value = (x: number, gamma: number) => 0.25 * power(x, gamma) * softplus(-x);
  const slope = (x: number, gamma: number) => -0.25 * power(x, gamma) * (gamma * exactSigmoid(x) * softplus(-x) + exactSigmoid(-x));

  test.each([0, 0.5, 1, 2, 2.5, 5, 100, 1e6])("gamma %s", (gamma) => {
    const usual = (x: number) => f(0.25 * f(f(f(1 - sigmoid(x)) ** gamma) * f(softplus(-x))));
    if (gamma > 0 && gamma < 10) expect(lost(logits, usual, (x) => value(x, gamma))).toBeGreaterThan(30);
    const loss = losses.binaryFocal({ gamma, reduction: "none" });
    const allowed = [0, 1, 2].includes(gamma) ? bound(losses.binaryFocal) : 1; // any other goes through double
    const x = (i: number) => logits[i] as number;
    expectWithin(
      allowed,
      loss.value(logits, filled(logits, 1)),
      (i) => value(x(i), gamma),
      (i) => `value at ${x(i)}`,
    );
    expectWithin(
      allowed,
      loss.gradient(logits, filled(logits, 1)),
      (i) => slope(x(i), gamma),
      (i) => `gradient at ${x(i)}`,
    );
  });
});

test("an asymmetric loss keeps its digits beside the kink, where p − clip in float32 has none", () => {
  const clip = f(0.05);
  const kink = f(Math.log(clip / (1 - clip)));
  const near = Float32Array.from({ length: 64 }, (_, i) => kink + 2 ** -21 * (i + 1));
  const value = (p: number) => (p > clip ? -((p - clip) ** 4) * Math.log1p(clip - p) : 0);
  const usual = Math.max(...Array.from(near, (x) => ulpDistance(f(value(sigmoid(x))), value(exactSigmoid(x)))));
  expect(usual).toBeGreaterThan(1e4);
  const loss = losses.asymmetric({ reduction: "none" });
  expectWithin(bound(losses.asymmetric), loss.value(near, filled(near, 0)), (i) => value(exactSigmoid(near[i] as number)), "value");
});
