/** Losses of several predictions by name, element by element, with a gradient by each name. */
import { activeBackend } from "../backend";
import { checkLength, describe } from "../check";
import { typeError } from "../errors";
import { checkNames, type OptionSpecs, type OptionsOf } from "../options";
import { type Reduction, type Values, Wanted } from "./arrays";
import { BaseLoss, type CheckedCall, outputArray, type ValueOf } from "./base-loss";
import type { JointDefinition } from "./definition";
import { type CommonOptions, defaultKernel, specOf } from "./factory";
import { dataOf } from "./loss";

/** An array per prediction. */
export type PerInput<Name extends string> = { readonly [N in Name]: Float32Array };

/** What a call may be given besides predictions and targets; `Out` is the kind of result. */
export interface JointCallOptions<Out> {
  /** How much each term counts: one number per element or one per row, at least 0; 0 ignores the term. */
  readonly weights?: Float32Array | undefined;
  /** Where the result goes (the gradients, for `valueAndGradient`); else new arrays are made. They must not overlap an input. */
  readonly out?: Out | undefined;
}

/** What {@link JointLoss.valueAndGradient} returns. */
export interface JointValueAndGradient<Name extends string, R extends Reduction = Reduction> {
  readonly value: ValueOf<R>;
  /** The derivative of the value by each prediction; it carries the reduction's scale. */
  readonly gradient: PerInput<Name>;
  /** The number of terms that took part: weight above 0. */
  readonly count: number;
}

const callOptionNames = ["weights", "out"];

/** A loss of several predictions of one length and a target of that length. */
export class JointLoss<Name extends string, R extends Reduction = Reduction> extends BaseLoss<R> {
  /** The names of the predictions. */
  get inputs(): readonly Name[] {
    return (this.spec.definition as JointDefinition).inputs as readonly Name[];
  }

  protected override inputNames(): readonly string[] {
    return this.inputs;
  }

  /**
   * The loss. With `reduction: "none"` the weighted terms, one per element, in `out` where given.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, numbers outside their domain and bad weights.
   */
  value(predictions: { readonly [N in Name]: Values }, target: Values, options: JointCallOptions<Float32Array> = {}): ValueOf<R> {
    const call = this.begin(predictions, target, options);
    const each = this.spec.reduction === "none";
    const values = each ? outputArray(options.out, call.terms, "out", "one per loss term") : undefined;
    const wanted = each ? Wanted.value | Wanted.values : Wanted.value;
    const result = this.run(wanted, call, options.weights, { values, gradient: undefined, hessian: undefined });
    return (values ?? result[0]) as ValueOf<R>;
  }

  /**
   * The derivative of the value by each prediction.
   * @throws as {@link JointLoss.value}.
   */
  gradient(predictions: { readonly [N in Name]: Values }, target: Values, options: JointCallOptions<PerInput<Name>> = {}): PerInput<Name> {
    const call = this.begin(predictions, target, options);
    const arrays = this.outputs(options, call.terms);
    this.write(Wanted.gradient, call, options.weights, arrays);
    return this.named(arrays);
  }

  /**
   * Value and gradients in one pass over memory.
   * @throws as {@link JointLoss.value}.
   */
  valueAndGradient(
    predictions: { readonly [N in Name]: Values },
    target: Values,
    options: JointCallOptions<PerInput<Name>> = {},
  ): JointValueAndGradient<Name, R> {
    const call = this.begin(predictions, target, options);
    const arrays = this.outputs(options, call.terms);
    const each = this.spec.reduction === "none";
    const values = each ? activeBackend().allocate(call.terms) : undefined;
    const wanted = Wanted.value | Wanted.gradient | (each ? Wanted.values : 0);
    const result = this.write(wanted, call, options.weights, arrays, values);
    return { value: (values ?? result[0]) as ValueOf<R>, gradient: this.named(arrays), count: result[1] as number };
  }

  /**
   * The second derivative of the value by each prediction: the diagonal of the hessian, the true one almost everywhere.
   * @throws as {@link JointLoss.value}.
   */
  hessian(predictions: { readonly [N in Name]: Values }, target: Values, options: JointCallOptions<PerInput<Name>> = {}): PerInput<Name> {
    const call = this.begin(predictions, target, options);
    const arrays = this.outputs(options, call.terms);
    this.write(Wanted.hessian, call, options.weights, arrays);
    return this.named(arrays);
  }

  private begin(predictions: { readonly [N in Name]: Values }, target: Values, options: object): CheckedCall {
    checkNames(options, callOptionNames, `${this.name}: options of the call`);
    if (typeof predictions !== "object" || predictions === null) {
      throw typeError("ERR_INVALID_TYPE", `predictions: expected { ${this.inputs.join(", ")} }, received ${describe(predictions)}`);
    }
    const [prediction, ...others] = this.inputs.map((name) => dataOf(predictions[name] as Float32Array, name)) as [Float32Array];
    const targets = dataOf(target, "target");
    others.forEach((other: Float32Array, i) => {
      checkLength(other, prediction.length, this.inputs[i + 1] as string, `one per element of ${this.inputs[0]}`);
    });
    checkLength(targets, prediction.length, "target", "one per prediction");
    const first = predictions[this.inputs[0] as Name] as Values;
    const rows = first instanceof Float32Array ? prediction.length : (first.shape[0] as number);
    return {
      rows,
      columns: rows === 0 ? 0 : prediction.length / rows,
      prediction,
      others,
      targets,
      targetBits: 0,
      terms: prediction.length,
    };
  }

  private outputs(options: JointCallOptions<PerInput<Name>>, length: number): Float32Array[] {
    const { out } = options;
    if (out !== undefined && (typeof out !== "object" || out === null)) {
      throw typeError("ERR_INVALID_TYPE", `out: expected { ${this.inputs.join(", ")} }, received ${describe(out)}`);
    }
    return this.inputs.map((name) => outputArray(out?.[name], length, `out.${name}`, "one per prediction"));
  }

  private write(wanted: number, call: CheckedCall, weights: Float32Array | undefined, arrays: Float32Array[], values?: Float32Array) {
    const pairs = arrays.map((array) =>
      (wanted & Wanted.hessian) !== 0 ? { gradient: undefined, hessian: array } : { gradient: array, hessian: undefined },
    );
    const [first, ...others] = pairs as [(typeof pairs)[0]];
    return this.run(wanted, call, weights, { values, ...first, others });
  }

  private named(arrays: Float32Array[]): PerInput<Name> {
    return Object.fromEntries(this.inputs.map((name, i) => [name, arrays[i]])) as PerInput<Name>;
  }
}

/** The options of a loss of several predictions. */
export type JointOptions<Specs extends OptionSpecs, R extends Reduction> = {
  [Name in keyof Specs]?: OptionsOf<Specs>[Name] | undefined;
} & CommonOptions<R>;

/** Makes a loss; carries its definition for documentation, tests and benchmarks. */
export interface JointFactory<Name extends string, Specs extends OptionSpecs> {
  <R extends Reduction = "mean">(options?: JointOptions<Specs, R>): JointLoss<Name, R>;
  readonly definition: JointDefinition<Specs>;
}

type Declared<Name extends string, Specs extends OptionSpecs> = Omit<
  JointDefinition<Specs>,
  "shape" | "kernel" | "kernels" | "kink" | "inputs"
> & { readonly inputs: readonly Name[] } & Partial<Pick<JointDefinition<Specs>, "kernel" | "kernels" | "kink">>;

/** Declares a loss of several predictions; the native kernel has its name and takes its numeric options in order unless said otherwise. */
export function defineJoint<const Name extends string, const Specs extends OptionSpecs>(
  declared: Declared<Name, Specs>,
): JointFactory<Name, Specs> {
  const definition: JointDefinition<Specs> = {
    kink: () => Number.POSITIVE_INFINITY,
    kernels: [declared.name],
    kernel: (options) => defaultKernel(declared.name, options),
    ...declared,
    shape: "joint",
  };
  const factory = <R extends Reduction = "mean">(options: JointOptions<Specs, R> = {}): JointLoss<Name, R> =>
    new JointLoss<Name, R>(specOf(definition as unknown as JointDefinition, options, []));
  return Object.assign(factory, { definition });
}
