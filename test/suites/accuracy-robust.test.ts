/** The robust losses over all sizes of residuals, beside the zeros of their hessians, and where the usual float32 forms fail. */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { outputs } from "../support/bounds";
import { expectWithin, largestFloat, neighbour } from "../support/numbers";

const f = Math.fround;
const { andrews, arctan, cauchy, fair, gemanMcClure, hampel, talwar, tolerant, tukey, welsch } = losses;

interface Robust {
  (options: { c?: number; reduction: "none" }): losses.PointwiseLoss<"none">;
  readonly definition: losses.PointwiseDefinition;
}

/** The losses of one scale, and at which multiples of it their hessians are 0 between positive and negative. */
const scaled: readonly (readonly [string, Robust, number | undefined])[] = [
  ["andrews", andrews as unknown as Robust, Math.PI / 2],
  ["arctan", arctan as unknown as Robust, 3 ** -0.25],
  ["cauchy", cauchy as unknown as Robust, 1],
  ["fair", fair as unknown as Robust, undefined],
  ["gemanMcClure", gemanMcClure as unknown as Robust, Math.sqrt(1 / 3)],
  ["talwar", talwar as unknown as Robust, undefined],
  ["tukey", tukey as unknown as Robust, Math.sqrt(1 / 5)],
  ["welsch", welsch as unknown as Robust, Math.SQRT1_2],
];

/** Holds every output at these residuals to the definition's bound. */
function expectRight(factory: Robust, c: number, residuals: Float32Array): void {
  const loss = factory({ c, reduction: "none" });
  const zero = new Float32Array(residuals.length);
  const want = Array.from(residuals, (r) => factory.definition.at(r, 0, { c: f(c) } as never));
  for (const output of outputs) {
    const got = loss[output](residuals, zero);
    expectWithin(
      factory.definition.ulp,
      got,
      (i) => want[i]?.[output] as number,
      (i) => `${output} at ${residuals[i]}`,
    );
  }
}

/** `count` floats to either side of x. */
function around(x: number, count: number): Float32Array {
  const near = [f(x)];
  for (let i = 0; i < count; ++i) near.push(neighbour(near[near.length - 1] as number, 1));
  for (let i = 0; i < count; ++i) near.unshift(neighbour(near[0] as number, -1));
  return Float32Array.from(near);
}

describe.each(scaled)("%s", (_, factory) => {
  test.each([1e-9, 0.1, 1.7, 1e10])("is right for residuals of every size with c = %s", (c) => {
    const patterns = Uint32Array.from({ length: 32609 }, (_, i) => i * 65521); // up to the largest float
    expectRight(factory, c, new Float32Array(patterns.buffer).filter(Number.isFinite));
  });

  test.each([0.3, 1, 2.7])("is right around c and πc with c = %s", (c) => {
    expectRight(factory, c, around(f(c), 200));
    expectRight(factory, c, around(f(c) * Math.PI, 200));
  });
});

describe.each(scaled.filter(([, , zero]) => zero !== undefined))("%s", (_, factory, zero) => {
  test.each([0.3, 1, 2.7, 1e4])("has a right hessian beside its zero with c = %s", (c) => {
    expectRight(factory, c, around(f(c) * (zero as number), 200));
  });
});

const value = (loss: losses.PointwiseLoss<"none">, r: number) => loss.value(Float32Array.of(r), Float32Array.of(0));
const gradient = (loss: losses.PointwiseLoss<"none">, r: number) => loss.gradient(Float32Array.of(r), Float32Array.of(0));
const relative = (got: number, want: number) => Math.abs(got - want) / Math.abs(want);

describe("the usual float32 forms, and these", () => {
  test("cauchy: z underflows for small residuals and overflows for large ones", () => {
    const usual = (r: number) => f(f(0.5) * f(Math.log1p(f(r * r))));
    const loss = cauchy({ c: 1, reduction: "none" });
    expect([usual(1e-23), usual(1e20)]).toEqual([0, Number.POSITIVE_INFINITY]);
    const big = cauchy({ c: 1e-9, reduction: "none" });
    expectWithin(cauchy.definition.ulp, value(loss, 1e20), () => Math.log(f(1e20)), "value");
    expectWithin(cauchy.definition.ulp, value(big, largestFloat), () => f(1e-9) ** 2 * Math.log(largestFloat / f(1e-9)), "value");
    expectWithin(cauchy.definition.ulp, value(cauchy({ c: 1e10, reduction: "none" }), 1e-15), () => f(1e-15) ** 2 / 2, "value");
  });

  test("tukey, andrews, fair: differences that are 0 for small residuals", () => {
    const r = f(1e-4);
    const cubic = f(f(1) - f(f(1 - f(r * r)) ** 3));
    const cosine = f(1 - f(Math.cos(r)));
    const logarithm = f(r - f(Math.log1p(r)));
    expect(relative(cubic / 6, r ** 2 / 2)).toBeGreaterThan(0.01);
    expect(relative(cosine, r ** 2 / 2)).toBeGreaterThan(0.1);
    expect(relative(logarithm, r ** 2 / 2)).toBeGreaterThan(1e-4);
    expectWithin(tukey.definition.ulp, value(tukey({ c: 1, reduction: "none" }), r), () => (r ** 2 / 2) * (1 - r ** 2), "tukey");
    expectWithin(andrews.definition.ulp, value(andrews({ c: 1, reduction: "none" }), r), () => r ** 2 / 2 - r ** 4 / 24, "andrews");
    expectWithin(
      fair.definition.ulp,
      value(fair({ c: 1, reduction: "none" }), r),
      () => r ** 2 / 2 - r ** 3 / 3 + r ** 4 / 4 - r ** 5 / 5,
      "fair",
    );
  });

  test("welsch: the rounding of an exponent of 60 is one of 30 ulp, and e⁻⁸⁸ is subnormal before it meets the residual", () => {
    const loss = welsch({ c: 2.9846, reduction: "none" });
    const c = f(2.9846);
    const errors = Array.from({ length: 200 }, (_, i) => {
      const r = f(23 + i / 1000);
      const z = f(f(r / c) ** 2);
      return relative(f(r * f(Math.exp(-z))), r * Math.exp(-((r / c) ** 2)));
    });
    expect(Math.max(...errors)).toBeGreaterThan(2e-6);
    for (const r of [23.1, 28.05, 29.5].map(f))
      expectWithin(welsch.definition.ulp, gradient(loss, r), () => r * Math.exp(-((r / c) ** 2)), `gradient at ${r}`);
  });

  test("tolerant: two logarithms that cancel where errors are forgiven", () => {
    const softplus = (x: number) => f(Math.log1p(f(Math.exp(x))));
    const r = f(0.01);
    const usual = f(f(0.05) * f(softplus(f(f(r * r - 1) / f(0.1))) - softplus(-1 / f(0.1))));
    const want = tolerant.definition.at(r, 0, { a: 1, b: f(0.1) }).value;
    expect(relative(usual, want)).toBeGreaterThan(1e-5);
    expectWithin(tolerant.definition.ulp, value(tolerant({ reduction: "none" }), r), () => want, "value");
  });

  test("far outliers do not pull at all, also where they are infinite", () => {
    for (const r of [1e5, largestFloat, Number.POSITIVE_INFINITY]) {
      for (const factory of [andrews, hampel, talwar, tukey, welsch]) expect(gradient(factory({ reduction: "none" }), r)[0]).toBe(0);
    }
  });
});
