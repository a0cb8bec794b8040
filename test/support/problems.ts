/** Problems for minimize, as test/golden/solvers.json describes them. */
import { readFileSync } from "node:fs";
import type { solvers } from "steepest";

/** A problem with its known numbers. */
export interface Problem {
  readonly title: string;
  readonly start: Float64Array;
  /** The function's numbers at the start. */
  readonly value: number;
  readonly gradient: readonly number[];
  readonly second: readonly number[];
  readonly solution: readonly number[];
  readonly minimum: number;
  readonly valueAndGradient: (x: Float64Array) => solvers.ValueAndGradient;
  readonly hessian: (x: Float64Array) => Float64Array;
}

interface GoldenProblem {
  readonly name: "rosenbrock" | "quadratic" | "logistic";
  readonly start: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
  readonly hessian: readonly number[];
  readonly solution: readonly number[];
  readonly minimum: number;
  readonly a?: readonly number[];
  readonly b?: readonly number[];
  readonly shape?: readonly [number, number];
  readonly x?: readonly number[];
  readonly t?: readonly number[];
  readonly l2?: number;
}

type Functions = Pick<Problem, "valueAndGradient" | "hessian">;
type Row = readonly number[];

/** Σ 100 (x₊ − x²)² + (1 − x)². */
export const rosenbrock: Functions = {
  valueAndGradient(x) {
    let value = 0;
    const gradient = new Float64Array(x.length);
    for (let i = 0; i + 1 < x.length; ++i) {
      const [a, b] = [x[i] as number, x[i + 1] as number];
      value += 100 * (b - a * a) ** 2 + (1 - a) ** 2;
      gradient[i]! += -400 * a * (b - a * a) - 2 * (1 - a);
      gradient[i + 1]! += 200 * (b - a * a);
    }
    return { value, gradient };
  },
  hessian(x) {
    const n = x.length;
    const hessian = new Float64Array(n * n);
    for (let i = 0; i + 1 < n; ++i) {
      const [a, b] = [x[i] as number, x[i + 1] as number];
      hessian[i * n + i]! += 1200 * a * a - 400 * b + 2;
      hessian[(i + 1) * n + i + 1]! += 200;
      hessian[i * n + i + 1] = hessian[(i + 1) * n + i] = -400 * a;
    }
    return hessian;
  },
};

/** ½x'Ax − b'x. */
export function quadratic(a: Row, b: Row): Functions {
  return {
    valueAndGradient(x) {
      const product = b.map((_, i) => x.reduce((sum, xj, j) => sum + (a[i * b.length + j] as number) * xj, 0));
      const value = x.reduce((sum, xi, i) => sum + xi * ((product[i] as number) / 2 - (b[i] as number)), 0);
      return { value, gradient: Float64Array.from(product, (p, i) => p - (b[i] as number)) };
    },
    hessian: () => Float64Array.from(a),
  };
}

/** Mean of ln(1 + e^z) − t·z, plus half the squared weights times l2; the last parameter is the intercept. */
function logistic([rows, columns]: readonly [number, number], x: Row, t: Row, l2: number): Functions {
  const size = columns + 1;
  const inputs = Array.from({ length: rows }, (_, r) => [...x.slice(r * columns, (r + 1) * columns), 1]);
  const scores = (p: Float64Array) => inputs.map((row) => row.reduce((sum, input, j) => sum + input * (p[j] as number), 0));
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const penalty = (j: number) => (j < columns ? l2 : 0);
  return {
    valueAndGradient(p) {
      const z = scores(p);
      const losses = z.reduce(
        (sum, score, r) => sum + Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - (t[r] as number) * score,
        0,
      );
      const value = p.reduce((sum, w, j) => sum + (penalty(j) / 2) * w * w, losses / rows);
      const gradient = p.map(
        (w, j) =>
          penalty(j) * w + z.reduce((sum, score, r) => sum + (sigmoid(score) - (t[r] as number)) * (inputs[r]![j] as number), 0) / rows,
      );
      return { value, gradient };
    },
    hessian(p) {
      const spread = scores(p).map((score) => (sigmoid(score) * sigmoid(-score)) / rows);
      return Float64Array.from({ length: size * size }, (_, at) => {
        const [j, k] = [Math.floor(at / size), at % size];
        return spread.reduce((sum, s, r) => sum + s * (inputs[r]![j] as number) * (inputs[r]![k] as number), j === k ? penalty(j) : 0);
      });
    },
  };
}

function functionsOf(golden: GoldenProblem): Functions {
  if (golden.name === "rosenbrock") return rosenbrock;
  if (golden.name === "quadratic") return quadratic(golden.a as Row, golden.b as Row);
  return logistic(golden.shape as [number, number], golden.x as Row, golden.t as Row, golden.l2 as number);
}

const golden = JSON.parse(readFileSync(new URL("../golden/solvers.json", import.meta.url), "utf8")) as { cases: GoldenProblem[] };

/** Every golden problem. */
export const problems: readonly Problem[] = golden.cases.map((one) => ({
  ...functionsOf(one),
  title: `${one.name} from (${one.start.join(", ")})${one.l2 === undefined ? "" : ` with l2 ${one.l2}`}`,
  start: Float64Array.from(one.start),
  value: one.value,
  gradient: one.gradient,
  second: one.hessian,
  solution: one.solution,
  minimum: one.minimum,
}));
