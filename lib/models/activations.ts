/** The activations in plain form, one row at a time in double precision; their names are those of the native catalogue. */

/** What a layer does to its sums. */
export interface Activation {
  /** Applies it to the sums of one row, in place. */
  forward(row: Float64Array): void;
  /** From the derivative by the outputs of a row to that by its sums, in place. */
  backward(outputs: Float32Array, gradient: Float64Array): void;
}

/** An activation of each number by itself: its value, and its slope from that value. */
function elementwise(at: (x: number) => number, slope: (output: number) => number): Activation {
  return {
    forward(row) {
      for (let i = 0; i < row.length; ++i) row[i] = at(row[i] as number);
    },
    backward(outputs, gradient) {
      for (let i = 0; i < gradient.length; ++i) gradient[i] = (gradient[i] as number) * slope(outputs[i] as number);
    },
  };
}

/** 1 / (1 + e^−x), also where it is tiny. */
function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

const softmax: Activation = {
  forward(row) {
    const maximum = row.reduce((largest, x) => Math.max(largest, x), Number.NEGATIVE_INFINITY);
    let total = 0;
    for (let i = 0; i < row.length; ++i) total += row[i] = Math.exp((row[i] as number) - maximum);
    for (let i = 0; i < row.length; ++i) row[i] = (row[i] as number) / total;
  },
  backward(outputs, gradient) {
    let mean = 0;
    for (let i = 0; i < gradient.length; ++i) mean += (outputs[i] as number) * (gradient[i] as number);
    for (let i = 0; i < gradient.length; ++i) gradient[i] = (outputs[i] as number) * ((gradient[i] as number) - mean);
  },
};

/** The catalogue; "linear" does nothing. A NaN stays a NaN; the slope of relu at 0 is 0. */
export const activations = {
  linear: { forward() {}, backward() {} },
  relu: elementwise(
    (x) => (x <= 0 ? 0 : x),
    (output) => (output <= 0 ? 0 : 1),
  ),
  sigmoid: elementwise(logistic, (output) => output * (1 - output)),
  softmax,
  tanh: elementwise(Math.tanh, (output) => 1 - output * output),
} as const satisfies Record<string, Activation>;

/** The name of an activation. */
export type ActivationName = keyof typeof activations;

/** The names of the activations. */
export const activationNames = Object.keys(activations) as readonly ActivationName[];
