/** Losses of several predictions by name, with a gradient by each name. */
import { activeBackend } from "../backend";
import { describe } from "../check";
import { typeError } from "../errors";
import { checkNames } from "../options";
import { type Reduction, Wanted } from "./arrays";
import { BaseLoss, type CheckedCall, outputArray, type ValueOf } from "./base-loss";

/** An array per prediction; one for those that were given, where some may be left out. */
export type PerInput<Name extends string> = { readonly [N in Name]: Float32Array };

/** What a call may be given besides predictions and targets; `Out` is the kind of result. */
export interface JointCallOptions<Out> {
  /** How much each term counts: one number per loss term or one per row, at least 0; 0 ignores the term. */
  readonly weights?: Float32Array | undefined;
  /** Where the result goes (the gradients, for `valueAndGradient`); else new arrays are made. They must not overlap an input. */
  readonly out?: Out | undefined;
}

/** What {@link NamedLoss.valueAndGradient} returns. */
export interface JointValueAndGradient<Name extends string, R extends Reduction = Reduction> {
  readonly value: ValueOf<R>;
  /** The derivative of the value by each prediction; it carries the reduction's scale. */
  readonly gradient: PerInput<Name>;
  /** The number of terms that took part: not ignored, weight above 0. */
  readonly count: number;
}

const callOptionNames = ["weights", "out"];

/** The arrays of a call, one per prediction in the order of their names; undefined where one was left out. */
type Arrays = readonly (Float32Array | undefined)[];

/** A loss of several predictions: `P` are the predictions by name and `T` the target. */
export abstract class NamedLoss<Name extends string, P, T, R extends Reduction = Reduction> extends BaseLoss<R> {
  /** The names of the predictions. */
  get inputs(): readonly Name[] {
    return (this.spec.definition as { inputs: readonly string[] }).inputs as readonly Name[];
  }

  protected override inputNames(): readonly string[] {
    return this.inputs;
  }

  /** Checks predictions and targets and describes them for the kernel. */
  protected abstract check(predictions: P, target: T): CheckedCall;

  /**
   * The loss. With `reduction: "none"` the weighted terms, one per element or row, in `out` where given.
   * @throws TypeError or RangeError with a code for arrays of a wrong type or length, numbers outside their domain, bad labels and bad weights.
   */
  value(predictions: P, target: T, options: JointCallOptions<Float32Array> = {}): ValueOf<R> {
    const call = this.begin(predictions, target, options);
    const each = this.spec.reduction === "none";
    const values = each ? outputArray(options.out, call.terms, "out", "one per loss term") : undefined;
    const wanted = each ? Wanted.value | Wanted.values : Wanted.value;
    const result = this.run(wanted, call, options.weights, { values, gradient: undefined, hessian: undefined });
    return (values ?? result[0]) as ValueOf<R>;
  }

  /**
   * The derivative of the value by each prediction.
   * @throws as {@link NamedLoss.value}.
   */
  gradient(predictions: P, target: T, options: JointCallOptions<Partial<PerInput<Name>>> = {}): PerInput<Name> {
    return this.derivative(Wanted.gradient, predictions, target, options);
  }

  /**
   * Value and gradients in one pass over memory.
   * @throws as {@link NamedLoss.value}.
   */
  valueAndGradient(predictions: P, target: T, options: JointCallOptions<Partial<PerInput<Name>>> = {}): JointValueAndGradient<Name, R> {
    const call = this.begin(predictions, target, options);
    const arrays = this.outputs(options.out, call);
    const each = this.spec.reduction === "none";
    const values = each ? activeBackend().allocate(call.terms) : undefined;
    const wanted = Wanted.value | Wanted.gradient | (each ? Wanted.values : 0);
    const result = this.write(wanted, call, options.weights, arrays, values);
    return { value: (values ?? result[0]) as ValueOf<R>, gradient: this.named(arrays), count: result[1] as number };
  }

  /**
   * The second derivative of the value by each prediction: the diagonal of the hessian, the true one almost everywhere.
   * @throws as {@link NamedLoss.value}.
   */
  hessian(predictions: P, target: T, options: JointCallOptions<Partial<PerInput<Name>>> = {}): PerInput<Name> {
    return this.derivative(Wanted.hessian, predictions, target, options);
  }

  private derivative(wanted: number, predictions: P, target: T, options: JointCallOptions<Partial<PerInput<Name>>>): PerInput<Name> {
    const call = this.begin(predictions, target, options);
    const arrays = this.outputs(options.out, call);
    this.write(wanted, call, options.weights, arrays);
    return this.named(arrays);
  }

  private begin(predictions: P, target: T, options: object): CheckedCall {
    checkNames(options, callOptionNames, `${this.name}: options of the call`);
    if (typeof predictions !== "object" || predictions === null) {
      throw typeError("ERR_INVALID_TYPE", `predictions: expected { ${this.inputs.join(", ")} }, received ${describe(predictions)}`);
    }
    return this.check(predictions, target);
  }

  private outputs(out: Partial<PerInput<Name>> | undefined, call: CheckedCall): Arrays {
    if (out !== undefined && (typeof out !== "object" || out === null)) {
      throw typeError("ERR_INVALID_TYPE", `out: expected { ${this.inputs.join(", ")} }, received ${describe(out)}`);
    }
    return [call.prediction, ...call.others].map((input, i) => {
      const name = this.inputs[i] as Name;
      return input === undefined ? undefined : outputArray(out?.[name], input.length, `out.${name}`, "one per prediction");
    });
  }

  private write(wanted: number, call: CheckedCall, weights: Float32Array | undefined, arrays: Arrays, values?: Float32Array): Float64Array {
    const pairs = arrays.map((array) =>
      (wanted & Wanted.hessian) !== 0 ? { gradient: undefined, hessian: array } : { gradient: array, hessian: undefined },
    );
    const [first, ...others] = pairs as [(typeof pairs)[0]];
    return this.run(wanted, call, weights, { values, ...first, others });
  }

  private named(arrays: Arrays): PerInput<Name> {
    const given = this.inputs.map((name, i) => [name, arrays[i]] as const).filter(([, array]) => array !== undefined);
    return Object.fromEntries(given) as PerInput<Name>;
  }
}
