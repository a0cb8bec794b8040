/** The way through all layers of a network, and back. */
import type { LayerSpec } from "../models/spec";
import { deltaOf, forwardDense, inputGradient, parameterGradients } from "./dense";

/** The outputs of every layer, the inputs before them. */
export function forwardLayers(layers: readonly LayerSpec[], x: Float32Array, rows: number): Float32Array[] {
  const values = [x];
  for (const layer of layers) {
    const outputs = new Float32Array(rows * layer.units);
    forwardDense(layer, values.at(-1) as Float32Array, rows, outputs);
    values.push(outputs);
  }
  return values;
}

/** The gradients of all parameters, given what {@link forwardLayers} has made and the derivative by the last outputs. */
export function backwardLayers(
  layers: readonly LayerSpec[],
  values: readonly Float32Array[],
  rows: number,
  last: Float32Array,
  accumulate: boolean,
): void {
  let gradient = last;
  for (let index = layers.length - 1; index >= 0; --index) {
    const layer = layers[index] as LayerSpec;
    const delta = deltaOf(layer, values[index + 1] as Float32Array, gradient, rows);
    if (index > 0) gradient = inputGradient(layer, delta, rows);
    parameterGradients(layer, values[index] as Float32Array, delta, rows, accumulate);
  }
}
