/** The update rules in plain TypeScript, one element after the other. */
import type { StepSpec } from "../optimizers/spec";

/** Binds a rule to its plain form. */
export function bindReferenceStep({ rule, hyper, tensors }: StepSpec): () => void {
  return () => {
    const move = rule.prepare(hyper);
    for (const [data, gradient, ...slots] of tensors as readonly (readonly [Float32Array, Float32Array, ...Float32Array[]])[]) {
      for (let i = 0; i < data.length; ++i) move(data, gradient, slots, i);
    }
  };
}
