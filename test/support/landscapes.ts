/** Functions to descend: what an optimizer is made for, with the place it must come near to. */
import { normal, normals, randomSource } from "./numbers";

/** A function of float32 parameters. */
export interface Landscape {
  readonly start: Float32Array;
  /** Where the point is a matrix. */
  readonly shape?: readonly number[];
  /** Writes the gradient at a point, for the step from 0; a noisy one is drawn by the step. */
  gradient(point: Float32Array, gradient: Float32Array, step: number): void;
  /** The diagonal of the hessian. */
  hessian(point: Float32Array, hessian: Float32Array): void;
  /** How far a point is from the goal. */
  distance(point: Float32Array): number;
}

function length(values: Iterable<number>): number {
  return Math.sqrt([...values].reduce((sum, x) => sum + x * x, 0));
}

/** ½Σ cᵢ(xᵢ − 1)² with curvatures from 1 to `condition`, and with normal noise on its gradient. */
export function parabola(condition: number, noise = 0): Landscape {
  const size = 12;
  const curvature = Array.from({ length: size }, (_, i) => condition ** (i / (size - 1)));
  return {
    start: new Float32Array(size).fill(-1),
    gradient(point, gradient, step) {
      const random = randomSource(step + 1);
      for (const [i, c] of curvature.entries()) gradient[i] = c * ((point[i] as number) - 1) + noise * normal(random);
    },
    hessian: (_, hessian) => hessian.set(curvature),
    distance: (point) => length(point.map((x) => x - 1)),
  };
}

/** Rosenbrock's valley, 100(y − x²)² + (1 − x)². */
export const valley: Landscape = {
  start: Float32Array.of(-1.2, 1),
  gradient(point, gradient) {
    const [x, y] = point as unknown as [number, number];
    gradient.set([-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)]);
  },
  hessian(point, hessian) {
    const [x, y] = point as unknown as [number, number];
    hessian.set([1200 * x * x - 400 * y + 2, 200]);
  },
  distance: (point) => length(point.map((x) => x - 1)),
};

/** Least squares for a matrix of 8 × 6, ½‖A·(W − target)‖², where A has singular values from 1 to 30 in directions of no axis. */
export function matrix(): Landscape {
  const [rows, columns] = [8, 6];
  const random = randomSource(29);
  const target = normals(rows * columns, random);
  const axis = normals(rows, random);
  const norm = axis.reduce((sum, a) => sum + a * a, 0);
  const mirror = (i: number, j: number) => Number(i === j) - (2 * (axis[i] as number) * (axis[j] as number)) / norm;
  const indices = [...axis.keys()];
  const square = (i: number, j: number) => indices.reduce((sum, k) => sum + mirror(i, k) * 900 ** (k / (rows - 1)) * mirror(k, j), 0);
  const curvature = indices.map((i) => indices.map((j) => square(i, j)));
  return {
    start: new Float32Array(rows * columns),
    shape: [rows, columns],
    gradient(point, gradient) {
      const off = point.map((w, i) => w - (target[i] as number));
      for (const k of gradient.keys()) {
        const [i, c] = [Math.floor(k / columns), k % columns];
        gradient[k] = indices.reduce((sum, j) => sum + (curvature[i]?.[j] as number) * (off[j * columns + c] as number), 0);
      }
    },
    hessian: (_, hessian) => hessian.fill(1),
    distance: (point) => length(point.map((w, i) => w - (target[i] as number))),
  };
}

/** Least squares on rows of few features, some of them rare, one row in each step; half of the weights are 0. */
export function sparse(): Landscape {
  const [size, rows] = [40, 200];
  const random = randomSource(17);
  const weights = normals(size, random).map((w, i) => (i % 2 ? 0 : w));
  const x = Array.from({ length: rows }, () =>
    Float32Array.from({ length: size }, (_, i) => (random() < 1 / (1 + i / 4) ? normal(random) : 0)),
  );
  const targets = x.map((row) => row.reduce((sum, feature, i) => sum + feature * (weights[i] as number), 0));
  return {
    start: new Float32Array(size),
    gradient(point, gradient, step) {
      const row = x[step % rows] as Float32Array;
      const residual = row.reduce((sum, feature, i) => sum + feature * (point[i] as number), 0) - (targets[step % rows] as number);
      gradient.set(row.map((feature) => feature * residual));
    },
    hessian: (_, hessian) => hessian.fill(1),
    distance: (point) => length(point.map((w, i) => w - (weights[i] as number))),
  };
}

/** Regression by a layer of 8 tanh units, on 64 rows of 3 inputs made by such a network: its mean squared error. */
export function network(): Landscape {
  const [inputs, units, rows] = [3, 8, 64];
  const random = randomSource(23);
  const truth = normals(units * (inputs + 2), random);
  const x = Array.from({ length: rows }, () => [...normals(inputs, random), 1]);
  const hiddenOf = (point: Float32Array, row: readonly number[]) =>
    Array.from({ length: units }, (_, u) => Math.tanh(row.reduce((sum, v, j) => sum + v * (point[u * (inputs + 1) + j] as number), 0)));
  const outputOf = (point: Float32Array, hidden: readonly number[]) =>
    hidden.reduce((sum, h, u) => sum + h * (point[units * (inputs + 1) + u] as number), 0);
  const predict = (point: Float32Array, row: readonly number[]) => outputOf(point, hiddenOf(point, row));
  const targets = x.map((row) => predict(truth, row));
  return {
    start: normals(truth.length, random, 0.5),
    gradient(point, gradient) {
      gradient.fill(0);
      for (const [r, row] of x.entries()) {
        const hidden = hiddenOf(point, row);
        const slope = (2 / rows) * (outputOf(point, hidden) - (targets[r] as number));
        for (const [u, h] of hidden.entries()) {
          const out = units * (inputs + 1) + u;
          gradient[out]! += slope * h;
          const back = slope * (point[out] as number) * (1 - h * h);
          for (const [j, v] of row.entries()) gradient[u * (inputs + 1) + j]! += back * v;
        }
      }
    },
    hessian: (_, hessian) => hessian.fill(1),
    distance: (point) => x.reduce((sum, row, r) => sum + (predict(point, row) - (targets[r] as number)) ** 2, 0) / rows,
  };
}
