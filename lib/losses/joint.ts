/** Losses of several predictions by name, element by element. */
import { checkLength } from "../check";
import type { OptionSpecs, OptionsOf } from "../options";
import type { Reduction, Values } from "./arrays";
import type { CheckedCall } from "./base-loss";
import type { JointDefinition } from "./definition";
import { type CommonOptions, defaultKernel, specOf } from "./factory";
import { dataOf } from "./loss";
import { NamedLoss } from "./named-loss";

/** A loss of several predictions of one length and a target of that length. */
export class JointLoss<Name extends string, R extends Reduction = Reduction> extends NamedLoss<
  Name,
  { readonly [N in Name]: Values },
  Values,
  R
> {
  protected check(predictions: { readonly [N in Name]: Values }, target: Values): CheckedCall {
    const [prediction, ...others] = this.inputs.map((name) => dataOf(predictions[name], name)) as [Float32Array];
    const targets = dataOf(target, "target");
    others.forEach((other: Float32Array, i) => {
      checkLength(other, prediction.length, this.inputs[i + 1] as string, `one per element of ${this.inputs[0]}`);
    });
    checkLength(targets, prediction.length, "target", "one per prediction");
    const first: Values = predictions[this.inputs[0] as Name];
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
