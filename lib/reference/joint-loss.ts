/** Losses of several predictions in plain TypeScript, one element after the other. */
import { Wanted } from "../losses/arrays";
import type { JointDefinition } from "../losses/definition";
import type { LossSpec } from "../losses/spec";
import { type Call, weigh } from "./loss-call";

/** Writes what was asked for; returns the sum of the weighted terms. */
export function evaluateJointElements(call: Call, spec: LossSpec, scale: number): number {
  const { inputs, targets, weights, values, gradients, hessians } = call;
  const definition = spec.definition as JointDefinition;
  const length = targets.length;
  const span = weights === undefined ? 1 : length / weights.length;
  let sum = 0;
  for (let i = 0; i < length; ++i) {
    const predictions = inputs.map((input) => input[i] as number);
    const target = targets[i] as number;
    const weight = weights === undefined ? 1 : (weights[Math.floor(i / span)] as number);
    const invalid = Number.isNaN(target) || predictions.some(Number.isNaN);
    const terms = definition.at(predictions, target, spec.options as never);
    const value = Math.fround(weigh(terms.value, weight, weight, invalid));
    if ((call.wanted & Wanted.value) !== 0) sum += value;
    if (values !== undefined) values[i] = value;
    const write = (array: Float32Array | undefined, term: number | undefined) => {
      if (array !== undefined) array[i] = weigh(term as number, weight * scale, weight, invalid);
    };
    for (const k of inputs.keys()) {
      write(gradients[k], terms.gradient[k]);
      write(hessians[k], terms.hessian[k]);
    }
  }
  return sum;
}
