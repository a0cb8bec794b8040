/** How the numbers of a new layer are drawn; the same on every backend, from a seed. */
import { fillNormal, fillUniform, Philox, RandomUse, randomStream } from "../random/philox";

/** Fills a new array of a layer of so many inputs and units. */
type Initializer = (values: Float32Array, inputs: number, units: number, philox: Philox) => void;

/** Uniform within ±√(3 · variance). */
function uniform(variance: (inputs: number, units: number) => number): Initializer {
  return (values, inputs, units, philox) => {
    const limit = Math.sqrt(3 * variance(inputs, units));
    fillUniform(philox, 0, values, -limit, limit);
  };
}

/** Normal around 0, not truncated. */
function normal(variance: (inputs: number, units: number) => number): Initializer {
  return (values, inputs, units, philox) => fillNormal(philox, 0, values, 0, Math.sqrt(variance(inputs, units)));
}

const glorot = (inputs: number, units: number): number => 2 / (inputs + units);
const he = (inputs: number): number => 2 / inputs;
const lecun = (inputs: number): number => 1 / inputs;

/**
 * Glorot and Bengio (2010): variance 2 / (inputs + units); He et al. (2015): 2 / inputs; LeCun et al. (1998): 1 / inputs.
 */
const initializers = {
  glorotNormal: normal(glorot),
  glorotUniform: uniform(glorot),
  heNormal: normal(he),
  heUniform: uniform(he),
  lecunNormal: normal(lecun),
  lecunUniform: uniform(lecun),
  ones: (values) => void values.fill(1),
  zeros: () => {},
} as const satisfies Record<string, Initializer>;

/** The name of an initializer. */
export type InitializerName = keyof typeof initializers;

/** The names of the initializers. */
export const initializerNames = Object.keys(initializers) as readonly InitializerName[];

/** Fills a new array of zeros; `index` counts the parameters of a model, so that each has numbers of its own. */
export function initialize(name: InitializerName, values: Float32Array, inputs: number, units: number, seed: number, index: number): void {
  initializers[name](values, inputs, units, new Philox(seed, randomStream(RandomUse.weights, index)));
}
