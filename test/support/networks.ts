/** Small networks and data to train them on. */
import { layers, losses, type ModelParameter, optimizers, type Sequential, sequential } from "steepest";
import { normals, randomSource } from "./numbers";

export const classes = 3;

/** `rows` rows of `columns` inputs with a class, a number and a yes-or-no for each row. */
export function makeData(rows: number, columns = 10, seed = 7) {
  const random = randomSource(seed);
  const x = normals(rows * columns, random);
  const score = (row: number) => (x[row * columns] as number) + Math.abs(x[row * columns + 1] as number) - 0.8;
  const numbers = Float32Array.from({ length: rows }, (_, row) => score(row));
  const labels = Int32Array.from(numbers, (number) => (number < -0.5 ? 0 : number < 0.5 ? 1 : 2));
  const binary = Float32Array.from(numbers, (number) => (number > 0 ? 1 : 0));
  const weights = Float32Array.from({ length: rows }, () => Math.floor(random() * 5) / 2);
  return { x, numbers, labels, binary, weights, columns, rows };
}

export function classifier(inputs = 10, hidden = 20, seed = 1): Sequential {
  return sequential([layers.dense(hidden, { activation: "relu" }), layers.dense(classes)], { inputs, seed });
}

export function regressor(inputs = 10, hidden = 20, seed = 1): Sequential {
  return sequential([layers.dense(hidden, { activation: "tanh" }), layers.dense(1)], { inputs, seed });
}

/** A classifier that is ready to train with Adam and cross-entropy. */
export function compiledClassifier(inputs = 10, hidden = 20, learningRate = 1e-2): Sequential {
  const model = classifier(inputs, hidden);
  model.compile({ optimizer: new optimizers.Adam({ learningRate }), loss: losses.crossEntropy() });
  return model;
}

/** All numbers of a model's parameters end to end. */
export function numbersOf(model: { readonly parameters: readonly ModelParameter[] }): Float32Array {
  return Float32Array.from(model.parameters.flatMap(({ data }) => Array.from(data)));
}

/** The gradients of a model's parameters end to end. */
export function gradientsOf(model: { readonly parameters: readonly ModelParameter[] }): Float32Array {
  return Float32Array.from(model.parameters.flatMap(({ gradient }) => Array.from(gradient)));
}

/** A copy of an array in a buffer of its own kind: odd alignment, shared, resizable. */
export const placements: Readonly<Record<string, (values: Float32Array) => Float32Array>> = {
  "a misaligned view": (values) => {
    const view = new Float32Array(new ArrayBuffer(values.byteLength + 12), 4, values.length);
    view.set(values);
    return view;
  },
  "a shared buffer": (values) => {
    const view = new Float32Array(new SharedArrayBuffer(values.byteLength));
    view.set(values);
    return view;
  },
  "a resizable buffer": (values) => {
    const Resizable = ArrayBuffer as unknown as new (bytes: number, options: { maxByteLength: number }) => ArrayBuffer;
    const view = new Float32Array(new Resizable(values.byteLength, { maxByteLength: 2 * values.byteLength }));
    view.set(values);
    return view;
  },
};

/** An array whose buffer has been transferred away. */
export function detached(length: number): Float32Array {
  const array = new Float32Array(length);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** Rows of a training set. */
export type Batch = { readonly x: Float32Array; readonly y: Float32Array | Int32Array; readonly weights: Float32Array | undefined };

/** The loop by hand over batches in order, `steps` of them, again and again. */
export function trainByHand(
  model: Sequential,
  optimizer: optimizers.Optimizer,
  loss: losses.Loss<never, never>,
  batches: readonly Batch[],
  steps: number,
): void {
  for (let step = 0; step < steps; ++step) {
    const { x, y, weights } = batches[step % batches.length] as Batch;
    const outputs = model.forward(x);
    const target = y instanceof Float32Array ? { data: y, shape: outputs.shape } : y;
    const { gradient } = loss.valueAndGradient(outputs as never, target as never, { weights });
    model.backward(gradient as Float32Array);
    optimizer.step();
  }
}

/** Batches of `size` rows in order, the last one smaller. */
export function batchesOf(
  x: Float32Array,
  y: Float32Array | Int32Array,
  weights: Float32Array | undefined,
  rows: number,
  size: number,
): Batch[] {
  const cut = <A extends Float32Array | Int32Array>(array: A, begin: number): A =>
    array.subarray((begin * array.length) / rows, (Math.min(rows, begin + size) * array.length) / rows) as A;
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => ({
    x: cut(x, i * size),
    y: cut(y, i * size),
    weights: weights && cut(weights, i * size),
  }));
}
