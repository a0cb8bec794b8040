/** The two backends and the choice between them: the native core, and the plain TypeScript reference. */
import { describe } from "./check";
import { rangeError, typeError } from "./errors";
import { loadAddon } from "./load";
import type { LossSpec } from "./losses/spec";
import type { ClassBatch } from "./metrics/classes";
import type { RegressionBatch } from "./metrics/regression";
import type { Refusal } from "./metrics/streaming";
import type { LayerSpec, NetworkKernel } from "./models/spec";
import type { LossFunction } from "./native/addon";
import { NativeBackend } from "./native/backend";
import type { StepSpec } from "./optimizers/spec";
import { ReferenceBackend } from "./reference/backend";

/** The names of the backends. */
export type BackendName = "native" | "reference";

/**
 * A loss bound to a backend: `result` holds value, count and offending index of the last call, how much the value counts in a mean
 * over calls (Σw for the mean, else the terms it was divided by, or the rows), and the prediction that the index belongs to.
 */
export interface LossKernel {
  readonly evaluate: LossFunction;
  readonly result: Float64Array;
}

/** What a backend does; the same for both, so that one suite tests them. */
export interface Backend {
  readonly name: BackendName;
  bindLoss(spec: LossSpec): LossKernel;
  /** Binds rules to tensors: a call makes a step, or returns false, with nothing changed, where the policy refuses it. */
  bindStep(spec: StepSpec): () => boolean;
  bindNetwork(layers: readonly LayerSpec[]): NetworkKernel;
  /** Writes the statistics of a batch to `numbers`, in the order of their declaration; or refuses the batch. */
  measureRegression(batch: RegressionBatch, numbers: Float64Array): Refusal | undefined;
  /** Adds a batch to the confusion matrix or the counts of each class in `sums`; or refuses it and adds nothing. */
  countClasses(batch: ClassBatch, matrix: boolean, sums: Float64Array): Refusal | undefined;
  /**
   * Solves (matrix + damping·I)·solution = right for a symmetric positive definite matrix, row by row, of which the upper
   * triangle is read. `factor` is scratch as large as the matrix; `solution` may be `right`. False, with `solution` as it
   * was, where the matrix is not positive definite.
   */
  choleskySolve(matrix: Float64Array, damping: number, right: Float64Array, factor: Float64Array, solution: Float64Array): boolean;
  /** A new output array, of which every element is about to be written: its content is arbitrary. */
  allocate(length: number): Float32Array;
}

interface State {
  active: Backend;
  native: NativeBackend | undefined;
  /** Why the native backend is not there. */
  failure: Error | undefined;
}

const reference = new ReferenceBackend();
let state: State | undefined;

function start(): State {
  const wanted = process.env["STEEPEST_BACKEND"];
  if (wanted !== undefined && wanted !== "" && wanted !== "native" && wanted !== "reference") {
    throw rangeError("ERR_INVALID_OPTION", `STEEPEST_BACKEND: expected "native" or "reference", received ${describe(wanted)}`);
  }
  if (wanted === "reference") return { active: reference, native: undefined, failure: undefined };
  const loaded = loadAddon();
  if ("failure" in loaded) {
    if (wanted === "native") throw loaded.failure;
    return { active: reference, native: undefined, failure: loaded.failure };
  }
  const native = new NativeBackend(loaded.addon);
  return { active: native, native, failure: undefined };
}

function current(): State {
  state ??= start();
  return state;
}

/** The backend that new work runs on. */
export function activeBackend(): Backend {
  return state === undefined ? current().active : state.active;
}

function nativeBackend(): NativeBackend {
  const now = current();
  if (now.native !== undefined) return now.native;
  const loaded = loadAddon();
  if ("failure" in loaded) throw loaded.failure;
  now.native = new NativeBackend(loaded.addon);
  return now.native;
}

/**
 * Chooses the backend for everything evaluated from now on: `"native"` or `"reference"`.
 * @throws TypeError ERR_INVALID_OPTION for another name; Error ERR_BACKEND_UNAVAILABLE, with what was tried and the
 * remedy, when there is no native binary for this platform.
 */
export function useBackend(name: BackendName): void {
  if (name !== "native" && name !== "reference") {
    throw typeError("ERR_INVALID_OPTION", `useBackend: expected "native" or "reference", received ${describe(name)}`);
  }
  current().active = name === "native" ? nativeBackend() : reference;
}

/**
 * Sets how many threads the native core may use from now on, the calling one included. The results do not depend on it.
 * @throws TypeError or RangeError unless it is an integer from 1 to 256.
 */
export function useThreads(threads: number): void {
  if (typeof threads !== "number")
    throw typeError("ERR_INVALID_OPTION", `useThreads: expected an integer from 1 to 256, received ${describe(threads)}`);
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw rangeError("ERR_INVALID_OPTION", `useThreads: expected an integer from 1 to 256, received ${describe(threads)}`);
  }
  current().native?.useThreads(threads);
}

/** What runs: see {@link runtime}. */
export interface Runtime {
  readonly backend: BackendName;
  /** The instruction set in use: "SSE4", "AVX2", "AVX3" (AVX-512) or "NEON"; "none" on the reference. */
  readonly isa: string;
  /** The instruction sets that this machine has, weakest first. */
  readonly isas: readonly string[];
  readonly threads: number;
  /** Environment variables that could not be honoured, and why the native backend is missing where it is. */
  readonly problems: readonly string[];
}

/** Tells which backend, instruction set and number of threads are in use. */
export function runtime(): Runtime {
  const now = current();
  const backend = now.active.name;
  if (now.active instanceof NativeBackend) return { backend, ...now.active.runtime() };
  return { backend, isa: "none", isas: [], threads: 1, problems: now.failure === undefined ? [] : [now.failure.message] };
}
