/**
 * The inputs of every row. Element i of a stream is a hash of (stream, i), so JavaScript and Python
 * (peers/python/data.py) make the same float32 numbers and no data has to travel between processes.
 * The mixing function is Chris Wellons' lowbias32, https://nullprogram.com/blog/2018/07/31/.
 */

/** One stream of numbers per role; layer l of a network takes `weights + l`. */
export const streams = { prediction: 1, target: 2, label: 3, parameter: 4, gradient: 5, inputs: 6, outputs: 7, weights: 100 };

/**
 * @param {number} stream
 * @param {number} index
 * @returns {number} 32 well-mixed bits, unsigned
 */
export function bits(stream, index) {
  let x = (index + Math.imul(stream, 0x9e3779b9)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Uniform float32 numbers in [low, high). */
export function uniform(stream, length, low, high) {
  const values = new Float32Array(length);
  const step = (high - low) * 2 ** -24;
  for (let i = 0; i < length; i++) values[i] = low + step * (bits(stream, i) >>> 8);
  return values;
}

/** Class labels 0 … classes − 1. */
export function labels(stream, length, classes) {
  const values = new Int32Array(length);
  const step = classes * 2 ** -24;
  for (let i = 0; i < length; i++) values[i] = Math.floor(step * (bits(stream, i) >>> 8));
  return values;
}

/** Predictions and targets of a pointwise loss; the cross-entropies take logits, binary targets are 0 or 1. */
export function pointwiseInputs(row) {
  const binary = row.loss === "binaryCrossEntropy";
  const reach = binary ? 8 : 4;
  const prediction = uniform(streams.prediction, row.elements, -reach, reach);
  const target = binary ? Float32Array.from(labels(streams.target, row.elements, 2)) : uniform(streams.target, row.elements, -reach, reach);
  return { prediction, target };
}

/** Logits (rows × classes) and one label per row. */
export function rowwiseInputs(row) {
  return {
    prediction: uniform(streams.prediction, row.elements, -5, 5),
    target: labels(streams.label, row.rows, row.classes),
  };
}

/** A parameter and its gradient. */
export function steppingInputs(row) {
  return {
    parameter: uniform(streams.parameter, row.elements, -1, 1),
    gradient: uniform(streams.gradient, row.elements, -1, 1),
  };
}

/** Samples of a training row: inputs (samples × widths[0]), and labels or one real target per sample. */
export function trainingInputs(row, samples) {
  const inputs = uniform(streams.inputs, samples * row.widths[0], 0, 1);
  const outputs = row.widths.at(-1);
  const targets =
    row.loss === "crossEntropy" ? labels(streams.label, samples, outputs) : uniform(streams.outputs, samples * outputs, -1, 1);
  return { inputs, targets };
}

/** Glorot-uniform initial weights of layer `layer`, inputs × outputs, row-major; biases start at 0. */
export function initialWeights(row, layer) {
  const [inputs, outputs] = [row.widths[layer], row.widths[layer + 1]];
  const reach = Math.sqrt(6 / (inputs + outputs));
  return uniform(streams.weights + layer, inputs * outputs, -reach, reach);
}
