/**
 * What metrics are made of, measured by a backend over a batch and merged over batches: every regression metric follows
 * from {@link RegressionStatistics}, every metric of classes from {@link ClassCounts} or the confusion matrix.
 * What `fit` reports from them per epoch is in ./reported.
 */

/** Sums over terms of weight above 0, r = prediction − target. */
export interface RegressionStatistics {
  /** Terms. */
  readonly count: number;
  /** Σw. */
  readonly weight: number;
  /** Σw|r|. */
  readonly absolute: number;
  /** Σw r². */
  readonly squared: number;
  /** Of the target: Σwt / Σw. */
  readonly mean: number;
  /** Of the target: Σw (t − mean)². */
  readonly moment: number;
}

/** Numbers in the array that a backend writes regression statistics to, in the order of the interface. */
export const regressionNumbers = 6;

/** The statistics of no terms. */
export const noRegression: RegressionStatistics = { count: 0, weight: 0, absolute: 0, squared: 0, mean: 0, moment: 0 };

/** The statistics that a backend has written. */
export function readRegression(numbers: Float64Array): RegressionStatistics {
  const [count, weight, absolute, squared, mean, moment] = numbers as unknown as [number, number, number, number, number, number];
  return { count, weight, absolute, squared, mean, moment };
}

/** The statistics of two sets of terms together (Chan, Golub and LeVeque 1979). */
export function mergeRegression(a: RegressionStatistics, b: RegressionStatistics): RegressionStatistics {
  if (b.weight === 0) return a;
  if (a.weight === 0) return b;
  const weight = a.weight + b.weight;
  const apart = b.mean - a.mean;
  const share = b.weight / weight;
  return {
    count: a.count + b.count,
    weight,
    absolute: a.absolute + b.absolute,
    squared: a.squared + b.squared,
    mean: a.mean + apart * share,
    moment: a.moment + b.moment + apart * apart * a.weight * share,
  };
}

/** Sums of weights by class. */
export interface ClassCounts {
  /** Of the rows predicted rightly. */
  readonly correct: Float64Array;
  /** Of the rows predicted to be of the class. */
  readonly predicted: Float64Array;
  /** Of the rows that are of the class. */
  readonly actual: Float64Array;
}

/** The counts that a backend has written: three runs of `classes` numbers, in the order of the interface. */
export function readClassCounts(numbers: Float64Array, classes: number): ClassCounts {
  return {
    correct: numbers.subarray(0, classes),
    predicted: numbers.subarray(classes, 2 * classes),
    actual: numbers.subarray(2 * classes, 3 * classes),
  };
}
