/** A model's optimizer, loss and metrics, checked against its parameters. */
import { describe } from "../check";
import { rangeError, typeError } from "../errors";
import { Loss } from "../losses/loss";
import { Optimizer } from "../optimizers/optimizer";
import type { Parameter } from "../optimizers/parameter";
import { checkNames } from "../options";
import { type ReportedMetric, Scorer } from "./scoring";
import type { GroupSpec, TrainingCall, TrainingTensor } from "./spec";

/** What {@link Sequential.compile} takes. */
export interface CompileOptions {
  /** Unbound, or bound to parameters of this model only. */
  readonly optimizer: Optimizer;
  /** Any loss with a reduction. */
  readonly loss: Loss<never, never>;
  /** What `fit` and `evaluate` report beside the loss: "mse", "mae" and "r2", "accuracy", "precision", "recall" and "f1". */
  readonly metrics?: readonly ReportedMetric[] | undefined;
}

function checkLoss(loss: unknown, outputs: number): Loss<never, never> {
  if (!(loss instanceof Loss)) throw typeError("ERR_INVALID_TYPE", `compile: loss: expected a loss, received ${describe(loss)}`);
  if (loss.spec.reduction === "none") {
    throw rangeError("ERR_INVALID_OPTION", `compile: loss: expected a reduction to one number, received "none"`);
  }
  const weights = loss.spec.classWeights.length;
  if (weights !== 0 && weights !== outputs) {
    throw rangeError(
      "ERR_INVALID_LENGTH",
      `compile: loss: classWeights: expected ${outputs} elements (one per output), received ${weights}`,
    );
  }
  return loss;
}

function checkMetricList(metrics: unknown): readonly ReportedMetric[] {
  if (metrics === undefined) return [];
  if (Array.isArray(metrics)) return [...new Set(metrics)];
  throw typeError("ERR_INVALID_TYPE", `compile: metrics: expected an array of names, received ${describe(metrics)}`);
}

/** An optimizer, loss and metrics that fit a model. */
export class Compiled {
  readonly optimizer: Optimizer;
  readonly scorer: Scorer;

  /** @throws TypeError or RangeError with a code; the optimizer is bound to the parameters only when all is well. */
  constructor(options: CompileOptions, parameters: readonly Parameter[], outputs: number) {
    checkNames(options, ["optimizer", "loss", "metrics"], "compile");
    const { optimizer } = options;
    if (!(optimizer instanceof Optimizer)) {
      throw typeError("ERR_INVALID_TYPE", `compile: optimizer: expected an optimizer, received ${describe(optimizer)}`);
    }
    this.scorer = new Scorer(checkLoss(options.loss, outputs), checkMetricList(options.metrics), outputs);
    for (const group of optimizer.groups) for (const parameter of group.parameters) indexOf(parameter, parameters);
    if (optimizer.groups.length === 0) optimizer.attach(parameters);
    this.optimizer = optimizer;
  }

  /** The optimizer's groups as a backend takes them. */
  groups(parameters: readonly Parameter[]): GroupSpec[] {
    return this.optimizer.groups.map((group) => ({
      rule: group.rule,
      numbers: group.numbers,
      parameters: group.parameters.map((parameter) => indexOf(parameter, parameters)),
    }));
  }

  /** Per parameter its data, the arrays of its state and the numbers that its rule remembers. */
  tensors(parameters: readonly Parameter[]): readonly TrainingTensor[] {
    const tensors = parameters.map(({ data }): [Float32Array, ...(Float32Array | Float64Array)[]] => [data]);
    for (const { parameters: own, slots, scalars } of this.optimizer.groups) {
      for (const [i, parameter] of own.entries()) {
        tensors[indexOf(parameter, parameters)]?.push(...(slots[i] as readonly Float32Array[]), scalars[i] as Float64Array);
      }
    }
    return tensors;
  }

  /** Whether every group has one learning rate for all steps. */
  get hasConstantRates(): boolean {
    return this.optimizer.groups.every(({ learningRate }) => typeof learningRate === "number");
  }

  /** The learning rates of the next steps. @throws RangeError ERR_INVALID_OPTION when a schedule gives none. */
  rates(steps: number): Pick<TrainingCall, "rates"> {
    const firstStep = this.optimizer.stepCount;
    const rates = this.optimizer.groups.map((group) => {
      const count = typeof group.learningRate === "number" ? 1 : steps;
      return Float64Array.from({ length: count }, (_, step) => group.rateAt(firstStep + step));
    });
    return { rates };
  }
}

function indexOf(parameter: Parameter, parameters: readonly Parameter[]): number {
  const index = parameters.findIndex(({ data }) => data === parameter.data);
  if (index >= 0) return index;
  throw rangeError(
    "ERR_INVALID_OPTION",
    "compile: optimizer: expected one that is unbound or bound to parameters of this model, received one bound to others",
  );
}
