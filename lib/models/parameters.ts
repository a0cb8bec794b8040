/** The parameters of a model: made once from a seed, and theirs to keep. */
import { checkAttached, checkLength } from "../check";
import type { Parameter } from "../optimizers/parameter";
import type { Compiled } from "./compiled";
import { initialize } from "./initializers";
import type { Layer } from "./layers";
import type { LayerSpec } from "./spec";

/** A parameter with its dimensions. */
export interface ModelParameter extends Parameter {
  readonly shape: readonly number[];
}

/** The arrays of a model, kernel and bias of layer after layer. */
export class ModelParameters {
  readonly list: readonly ModelParameter[];
  readonly layers: readonly LayerSpec[];
  private readonly arrays: readonly Float32Array[];
  private readonly lengths: readonly number[];

  constructor(layers: readonly Layer[], inputs: number, seed: number) {
    const list: ModelParameter[] = [];
    let width = inputs;
    this.layers = layers.map(({ units, options }) => {
      const make = (name: typeof options.kernelInitializer, shape: readonly number[]): ModelParameter => {
        const length = shape.reduce((product, size) => product * size, 1);
        const parameter = Object.freeze({
          data: new Float32Array(length),
          gradient: new Float32Array(length),
          shape: Object.freeze(shape),
        });
        initialize(name, parameter.data, shape.length === 1 ? 1 : width, units, seed, list.length);
        list.push(parameter);
        return parameter;
      };
      const kernel = make(options.kernelInitializer, [width, units]);
      const bias = options.useBias ? make(options.biasInitializer, [units]) : undefined;
      const layer = { inputs: width, units, activation: options.activation, kernel: kernel.data, kernelGradient: kernel.gradient };
      width = units;
      return { ...layer, bias: bias?.data, biasGradient: bias?.gradient };
    });
    this.list = Object.freeze(list);
    this.arrays = list.flatMap(({ data, gradient }) => [data, gradient]);
    this.lengths = this.arrays.map((array) => array.length);
  }

  /** The number of numbers to learn. */
  get count(): number {
    return this.list.reduce((sum, { data }) => sum + data.length, 0);
  }

  /** Throws when an array has lost its memory; with `compiled`, also one of the optimizer's state. */
  check(compiled?: Compiled): void {
    const { arrays, lengths } = this;
    for (let i = 0; i < arrays.length; ++i) {
      if ((arrays[i] as Float32Array).length !== lengths[i]) this.explain(i);
    }
    if (compiled === undefined) return;
    for (const [index, tensor] of compiled.tensors(this.list).entries()) {
      for (const array of tensor) {
        if (array.length === 0) checkAttached(array, `${compiled.optimizer.name}: state of parameters[${index}]`);
      }
    }
  }

  private explain(index: number): never {
    const argument = `parameters[${index >> 1}].${index % 2 === 0 ? "data" : "gradient"}`;
    checkAttached(this.arrays[index] as Float32Array, argument);
    checkLength(this.arrays[index] as Float32Array, this.lengths[index] as number, argument, "as many as when the model was made");
    throw new Error("unreachable");
  }
}
