/// <reference lib="esnext.disposable" preserve="true" />
/** Models: stacks of layers that are trained by `fit`, or by hand. */
import { activeBackend, type Backend } from "../backend";
import { checkInteger, checkLength, describe, type Matrix } from "../check";
import { rangeError, typeError } from "../errors";
import type { Values } from "../losses/arrays";
import { dataOf } from "../losses/loss";
import { checkNames } from "../options";
import { Compiled, type CompileOptions } from "./compiled";
import { busyError, fitModel } from "./fit";
import { checkFit, defaultBatchSize, type FitOptions } from "./fit-options";
import type { History } from "./history";
import { DenseLayer, type Layer } from "./layers";
import { type ModelParameter, ModelParameters } from "./parameters";
import { checkRows, checkSamples, matrixOf, type Targets } from "./samples";
import type { Scores } from "./scoring";
import type { NetworkKernel, TrainingRun } from "./spec";
import type { Sweepable } from "./sweep";

/** The options of {@link sequential}. */
export interface SequentialOptions {
  /** Numbers per row of inputs. */
  readonly inputs: number;
  /** Names the initial weights and the orders in which `fit` takes the rows; default 0. */
  readonly seed?: number | undefined;
}

/** The options of `evaluate`. */
export interface EvaluateOptions {
  /** How much each row counts, at least 0, in the loss and in the metrics. */
  readonly sampleWeights?: Float32Array | undefined;
  /** Rows at a time; default 32. It matters only for a loss with the reduction "sum", whose batches are averaged. */
  readonly batchSize?: number | undefined;
}

/** The options of `backward`. */
export interface BackwardOptions {
  /** Adds to the gradients instead of overwriting them. */
  readonly accumulate?: boolean | undefined;
}

/** A stack of dense layers with its parameters. */
export class Sequential {
  /** Numbers per row of inputs. */
  readonly inputs: number;
  /** Numbers per row of outputs. */
  readonly outputs: number;
  private readonly seed: number;
  private readonly weights: ModelParameters;
  private compiled: Compiled | undefined;
  private backend: Backend | undefined;
  private kernel: NetworkKernel | undefined;
  /** Of the last forward; undefined before. */
  private rows: number | undefined;
  private run: Pick<TrainingRun, "cancel"> | undefined;
  private epochs = 0;
  private disposed = false;

  /** @internal */
  constructor(layers: readonly Layer[], inputs: number, seed: number) {
    this.inputs = inputs;
    this.outputs = (layers.at(-1) as Layer).units;
    this.seed = seed;
    this.weights = new ModelParameters(layers, inputs, seed);
  }

  /** What is learned: kernel `[inputs, units]` and bias of layer after layer. */
  get parameters(): readonly ModelParameter[] {
    return this.weights.list;
  }

  /**
   * Sets optimizer, loss and metrics. An unbound optimizer is bound to the parameters of this model.
   * @throws TypeError or RangeError with a code for what doesn't fit; nothing has changed then.
   */
  compile(options: CompileOptions): void {
    this.checkIdle("compile");
    this.compiled = new Compiled(options, this.parameters, this.outputs);
  }

  /**
   * The outputs for rows of inputs, `{ data, shape: [rows, inputs] }` or a Float32Array of whole rows; keeps what `backward` needs.
   * @throws TypeError or RangeError with a code for inputs of a wrong type or shape; ERR_BUSY in the middle of an epoch.
   */
  forward(x: Values): Matrix {
    const kernel = this.idleKernel("forward");
    const { rows, data } = checkRows(x, this.inputs, "x");
    const out = (this.backend as Backend).allocate(rows * this.outputs);
    this.rows = undefined;
    if (rows > 0) kernel.forward(rows, data, out);
    this.rows = rows;
    return matrixOf(out, rows, this.outputs);
  }

  /**
   * From the derivative of a loss by the outputs of the last `forward` to the gradients of all parameters, which it overwrites or, with
   * `accumulate`, adds to.
   * @throws TypeError or RangeError with a code for a gradient of a wrong type or length, and without a `forward` before.
   */
  backward(gradient: Values, options: BackwardOptions = {}): void {
    const kernel = this.idleKernel("backward");
    checkNames(options, ["accumulate"], "backward");
    const { accumulate = false } = options;
    if (typeof accumulate !== "boolean") {
      throw typeError("ERR_INVALID_TYPE", `backward: accumulate: expected a boolean, received ${describe(accumulate)}`);
    }
    if (this.rows === undefined) throw typeError("ERR_INVALID_VALUE", "backward: expected a forward before it, received none");
    const data = dataOf(gradient, "gradient");
    checkLength(data, this.rows * this.outputs, "gradient", "one per output of the last forward");
    if (this.rows === 0) {
      if (!accumulate) for (const parameter of this.parameters) parameter.gradient.fill(0);
    } else if (!kernel.backward(data, accumulate)) {
      throw rangeError(
        "ERR_OVERLAP",
        "gradient: expected an array that shares no memory with the parameters' gradients, received one that does",
      );
    }
  }

  /**
   * Trains on rows of inputs and their targets. Arrays are copied at the call; the parameters are written back after each epoch with
   * `onEpoch`, else at the end. After an abort they are those of the last step.
   *
   * Targets are numbers (a Float32Array or `{ data, shape }`) for pointwise losses; labels, or rows of numbers, for rowwise ones.
   * @returns A promise of the history. It is rejected with a TypeError or RangeError that has a code for bad arguments, before anything
   * has changed; ERR_NOT_COMPILED, ERR_BUSY, ERR_DISPOSED, ERR_DETACHED; and with the signal's reason.
   */
  async fit(x: Values, y: Targets, options: FitOptions = {}): Promise<History> {
    const kernel = this.idleKernel("fit");
    const compiled = this.checkCompiled("fit");
    const { scorer } = compiled;
    const plan = checkFit(x, y, options, { loss: scorer.loss, inputs: this.inputs, outputs: this.outputs });
    scorer.checkClasses(plan.samples, "y");
    if (plan.validation !== undefined) scorer.checkClasses(plan.validation, "validationData[1]");
    plan.signal?.throwIfAborted();
    const firstEpoch = plan.seed === undefined ? this.epochs : 0;
    const occupy = (run: TrainingRun | undefined): void => {
      this.run = run;
    };
    const checkAlive = (): void => this.checkAlive("fit");
    const history = await fitModel({ compiled, parameters: this.weights, kernel, seed: this.seed, firstEpoch, occupy, checkAlive }, plan);
    this.epochs += history.epochs;
    return history;
  }

  /**
   * The loss and the metrics for rows of inputs and their targets.
   * @throws TypeError or RangeError with a code for bad arguments; ERR_NOT_COMPILED; ERR_BUSY in the middle of an epoch.
   */
  evaluate(x: Values, y: Targets, options: EvaluateOptions = {}): Scores {
    const kernel = this.idleKernel("evaluate");
    const { scorer } = this.checkCompiled("evaluate");
    checkNames(options, ["sampleWeights", "batchSize"], "evaluate");
    const { sampleWeights, batchSize = defaultBatchSize }: EvaluateOptions = options;
    checkInteger(batchSize, "evaluate: batchSize", 1);
    const argument = { x: "x", y: "y", weights: "evaluate: sampleWeights" };
    const samples = checkSamples(x, y, sampleWeights, scorer.loss, this.inputs, this.outputs, argument);
    scorer.checkClasses(samples, "y");
    const numbers = new Float64Array(scorer.width);
    kernel.evaluate(scorer.plan(batchSize), samples, numbers);
    return scorer.read(numbers);
  }

  /**
   * The outputs for rows of inputs; keeps nothing.
   * @throws TypeError or RangeError with a code for inputs of a wrong type or shape; ERR_BUSY in the middle of an epoch.
   */
  predict(x: Values): Matrix {
    const kernel = this.idleKernel("predict");
    const { rows, data } = checkRows(x, this.inputs, "x");
    const out = (this.backend as Backend).allocate(rows * this.outputs);
    if (rows > 0) kernel.predict(rows, data, out);
    return matrixOf(out, rows, this.outputs);
  }

  /** What a sweep of learning rates needs; the model is busy while `occupy` has a run. @internal */
  sweepable(method: string): Sweepable {
    const kernel = this.idleKernel(method);
    const compiled = this.checkCompiled(method);
    this.rows = undefined;
    return {
      compiled,
      kernel,
      parameters: this.weights,
      inputs: this.inputs,
      outputs: this.outputs,
      seed: this.seed,
      occupy: (run) => {
        this.run = run;
      },
      checkAlive: () => this.checkAlive(method),
    };
  }

  /** Frees the native memory at once and ends a training under way, whose promise is rejected. The parameters' arrays stay. */
  dispose(): void {
    this.disposed = true;
    this.run?.cancel();
    this.kernel?.forget();
    this.kernel = undefined;
    this.rows = undefined;
  }

  /** The same as {@link dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  private checkAlive(method: string): void {
    if (this.disposed)
      throw typeError("ERR_DISPOSED", `${method}: expected a model that is in use, received one that has been disposed of`);
  }

  private checkIdle(method: string): void {
    this.checkAlive(method);
    if (this.run !== undefined) throw busyError(method);
  }

  /** The network on the active backend, once nothing else uses it and all parameters have their memory. */
  private idleKernel(method: string): NetworkKernel {
    this.checkIdle(method);
    this.weights.check();
    const backend = activeBackend();
    if (this.kernel === undefined || this.backend !== backend) {
      this.kernel?.forget();
      this.kernel = backend.bindNetwork(this.weights.layers);
      this.backend = backend;
      this.rows = undefined;
    }
    return this.kernel;
  }

  private checkCompiled(method: string): Compiled {
    if (this.compiled !== undefined) return this.compiled;
    throw typeError(
      "ERR_NOT_COMPILED",
      `${method}: expected a compiled model, received one without optimizer and loss: call compile first`,
    );
  }
}

const mostInputs = 2 ** 24;

/**
 * A model of layers one after the other.
 * @throws TypeError or RangeError with a code for what is no layer and for bad options.
 */
export function sequential(layers: readonly Layer[], options: SequentialOptions): Sequential {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw typeError("ERR_INVALID_TYPE", `sequential: layers: expected an array of at least one layer, received ${describe(layers)}`);
  }
  for (const [index, layer] of layers.entries()) {
    if (!(layer instanceof DenseLayer)) {
      throw typeError("ERR_INVALID_TYPE", `sequential: layers[${index}]: expected a layer, received ${describe(layer)}`);
    }
  }
  checkNames(options, ["inputs", "seed"], "sequential");
  const inputs = checkInteger(options.inputs, "sequential: inputs", 1, mostInputs);
  return new Sequential(layers, inputs, checkInteger(options.seed ?? 0, "sequential: seed", 0));
}
