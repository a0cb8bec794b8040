/** The native backend: hands checked arguments to the addon. */
import type { Backend, LossKernel } from "../backend";
import { reductions, resultCount } from "../losses/arrays";
import { valueDomains } from "../losses/domain";
import type { LossSpec } from "../losses/spec";
import type { ClassBatch } from "../metrics/classes";
import type { RegressionBatch } from "../metrics/regression";
import type { Refusal } from "../metrics/streaming";
import type { LayerSpec, NetworkKernel } from "../models/spec";
import type { StepSpec } from "../optimizers/spec";
import type { NativeAddon } from "./addon";
import { countClasses, measureRegression } from "./metrics";
import { NativeNetwork } from "./network";

/** Outputs from this size on are not filled with zeros first, since every element is about to be written. */
const unfilledBytes = 1 << 14;

/** Outputs from this size on get huge pages: the page faults of a fresh 64 MB cost more than its filling. */
const hugePageBytes = 4 << 20;

export class NativeBackend implements Backend {
  readonly name = "native";

  constructor(readonly addon: NativeAddon) {}

  runtime(): ReturnType<NativeAddon["runtime"]> {
    return this.addon.runtime();
  }

  useThreads(threads: number): void {
    this.addon.useThreads(threads);
  }

  bindLoss(spec: LossSpec): LossKernel {
    const result = new Float64Array(resultCount);
    const { name, values, classValues = [] } = spec.kernel;
    const reduction = reductions.indexOf(spec.reduction);
    const domains = spec.domains.map((domain) => valueDomains.indexOf(domain));
    const evaluate = this.addon.bindLoss(
      name,
      Float64Array.from(values),
      values.length,
      1,
      reduction,
      spec.classWeights,
      spec.ignoredLabel,
      domains,
      result,
      classValues,
    );
    return { evaluate, result };
  }

  bindStep({ groups, policy }: StepSpec): () => boolean {
    const step = this.addon.bindStep(
      groups.map(({ rule, numbers, tensors }) => ({ rule: rule.name, numbers, tensors })),
      policy,
    );
    return () => step() === undefined;
  }

  bindNetwork(layers: readonly LayerSpec[]): NetworkKernel {
    return new NativeNetwork(this.addon, layers);
  }

  measureRegression(batch: RegressionBatch, numbers: Float64Array): Refusal | undefined {
    return measureRegression(this.addon, batch, numbers);
  }

  countClasses(batch: ClassBatch, matrix: boolean, sums: Float64Array): Refusal | undefined {
    return countClasses(this.addon, batch, matrix, sums);
  }

  choleskySolve(matrix: Float64Array, damping: number, right: Float64Array, factor: Float64Array, solution: Float64Array): boolean {
    return this.addon.choleskySolve(right.length, damping, matrix, right, factor, solution);
  }

  allocate(length: number): Float32Array {
    const bytes = length * Float32Array.BYTES_PER_ELEMENT;
    if (bytes < unfilledBytes) return new Float32Array(length);
    const array = new Float32Array(Buffer.allocUnsafeSlow(bytes).buffer);
    if (array.byteLength >= hugePageBytes) this.addon.advise(array, array.byteLength);
    return array;
  }
}
