/**
 * A small network in plain loops: dense layers with relu between them, softmax cross-entropy from labels or mean squared
 * error, Adam. In Float32Array it is the "plain" peer, in Float64Array what every peer's training is checked against.
 */
import { initialWeights } from "./data.mjs";
import { learningRate } from "./rows/row.mjs";

/** out = inputs · weights + bias; weights are inputs × outputs. */
function forwardDense(layer, inputs, out, rows) {
  const { width, outputs, weights, bias } = layer;
  for (let row = 0; row < rows; row++) {
    const to = row * outputs;
    for (let o = 0; o < outputs; o++) out[to + o] = bias[o];
    for (let i = 0; i < width; i++) {
      const x = inputs[row * width + i];
      const from = i * outputs;
      for (let o = 0; o < outputs; o++) out[to + o] += x * weights[from + o];
    }
  }
}

/** Writes the gradients of weights and bias; `inputGradient` is null for the first layer. */
function backwardDense(layer, inputs, gradient, inputGradient, rows) {
  const { width, outputs, weights, weightGradient, biasGradient } = layer;
  weightGradient.fill(0);
  biasGradient.fill(0);
  for (let row = 0; row < rows; row++) {
    const at = row * outputs;
    for (let o = 0; o < outputs; o++) biasGradient[o] += gradient[at + o];
    for (let i = 0; i < width; i++) {
      const x = inputs[row * width + i];
      const from = i * outputs;
      for (let o = 0; o < outputs; o++) weightGradient[from + o] += x * gradient[at + o];
      if (inputGradient === null) continue;
      let sum = 0;
      for (let o = 0; o < outputs; o++) sum += weights[from + o] * gradient[at + o];
      inputGradient[row * width + i] = sum;
    }
  }
}

/** Mean softmax cross-entropy; writes the gradient. */
export function crossEntropy(logits, labels, gradient, rows, classes) {
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * classes;
    let max = -Infinity;
    for (let c = 0; c < classes; c++) if (logits[start + c] > max) max = logits[start + c];
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const e = Math.exp(logits[start + c] - max);
      gradient[start + c] = e;
      sum += e;
    }
    const scale = 1 / (sum * rows);
    for (let c = 0; c < classes; c++) gradient[start + c] *= scale;
    gradient[start + labels[row]] -= 1 / rows;
    total += Math.log(sum) + max - logits[start + labels[row]];
  }
  return total / rows;
}

/** Mean of squares; writes the gradient. */
export function meanSquaredError(prediction, target, gradient) {
  const n = prediction.length;
  const scale = 2 / n;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const r = prediction[i] - target[i];
    total += r * r;
    gradient[i] = scale * r;
  }
  return total / n;
}

/** Adam's state and step for one array. */
export function createAdam(parameter, gradient) {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const first = new parameter.constructor(parameter.length);
  const second = new parameter.constructor(parameter.length);
  let steps = 0;
  return function step() {
    steps++;
    const rate = learningRate / (1 - beta1 ** steps);
    const correction = 1 / (1 - beta2 ** steps);
    for (let i = 0; i < parameter.length; i++) {
      const g = gradient[i];
      const m = beta1 * first[i] + (1 - beta1) * g;
      const v = beta2 * second[i] + (1 - beta2) * g * g;
      first[i] = m;
      second[i] = v;
      parameter[i] -= (rate * m) / (Math.sqrt(v * correction) + epsilon);
    }
  };
}

function createLayer(row, index, Numbers) {
  const [width, outputs] = [row.widths[index], row.widths[index + 1]];
  const layer = {
    width,
    outputs,
    weights: Numbers.from(initialWeights(row, index)),
    bias: new Numbers(outputs),
    weightGradient: new Numbers(width * outputs),
    biasGradient: new Numbers(outputs),
    out: new Numbers(row.batchSize * outputs),
    outGradient: new Numbers(row.batchSize * outputs),
  };
  const steps = [createAdam(layer.weights, layer.weightGradient), createAdam(layer.bias, layer.biasGradient)];
  layer.step = () => {
    for (const step of steps) step();
  };
  return layer;
}

function relu(values) {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) values[i] = 0;
}

function reluBackward(values, gradient) {
  for (let i = 0; i < values.length; i++) if (values[i] <= 0) gradient[i] = 0;
}

/**
 * @param {import("./rows/row.mjs").Row} row
 * @param {typeof Float32Array | typeof Float64Array} Numbers
 */
export function createNetwork(row, Numbers) {
  const rows = row.batchSize;
  const layers = row.widths.slice(1).map((_, index) => createLayer(row, index, Numbers));
  const last = layers.at(-1);

  function forward(inputs) {
    let from = inputs;
    for (const layer of layers) {
      forwardDense(layer, from, layer.out, rows);
      if (layer !== last) relu(layer.out);
      from = layer.out;
    }
  }

  function backward(inputs) {
    for (let index = layers.length - 1; index >= 0; index--) {
      const before = layers[index - 1];
      backwardDense(layers[index], before?.out ?? inputs, layers[index].outGradient, before?.outGradient ?? null, rows);
      if (before) reluBackward(before.out, before.outGradient);
    }
  }

  return {
    /** One training step on one batch; returns the loss before the step. */
    step(inputs, targets) {
      forward(inputs);
      const value =
        row.loss === "crossEntropy"
          ? crossEntropy(last.out, targets, last.outGradient, rows, last.outputs)
          : meanSquaredError(last.out, targets, last.outGradient);
      backward(inputs);
      for (const layer of layers) layer.step();
      return value;
    },
    /** All parameters: weights (inputs × outputs) and bias of each layer in turn. */
    parameters: () => layers.flatMap((layer) => [layer.weights, layer.bias]),
  };
}
