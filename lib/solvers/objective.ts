/** The caller's function: called, counted and checked in one place. */
import { checkAttached, checkLength, describe } from "../check";
import { rangeError, typeError } from "../errors";
import { largest } from "./vectors";

/** A value and its derivative by each component of x. */
export interface ValueAndGradient {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** The function to be minimised; it may keep, but not change, what it is given. */
export type ValueAndGradientFunction = (x: Float64Array) => ValueAndGradient | Promise<ValueAndGradient>;

/** The second derivatives at x: length² numbers, row by row. */
export type HessianFunction = (x: Float64Array) => Float64Array | Promise<Float64Array>;

/** A place with the function's value and gradient there. */
export interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Work without a pause may last this long, so that timers, other requests and `abort` get their turn. */
const turnMilliseconds = 10;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The value as a Float64Array with memory. */
export function checkFloat64(value: unknown, argument: string): Float64Array {
  if (!(value instanceof Float64Array)) {
    throw typeError("ERR_INVALID_TYPE", `${argument}: expected a Float64Array, received ${describe(value)}`);
  }
  if (value.length === 0) checkAttached(value, argument);
  return value;
}

/** Whether the function is finite at a point, its gradient included. */
export function isFinitePoint({ value, gradient }: Point): boolean {
  return Number.isFinite(value) && Number.isFinite(largest(gradient));
}

/** What stands for the function beyond all numbers. */
const nowhere = { value: Number.NaN, gradient: new Float64Array(0) };

export class Objective {
  /** Calls of the function. */
  evaluations = 0;
  private turnStart = performance.now();

  constructor(
    private readonly valueAndGradient: ValueAndGradientFunction,
    private readonly secondDerivatives: HessianFunction | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** The function at x; copies, because callers reuse their arrays. It is not asked where x is not finite. */
  async evaluate(x: Float64Array): Promise<Point> {
    if (!Number.isFinite(largest(x))) return { x, ...nowhere };
    await this.giveWay();
    const result = await this.valueAndGradient(x.slice());
    this.signal?.throwIfAborted();
    this.evaluations += 1;
    if (typeof result !== "object" || result === null) {
      throw typeError(
        "ERR_INVALID_TYPE",
        `valueAndGradient: expected { value: number, gradient: Float64Array }, received ${describe(result)}`,
      );
    }
    if (typeof result.value !== "number") {
      throw typeError("ERR_INVALID_TYPE", `valueAndGradient: value: expected a number, received ${describe(result.value)}`);
    }
    const gradient = checkFloat64(result.gradient, "valueAndGradient: gradient");
    checkLength(gradient, x.length, "valueAndGradient: gradient", "one per component of start");
    return { x, value: result.value, gradient: gradient.slice() };
  }

  /**
   * The function where the search begins.
   * @throws RangeError ERR_INVALID_VALUE where it is not finite.
   */
  async evaluateStart(x: Float64Array): Promise<Point> {
    const point = await this.evaluate(x);
    if (!Number.isFinite(point.value)) {
      throw rangeError("ERR_INVALID_VALUE", `valueAndGradient: value: expected a finite number at the start, received ${point.value}`);
    }
    checkFinite(point.gradient, "valueAndGradient: gradient", "at the start");
    return point;
  }

  /**
   * The hessian at x, a copy.
   * @throws RangeError ERR_INVALID_VALUE where it is not finite.
   */
  async hessian(x: Float64Array): Promise<Float64Array> {
    await this.giveWay();
    const result = checkFloat64(await (this.secondDerivatives as HessianFunction)(x.slice()), "hessian");
    this.signal?.throwIfAborted();
    checkLength(result, x.length ** 2, "hessian", `${x.length} rows of ${x.length}`);
    checkFinite(result, "hessian", "where the function is finite");
    return result.slice();
  }

  /** Lets others run where the turn has lasted long enough; throws the signal's reason once it is aborted. */
  async giveWay(): Promise<void> {
    if (performance.now() - this.turnStart >= turnMilliseconds) {
      await nextTurn();
      this.turnStart = performance.now();
    }
    this.signal?.throwIfAborted();
  }
}

function checkFinite(numbers: Float64Array, argument: string, where: string): void {
  const bad = numbers.findIndex((number) => !Number.isFinite(number));
  if (bad >= 0) throw rangeError("ERR_INVALID_VALUE", `${argument}[${bad}]: expected a finite number ${where}, received ${numbers[bad]}`);
}
