/** The layers that a model is made of. */
import { checkInteger } from "../check";
import { checkNames, type OptionSpecs, type OptionsOf, resolveOptions } from "../options";
import { type ActivationName, activationNames } from "./activations";
import { type InitializerName, initializerNames } from "./initializers";

const denseOptions = {
  activation: { initial: "linear" as ActivationName, domain: activationNames, meaning: "what is done to the sums" },
  useBias: { initial: true, domain: "boolean", meaning: "whether a bias is added to the sums" },
  kernelInitializer: { initial: "glorotUniform" as InitializerName, domain: initializerNames, meaning: "how the kernel starts" },
  biasInitializer: { initial: "zeros" as InitializerName, domain: initializerNames, meaning: "how the bias starts" },
} as const satisfies OptionSpecs;

export type { ActivationName } from "./activations";
export type { InitializerName } from "./initializers";

/** The options of {@link dense}; the defaults are Keras's. */
export interface DenseOptions {
  /** `"linear"` (default), `"relu"`, `"sigmoid"`, `"softmax"` or `"tanh"`. */
  readonly activation?: ActivationName | undefined;
  /** Whether a bias is added; default true. */
  readonly useBias?: boolean | undefined;
  /** How the kernel starts: glorotUniform (default), glorotNormal, heUniform, heNormal, lecunUniform, lecunNormal, zeros, ones. */
  readonly kernelInitializer?: InitializerName | undefined;
  /** How the bias starts; default zeros. */
  readonly biasInitializer?: InitializerName | undefined;
}

/** A fully connected layer, not yet part of a model. */
export class DenseLayer {
  readonly kind = "dense";

  /** @internal */
  constructor(
    /** The number of outputs. */
    readonly units: number,
    /** The declared options, all present. */
    readonly options: OptionsOf<typeof denseOptions>,
  ) {}
}

/** Any layer. */
export type Layer = DenseLayer;

const mostUnits = 2 ** 24;

/**
 * A fully connected layer: outputs = activation(inputs · kernel + bias), the kernel `[inputs, units]`, row-major.
 * @throws TypeError or RangeError with a code for bad units or options.
 */
export function dense(units: number, options: DenseOptions = {}): DenseLayer {
  checkInteger(units, "dense: units", 1, mostUnits);
  checkNames(options, Object.keys(denseOptions), "dense");
  return new DenseLayer(units, resolveOptions(denseOptions, options as Record<string, unknown>, "dense"));
}
