/** The minimum of a function of several variables, in double precision. */
import { checkInteger, describe } from "../check";
import { rangeError, typeError } from "../errors";
import { checkNames, type OptionSpecs, type OptionValue, resolveOptions } from "../options";
import { catalogue } from "./catalogue";
import type { MethodDefinition } from "./method";
import { checkFloat64, type HessianFunction, Objective, type Point, type ValueAndGradientFunction } from "./objective";
import { largest } from "./vectors";

/** The names of the methods. */
export type MinimizeMethod = keyof typeof catalogue;

/** Where a search is after an iteration. */
export interface MinimizeProgress {
  /** Iterations made. */
  readonly iteration: number;
  /** A copy. */
  readonly x: Float64Array;
  readonly value: number;
  /** The largest size of a component of the gradient. */
  readonly gradientNorm: number;
  /** Calls of the function so far. */
  readonly evaluations: number;
}

/** What every method takes. */
interface CommonOptions {
  /** The search has converged when no component of the gradient is larger than this in size; default 1e-6. */
  readonly tolerance?: number | undefined;
  /** The most iterations; default 10,000 for gradient-descent, 200 for newton. */
  readonly maxIterations?: number | undefined;
  /** Ends the search: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every iteration; awaited where it returns a promise. */
  readonly onIteration?: ((progress: MinimizeProgress) => unknown) | undefined;
}

/** The options of {@link minimize}, by method. */
export type MinimizeOptions =
  | (CommonOptions & {
      readonly method: "gradient-descent";
      /** How far the first step tries to move the component that it moves most; default 1. */
      readonly initialStep?: number | undefined;
    })
  | (CommonOptions & {
      readonly method: "newton";
      /** The second derivatives at x: length² numbers, row by row, symmetric; asked for once per iteration. */
      readonly hessian: HessianFunction;
    });

/** Where a search has ended. */
export interface MinimizeResult {
  readonly x: Float64Array;
  readonly value: number;
  /** The largest size of a component of the gradient at x. */
  readonly gradientNorm: number;
  readonly iterations: number;
  /** Calls of the function. */
  readonly evaluations: number;
  /** Whether the gradient is within the tolerance. */
  readonly converged: boolean;
  /** Why it has ended: the gradient is small enough, no iterations are left, or no step made the function smaller. */
  readonly reason: "tolerance" | "maxIterations" | "noDecrease";
}

const commonSpecs = {
  tolerance: { initial: 1e-6, domain: "nonNegative", meaning: "the largest component of the gradient that counts as zero" },
} as const satisfies OptionSpecs;

const commonNames = ["method", "tolerance", "maxIterations", "signal", "onIteration"];

function checkFunction(value: unknown, argument: string): void {
  if (typeof value !== "function") throw typeError("ERR_INVALID_TYPE", `${argument}: expected a function, received ${describe(value)}`);
}

function checkMethod(options: unknown): MethodDefinition {
  const given = typeof options === "object" && options !== null ? (options as { method?: unknown }).method : undefined;
  if (typeof given === "string" && Object.hasOwn(catalogue, given))
    return catalogue[given as MinimizeMethod] as unknown as MethodDefinition;
  const names = Object.keys(catalogue).map((name) => JSON.stringify(name));
  throw typeError("ERR_INVALID_OPTION", `minimize: method: expected ${names.join(" or ")}, received ${describe(given)}`);
}

function checkStart(value: unknown): Float64Array {
  const start = checkFloat64(value, "start");
  if (start.length === 0) throw rangeError("ERR_INVALID_LENGTH", `start: expected at least one element, received ${describe(start)}`);
  const bad = start.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw rangeError("ERR_INVALID_VALUE", `start[${bad}]: expected a finite number, received ${start[bad]}`);
  return start.slice();
}

interface Search {
  readonly method: MethodDefinition;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly onIteration: ((progress: MinimizeProgress) => unknown) | undefined;
  readonly objective: Objective;
}

function checkSearch(valueAndGradient: ValueAndGradientFunction, given: MinimizeOptions): Search {
  const method = checkMethod(given);
  const owner = "minimize";
  checkNames(given, [...commonNames, ...(method.needsHessian ? ["hessian"] : []), ...Object.keys(method.options)], owner);
  const { hessian, signal, onIteration, maxIterations = method.maxIterations } = given as Partial<Record<string, unknown>>;
  checkFunction(valueAndGradient, "valueAndGradient");
  if (method.needsHessian) checkFunction(hessian, `${owner}: hessian`);
  if (onIteration !== undefined) checkFunction(onIteration, `${owner}: onIteration`);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw typeError("ERR_INVALID_OPTION", `${owner}: signal: expected an AbortSignal, received ${describe(signal)}`);
  }
  return {
    method,
    options: resolveOptions(method.options, given, owner),
    tolerance: resolveOptions(commonSpecs, given, owner).tolerance,
    maxIterations: checkInteger(maxIterations, `${owner}: maxIterations`, 0),
    onIteration: onIteration as Search["onIteration"],
    objective: new Objective(valueAndGradient, hessian as HessianFunction | undefined, signal),
  };
}

/** Iterates until there is a reason to end. */
async function run(
  { method, options, tolerance, maxIterations, onIteration, objective }: Search,
  start: Float64Array,
): Promise<MinimizeResult> {
  const iterate = method.begin(objective, options);
  let point = await objective.evaluateStart(start);
  let lowest = point.value;
  const end = ({ x, value, gradient }: Point, iterations: number, reason: MinimizeResult["reason"]): MinimizeResult => {
    const converged = reason === "tolerance";
    return { x, value, gradientNorm: largest(gradient), iterations, evaluations: objective.evaluations, converged, reason };
  };
  for (let iteration = 0; ; ) {
    if (largest(point.gradient) <= tolerance) return end(point, iteration, "tolerance");
    if (iteration === maxIterations) return end(point, iteration, "maxIterations");
    const next = await iterate(point, lowest);
    if (next === undefined) return end(point, iteration, "noDecrease");
    point = next;
    lowest = Math.min(lowest, point.value);
    iteration += 1;
    if (onIteration === undefined) continue;
    const { x, value, gradient } = point;
    await onIteration({ iteration, x: x.slice(), value, gradientNorm: largest(gradient), evaluations: objective.evaluations });
  }
}

/**
 * Searches for a local minimum of a smooth function from `start`, which is not changed.
 *
 * `valueAndGradient(x)` gives `{ value, gradient }` in double precision, or a promise of it; it may reuse its arrays. Where
 * value or gradient is not finite during the search, the step was too long. Long searches give way to timers and other work.
 * @throws (the promise is rejected with) TypeError or RangeError with a code for bad options, for a function that is not
 * finite at the start and for results of a wrong type or length; the signal's reason when it is aborted; whatever the
 * caller's functions throw.
 */
export async function minimize(
  valueAndGradient: ValueAndGradientFunction,
  start: Float64Array,
  options: MinimizeOptions,
): Promise<MinimizeResult> {
  const search = checkSearch(valueAndGradient, options);
  const from = checkStart(start);
  options.signal?.throwIfAborted();
  return run(search, from);
}
