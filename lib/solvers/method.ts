/** How a method of minimisation is declared. */
import type { OptionSpecs, OptionsOf } from "../options";
import type { Objective, Point } from "./objective";

/** One iteration: the next point, or undefined where no step decreases the function any more; `lowest` is the lowest value so far. */
export type Iterate = (point: Point, lowest: number) => Promise<Point | undefined>;

/** What every method declares. */
export interface MethodDefinition<Specs extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** The paper or the reference implementation. */
  readonly source: string;
  /** Whether it asks for second derivatives. */
  readonly needsHessian: boolean;
  /** The most iterations where the caller does not say. */
  readonly maxIterations: number;
  readonly options: Specs;
  /** The iteration for one search, with what it remembers. */
  begin(objective: Objective, options: OptionsOf<Specs>): Iterate;
}

/** Declares a method. */
export function defineMethod<const Specs extends OptionSpecs>(definition: MethodDefinition<Specs>): MethodDefinition<Specs> {
  return definition;
}
