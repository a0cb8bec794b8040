/** minimize: known minima, what it promises about its steps, hard hessians, limits of numbers, aborting. */
import { losses, minimize, runtime, type solvers, useBackend } from "steepest";
import { afterEach, describe, expect, test } from "vitest";
import { normal, randomSource } from "../support/numbers";
import { problems, quadratic, rosenbrock } from "../support/problems";

const active = runtime().backend;

afterEach(() => useBackend(active));

const far = (x: ArrayLike<number>, y: ArrayLike<number>) => Math.max(...Array.from(x, (value, i) => Math.abs(value - (y[i] as number))));

describe.each(problems)("$title", ({ start, valueAndGradient, hessian, value, gradient, second, solution, minimum }) => {
  test("the problem is written down rightly", () => {
    const at = valueAndGradient(start);
    expect(Math.abs(at.value - value)).toBeLessThanOrEqual(1e-13 * Math.abs(value));
    expect(far(at.gradient, gradient)).toBeLessThanOrEqual(1e-12 * Math.max(1, ...gradient.map(Math.abs)));
    expect(far(hessian(start), second)).toBeLessThanOrEqual(1e-12 * Math.max(1, ...second.map(Math.abs)));
  });

  test("newton finds the minimum in few iterations", async () => {
    const result = await minimize(valueAndGradient, start, { method: "newton", hessian, tolerance: 1e-8 });
    expect(result).toMatchObject({ converged: true, reason: "tolerance" });
    expect(far(result.x, solution)).toBeLessThanOrEqual(1e-7);
    expect(Math.abs(result.value - minimum)).toBeLessThanOrEqual(1e-10);
    expect(result.iterations).toBeLessThanOrEqual(30);
    expect(result.evaluations).toBeLessThanOrEqual(60);
  });

  test("gradient descent finds the minimum within its default of iterations", async () => {
    const result = await minimize(valueAndGradient, start, { method: "gradient-descent", tolerance: 1e-6 });
    expect(result).toMatchObject({ converged: true, reason: "tolerance" });
    expect(far(result.x, solution)).toBeLessThanOrEqual(1e-3);
    expect(Math.abs(result.value - minimum)).toBeLessThanOrEqual(1e-8);
    expect(result.evaluations).toBeLessThanOrEqual(1.6 * result.iterations + 10);
  });

  test.each(["gradient-descent", "newton"] as const)("%s: every step decreases, the result is that of the last one", async (method) => {
    const steps: solvers.MinimizeProgress[] = [];
    const common = { maxIterations: 40, onIteration: (step: solvers.MinimizeProgress) => void steps.push(step) };
    const result = await minimize(valueAndGradient, start, method === "newton" ? { method, hessian, ...common } : { method, ...common });
    const values = [valueAndGradient(start).value, ...steps.map((step) => step.value)];
    for (const [i, step] of steps.entries()) {
      expect(step.iteration).toBe(i + 1);
      expect(step.value).toBeLessThanOrEqual((values[i] as number) + 1e-14 * Math.abs(values[i] as number));
      expect(step.gradientNorm).toBe(Math.max(...valueAndGradient(step.x).gradient.map(Math.abs)));
    }
    const { x, value: lowest, gradientNorm, evaluations } = steps.at(-1) as solvers.MinimizeProgress;
    expect(result).toMatchObject({ x, value: lowest, gradientNorm, iterations: steps.length });
    expect(result.evaluations).toBeGreaterThanOrEqual(evaluations);
  });
});

test("both backends take newton to the same place", async () => {
  const { start, valueAndGradient, hessian } = problems[1] as (typeof problems)[0];
  const run = () => minimize(valueAndGradient, start, { method: "newton", hessian, maxIterations: 8 });
  const got = await run();
  useBackend("reference");
  const want = await run();
  expect(far(got.x, want.x)).toBeLessThanOrEqual(1e-11);
  expect(got.evaluations).toBe(want.evaluations);
});

/** A random symmetric matrix with these eigenvalues. */
function withEigenvalues(values: readonly number[], seed: number): number[] {
  const n = values.length;
  const random = randomSource(seed);
  let a = values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
  for (let turn = 0; turn < 3; ++turn) {
    const u = values.map(() => normal(random));
    const scale = 2 / u.reduce((sum, x) => sum + x * x, 0);
    const mirror = u.map((x, i) => u.map((y, j) => Number(i === j) - scale * x * y));
    const times = (p: number[][], q: number[][]) =>
      p.map((row) => q.map((_, j) => row.reduce((sum, x, k) => sum + x * (q[k]![j] as number), 0)));
    a = times(times(mirror, a), mirror);
  }
  return Array.from(
    { length: n * n },
    (_, at) => ((a[Math.floor(at / n)]![at % n] as number) + (a[at % n]![Math.floor(at / n)] as number)) / 2,
  );
}

describe("gradient descent", () => {
  const parabola = ([x]: Float64Array) => ({ value: x! ** 2 / 2, gradient: Float64Array.of(x!) });

  test.each([1.9999, 2.0001, 2.5, 50])("a first step of %d across the valley, to no lower place, is shortened", async (initialStep) => {
    const values: number[] = [];
    const onIteration = ({ value }: solvers.MinimizeProgress) => void values.push(value);
    await minimize(parabola, Float64Array.of(1), { method: "gradient-descent", initialStep, maxIterations: 1, onIteration });
    expect(values[0]).toBeLessThan(0.4);
  });
});

describe("newton", () => {
  test.each([1, 2, 3, 7, 8, 33, 64, 150])("%i dimensions: a quadratic takes one step", async (n) => {
    const values = Array.from({ length: n }, (_, i) => 1 + i / 10);
    const solution = Float64Array.from({ length: n }, (_, i) => Math.sin(i + 1));
    const a = withEigenvalues(values, n);
    const b = solution.map((_, i) => solution.reduce((sum, x, j) => sum + (a[i * n + j] as number) * x, 0));
    const { valueAndGradient, hessian } = quadratic(a, [...b]);
    const result = await minimize(valueAndGradient, new Float64Array(n), { method: "newton", hessian, tolerance: 1e-10 });
    expect(result).toMatchObject({ iterations: 1, evaluations: 2, converged: true });
    expect(far(result.x, solution)).toBeLessThanOrEqual(1e-12 * n);
  });

  test("a singular hessian is damped: the minimum nearest to the start", async () => {
    const { valueAndGradient, hessian } = quadratic(withEigenvalues([0, 0, 1, 2], 3), [0, 0, 0, 0]);
    const result = await minimize(valueAndGradient, Float64Array.of(1, 2, 3, 4), { method: "newton", hessian, tolerance: 1e-9 });
    expect(result.converged).toBe(true);
    expect(Math.abs(result.value)).toBeLessThanOrEqual(1e-14);
  });

  test("a hessian that only rounding keeps from being singular is damped", async () => {
    const { valueAndGradient, hessian } = quadratic([1, 1, 1, 1 + Number.EPSILON], [1, -1]);
    const result = await minimize(valueAndGradient, new Float64Array(2), { method: "newton", hessian, maxIterations: 1 });
    expect(result.x[0]).toBeCloseTo(1000, 6);
    expect(result.x[1]).toBeCloseTo(-1000, 6);
  });

  test("a hessian of zeros still descends", async () => {
    const squares = (x: Float64Array) => ({ value: x.reduce((sum, v) => sum + v * v, 0), gradient: x.map((v) => 2 * v) });
    const result = await minimize(squares, Float64Array.of(3, -4), { method: "newton", hessian: () => new Float64Array(4) });
    expect(far(result.x, [0, 0])).toBeLessThanOrEqual(1e-6);
  });

  test("an indefinite hessian is damped until it leads down", async () => {
    const wells = (x: Float64Array) => ({
      value: x.reduce((sum, v) => sum + v ** 4 / 4 - v ** 2 / 2, 0),
      gradient: x.map((v) => v ** 3 - v),
    });
    const hessian = (x: Float64Array) => Float64Array.from({ length: 4 }, (_, at) => (at % 3 === 0 ? 3 * x[at / 3]! ** 2 - 1 : 0));
    for (const start of [
      [0.1, -0.2],
      [0.5, 0.01],
      [-0.01, 3],
    ]) {
      const result = await minimize(wells, Float64Array.from(start), { method: "newton", hessian });
      expect(result.converged).toBe(true);
      expect([...result.x].map((v) => Math.round(1e6 * v) / 1e6)).toEqual(start.map(Math.sign));
    }
  });
});

/** Logistic regression whose loss, gradient and hessian by the scores come from steepest. */
describe("logistic regression through binaryCrossEntropy", () => {
  const rows = 500;
  const random = randomSource(4);
  const inputs = Array.from({ length: rows }, () => [normal(random), normal(random) + 1, 1]);
  const targets = Float32Array.from(inputs, ([a, b]) => Number(1.5 * a! - b! + 0.3 + normal(random) > 0));
  const loss = losses.binaryCrossEntropy();
  const scores = (w: Float64Array) => Float32Array.from(inputs, (row) => row.reduce((sum, x, j) => sum + x * (w[j] as number), 0));
  const valueAndGradient = (w: Float64Array) => {
    const { value, gradient } = loss.valueAndGradient(scores(w), targets);
    return { value, gradient: w.map((_, j) => gradient.reduce((sum, g, r) => sum + g * (inputs[r]![j] as number), 0)) };
  };
  const hessian = (w: Float64Array) => {
    const second = loss.hessian(scores(w), targets);
    return Float64Array.from({ length: 9 }, (_, at) =>
      second.reduce((sum, h, r) => sum + h * inputs[r]![Math.floor(at / 3)]! * inputs[r]![at % 3]!, 0),
    );
  };

  test("both methods end where the float32 gradient vanishes", async () => {
    const newton = await minimize(valueAndGradient, new Float64Array(3), { method: "newton", hessian });
    const descent = await minimize(valueAndGradient, new Float64Array(3), { method: "gradient-descent" });
    expect(newton).toMatchObject({ converged: true });
    expect(descent).toMatchObject({ converged: true });
    expect(newton.iterations).toBeLessThanOrEqual(8);
    expect(far(newton.x, descent.x)).toBeLessThanOrEqual(1e-4);
    expect(Math.sign(newton.x[0]!) - Math.sign(newton.x[1]!)).toBe(2);
  });
});

describe("ends", () => {
  test("at the start, when the gradient vanishes there", async () => {
    const start = Float64Array.of(1, 1);
    const result = await minimize(rosenbrock.valueAndGradient, start, { method: "gradient-descent" });
    expect(result.x).not.toBe(start);
    expect(result).toEqual({
      x: Float64Array.of(1, 1),
      value: 0,
      gradientNorm: 0,
      iterations: 0,
      evaluations: 1,
      converged: true,
      reason: "tolerance",
    });
  });

  test("when no iterations are left", async () => {
    const result = await minimize(rosenbrock.valueAndGradient, Float64Array.of(-1.2, 1), { method: "gradient-descent", maxIterations: 3 });
    expect(result).toMatchObject({ iterations: 3, converged: false, reason: "maxIterations" });
    const none = await minimize(rosenbrock.valueAndGradient, Float64Array.of(-1.2, 1), { method: "gradient-descent", maxIterations: 0 });
    expect(none).toMatchObject({ iterations: 0, evaluations: 1, reason: "maxIterations" });
  });

  test.each(["gradient-descent", "newton"] as const)(
    "%s: when nothing decreases a function whose gradient points the wrong way",
    async (method) => {
      const wrong = (x: Float64Array) => ({ value: x[0]! ** 2, gradient: x.map((v) => -2 * v) });
      const result = await minimize(
        wrong,
        Float64Array.of(1),
        method === "newton" ? { method, hessian: () => Float64Array.of(2) } : { method },
      );
      expect(result).toMatchObject({ converged: false, reason: "noDecrease" });
      expect(result.x[0]).toBeCloseTo(1, 5);
    },
  );
});

describe.each(["gradient-descent", "newton"] as const)("%s and the limits of numbers", (method) => {
  const search = (value: (x: number) => [number, number, number], start: number) =>
    minimize(
      ([x]) => ({ value: value(x!)[0], gradient: Float64Array.of(value(x!)[1]) }),
      Float64Array.of(start),
      method === "newton" ? { method, hessian: ([x]) => Float64Array.of(value(x!)[2]) } : { method },
    );

  test("a step to where the function is NaN or infinite was too long", async () => {
    const barrier = await search((x) => [x - Math.log(x), 1 - 1 / x, 1 / x ** 2], 1e-3); // NaN below 0
    expect(barrier.x[0]).toBeCloseTo(1, 5);
    const wall = await search((x) => (x < 2 ? [Number.NEGATIVE_INFINITY, 1, 1] : [(x - 3) ** 2, 2 * (x - 3), 0.1]), 9);
    expect(wall.x[0]).toBeCloseTo(3, 5);
  });

  test("huge and tiny gradients", async () => {
    for (const scale of [1e-200, 1e-5, 1e5, 1e150]) {
      const result = await search((x) => [scale * x * x, 2 * scale * x, 2 * scale], 3);
      expect(result.gradientNorm).toBeLessThanOrEqual(Math.max(1e-6, 1e-12 * scale));
    }
  });

  test("a function without a minimum ends at the last iteration", async () => {
    const result = await search((x) => [x, 1, 0], 0);
    expect(result.converged).toBe(false);
    expect(["maxIterations", "noDecrease"]).toContain(result.reason);
    expect(Number.isFinite(result.x[0])).toBe(true);
  });
});

describe("the caller's arrays and functions", () => {
  test("start is not changed, and what a call is given may be kept, changed and reused", async () => {
    const start = Float64Array.of(-1.2, 1);
    const reused = new Float64Array(2);
    const result = await minimize(
      (x) => {
        const { value, gradient } = rosenbrock.valueAndGradient(x);
        reused.set(gradient);
        x.fill(Number.NaN);
        return { value, gradient: reused };
      },
      start,
      { method: "newton", hessian: rosenbrock.hessian },
    );
    const plain = await minimize(rosenbrock.valueAndGradient, start, { method: "newton", hessian: rosenbrock.hessian });
    expect(start).toEqual(Float64Array.of(-1.2, 1));
    expect(result).toEqual(plain);
  });

  test("promises are awaited, of the function, the hessian and the report", async () => {
    const log: string[] = [];
    const pause = () => new Promise((resolve) => setImmediate(resolve));
    const result = await minimize(
      async (x) => {
        await pause();
        log.push("evaluate");
        return rosenbrock.valueAndGradient(x);
      },
      Float64Array.of(-1.2, 1),
      {
        method: "newton",
        hessian: async (x) => rosenbrock.hessian(x),
        onIteration: async () => {
          log.push("begin");
          await pause();
          log.push("end");
        },
      },
    );
    expect(result.converged).toBe(true);
    expect(log.filter((_, i) => log[i - 1] === "begin").every((entry) => entry === "end")).toBe(true);
  });

  test("an error of the caller's function rejects the promise", async () => {
    const failing = () => {
      throw new Error("no value today");
    };
    await expect(minimize(failing, Float64Array.of(1), { method: "gradient-descent" })).rejects.toThrow("no value today");
  });
});

describe("abort", () => {
  const slow = (x: Float64Array) => {
    const end = performance.now() + 1;
    while (performance.now() < end);
    return rosenbrock.valueAndGradient(x);
  };

  test("a timer gets its turn during a long search of synchronous calls, and can abort it", async () => {
    const controller = new AbortController();
    const started = performance.now();
    setTimeout(() => controller.abort(), 30);
    const search = minimize(slow, new Float64Array(50), { method: "gradient-descent", signal: controller.signal });
    await expect(search).rejects.toMatchObject({ name: "AbortError" });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("the signal's reason is what the promise is rejected with; no call follows", async () => {
    const controller = new AbortController();
    let calls = 0;
    const reason = new Error("enough");
    const counted = (x: Float64Array) => {
      calls += 1;
      if (calls === 5) controller.abort(reason);
      return rosenbrock.valueAndGradient(x);
    };
    await expect(minimize(counted, Float64Array.of(-1.2, 1), { method: "gradient-descent", signal: controller.signal })).rejects.toBe(
      reason,
    );
    expect(calls).toBe(5);
    await expect(minimize(counted, Float64Array.of(-1.2, 1), { method: "gradient-descent", signal: controller.signal })).rejects.toBe(
      reason,
    );
    expect(calls).toBe(5);
  });

  test("an abort during the last call counts too", async () => {
    const controller = new AbortController();
    const flat = () => {
      controller.abort();
      return { value: 0, gradient: Float64Array.of(0) };
    };
    const search = minimize(flat, Float64Array.of(1), { method: "gradient-descent", signal: controller.signal });
    await expect(search).rejects.toMatchObject({ name: "AbortError" });
  });
});
