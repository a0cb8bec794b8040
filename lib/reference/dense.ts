/** One dense layer in plain loops: sums in double precision, row after row. */
import { activations } from "../models/activations";
import type { LayerSpec } from "../models/spec";

/** The outputs of a layer for `rows` rows. */
export function forwardDense(layer: LayerSpec, inputs: Float32Array, rows: number, outputs: Float32Array): void {
  const { units, kernel, bias } = layer;
  const width = layer.inputs;
  const sums = new Float64Array(units);
  for (let row = 0; row < rows; ++row) {
    if (bias === undefined) sums.fill(0);
    else sums.set(bias);
    for (let i = 0; i < width; ++i) {
      const x = inputs[row * width + i] as number;
      const from = i * units;
      for (let unit = 0; unit < units; ++unit) sums[unit] = (sums[unit] as number) + x * (kernel[from + unit] as number);
    }
    activations[layer.activation].forward(sums);
    outputs.set(sums, row * units);
  }
}

/** From the derivative by a layer's outputs to that by the sums that it was made of, in a new array. */
export function deltaOf(layer: LayerSpec, outputs: Float32Array, gradient: Float32Array, rows: number): Float32Array {
  const { units } = layer;
  const delta = new Float32Array(rows * units);
  for (let begin = 0; begin < rows * units; begin += units) {
    const row = Float64Array.from(gradient.subarray(begin, begin + units));
    activations[layer.activation].backward(outputs.subarray(begin, begin + units), row);
    delta.set(row, begin);
  }
  return delta;
}

/** The derivative by a layer's inputs. */
export function inputGradient({ inputs, units, kernel }: LayerSpec, delta: Float32Array, rows: number): Float32Array {
  const gradient = new Float32Array(rows * inputs);
  for (let row = 0; row < rows; ++row) {
    for (let i = 0; i < inputs; ++i) {
      let sum = 0;
      for (let unit = 0; unit < units; ++unit) sum += (delta[row * units + unit] as number) * (kernel[i * units + unit] as number);
      gradient[row * inputs + i] = sum;
    }
  }
  return gradient;
}

/** Writes the derivatives by kernel and bias, or adds them to what is there. */
export function parameterGradients(layer: LayerSpec, inputs: Float32Array, delta: Float32Array, rows: number, accumulate: boolean): void {
  const { units, kernelGradient, biasGradient } = layer;
  const sums = new Float64Array(units);
  const start = (gradient: Float32Array, from: number): void => {
    if (accumulate) sums.set(gradient.subarray(from, from + units));
    else sums.fill(0);
  };
  for (let i = 0; i < layer.inputs; ++i) {
    start(kernelGradient, i * units);
    for (let row = 0; row < rows; ++row) {
      const x = inputs[row * layer.inputs + i] as number;
      for (let unit = 0; unit < units; ++unit) sums[unit] = (sums[unit] as number) + x * (delta[row * units + unit] as number);
    }
    kernelGradient.set(sums, i * units);
  }
  if (biasGradient === undefined) return;
  start(biasGradient, 0);
  for (let k = 0; k < rows * units; ++k) sums[k % units] = (sums[k % units] as number) + (delta[k] as number);
  biasGradient.set(sums);
}
