/** All groups of an optimizer bound to a backend, so that a step is one call. */
import type { Backend } from "../backend";
import type { ParameterGroup } from "./group";
import { IntactArrays } from "./intact";
import type { Parameter } from "./parameter";
import type { StepTensor } from "./spec";

/** Knows the arrays that were bound, and whether they are still those of the parameters and still have their memory. */
export class StepBinding {
  private readonly parameters: readonly Parameter[];
  private readonly inputs: readonly (readonly string[])[];
  private readonly tensors: readonly StepTensor[];
  private readonly intact: IntactArrays;
  /** Where the arrays of each group end in the list of all. */
  private readonly ends: readonly number[];
  /** Makes a step with the bound arrays, in the same turn in which they were found intact; false where the policy refuses it. */
  readonly step: () => boolean;

  constructor(
    private readonly backend: Backend,
    private readonly groups: readonly ParameterGroup[],
    averages: readonly (readonly Float32Array[])[] | undefined,
    policy: Float64Array,
  ) {
    const bound = groups.map((group, g) => ({ rule: group.rule, numbers: group.numbers, tensors: group.tensors(averages?.[g]) }));
    this.parameters = groups.flatMap(({ parameters }) => parameters);
    this.inputs = groups.flatMap(({ parameters, rule }) => parameters.map(() => rule.inputs));
    this.tensors = bound.flatMap(({ tensors }) => tensors);
    const listed = bound.map(({ tensors }) =>
      tensors.flatMap(({ arrays, average }) => [...arrays, ...(average === undefined ? [] : [average])]),
    );
    this.intact = new IntactArrays(listed.flat());
    let end = 0;
    this.ends = listed.map(({ length }) => {
      end += length;
      return end;
    });
    this.step = backend.bindStep({ groups: bound, policy });
  }

  /** Whether this is what a step of these groups on this backend needs. The accessors of a parameter are the caller's own code. */
  isCurrent(backend: Backend, groups: readonly ParameterGroup[]): boolean {
    if (this.backend !== backend || this.groups !== groups) return false;
    for (let i = 0; i < this.parameters.length; ++i) {
      const { arrays } = this.tensors[i] as StepTensor;
      const parameter = this.parameters[i] as Parameter;
      if (arrays[0] !== parameter.data || arrays[1] !== parameter.gradient) return false;
      const inputs = this.inputs[i] as readonly string[];
      const first = arrays.length - inputs.length;
      for (let k = 0; k < inputs.length; ++k) if (arrays[first + k] !== parameter[inputs[k] as "hessian"]) return false;
    }
    return this.lostGroup() < 0;
  }

  /** The first group of which an array has lost or changed its memory, or −1; runs none of the caller's code. */
  lostGroup(): number {
    const changed = this.intact.firstChanged();
    return changed < 0 ? -1 : this.ends.findIndex((end) => changed < end);
  }
}
