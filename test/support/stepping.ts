/** Optimizers at work on seeded parameters and gradients. */
import { createHash } from "node:crypto";
import type { optimizers } from "steepest";
import type { OptimizerSubject } from "./catalogue";
import { expectSameBits, normals, patterns, randomSource } from "./numbers";

/** Parameters of the given lengths with normal numbers, and gradients of 0. */
export function drawParameters(lengths: readonly number[], seed = 1): DrawnParameter[] {
  const random = randomSource(seed);
  return lengths.map((length) => withHessian(normals(length, random)));
}

/** What every optimizer can step: data, gradients of 0, and an estimate of the hessian for those that read one. */
export interface DrawnParameter {
  data: Float32Array;
  gradient: Float32Array;
  hessian: Float32Array;
}

/** A parameter over data, its hessian 0.5, 1, 1.5, 0.5, …, or that of `place`. */
export function withHessian(data: Float32Array, gradient: Float32Array = new Float32Array(data.length), place = 0): DrawnParameter {
  return { data, gradient, hessian: Float32Array.from(data, (_, i) => (((place + i) % 3) + 1) / 2) };
}

/** One parameter of the kind. */
export function drawParameter(length: number, seed = 1): DrawnParameter {
  return withHessian(normals(length, randomSource(seed)));
}

/** Throws unless parameters have the same bits. */
export function expectSameParameters(got: readonly optimizers.Parameter[], want: readonly optimizers.Parameter[]): void {
  for (const [i, { data }] of got.entries()) expectSameBits(data, (want[i] as optimizers.Parameter).data, `parameter ${i}`);
}

/** Steps with gradients that depend on nothing but the seed. */
export function runSteps(made: optimizers.Optimizer, parameters: readonly optimizers.Parameter[], steps: number, seed = 2): void {
  const random = randomSource(seed);
  for (let step = 0; step < steps; ++step) {
    for (const { gradient } of parameters) gradient.set(normals(gradient.length, random, 10 ** (step % 3)));
    made.step();
  }
}

/** The bits of parameters and state after some steps. */
export function stepDigest(subject: OptimizerSubject, lengths: readonly number[], steps: number): string {
  const parameters = drawParameters(lengths);
  const made = subject.make(parameters);
  runSteps(made, parameters, steps);
  const hash = createHash("sha1");
  for (const { data } of parameters) hash.update(patterns(data));
  for (const { slots } of made.state().groups) {
    for (const arrays of slots) for (const array of Object.values(arrays)) hash.update(patterns(array));
  }
  return hash.digest("hex");
}
