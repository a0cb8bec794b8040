/** The reference backend: everything the native one does, in plain TypeScript and double precision. */
import type { Backend, LossKernel } from "../backend";
import type { LossSpec } from "../losses/spec";
import type { ClassBatch } from "../metrics/classes";
import type { RegressionBatch } from "../metrics/regression";
import type { Refusal } from "../metrics/streaming";
import type { LayerSpec, NetworkKernel } from "../models/spec";
import type { StepSpec } from "../optimizers/spec";
import { choleskySolve } from "./cholesky";
import { bindReferenceLoss } from "./loss";
import { countClasses, measureRegression } from "./metrics";
import { ReferenceNetwork } from "./network";
import { bindReferenceStep } from "./step";

export class ReferenceBackend implements Backend {
  readonly name = "reference";

  bindLoss(spec: LossSpec): LossKernel {
    return bindReferenceLoss(spec);
  }

  bindStep(spec: StepSpec): () => boolean {
    return bindReferenceStep(spec);
  }

  measureRegression(batch: RegressionBatch, numbers: Float64Array): Refusal | undefined {
    return measureRegression(batch, numbers);
  }

  countClasses(batch: ClassBatch, matrix: boolean, sums: Float64Array): Refusal | undefined {
    return countClasses(batch, matrix, sums);
  }

  choleskySolve(matrix: Float64Array, damping: number, right: Float64Array, factor: Float64Array, solution: Float64Array): boolean {
    return choleskySolve(matrix, damping, right, factor, solution);
  }

  bindNetwork(layers: readonly LayerSpec[]): NetworkKernel {
    return new ReferenceNetwork(layers);
  }

  allocate(length: number): Float32Array {
    return new Float32Array(length);
  }
}
