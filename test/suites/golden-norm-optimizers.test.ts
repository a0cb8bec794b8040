/** The trajectories of optimizers that look at whole tensors, on fixed gradients, against float64, element by element. */
import { describe, expect, test } from "vitest";
import { type Options, optimizerClasses } from "../support/catalogue";
import { inputs, readGolden } from "../support/golden";

interface Golden {
  readonly shapes: readonly (readonly number[])[];
  readonly start: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  readonly cases: readonly {
    readonly optimizer: string;
    readonly options: Options;
    readonly tensors: readonly number[];
    readonly trajectory: readonly (readonly number[])[];
  }[];
}

const { shapes, start, gradients, cases } = readGolden("optimizers-norms") as Golden;
const lengths = shapes.map((shape) => shape.reduce((product, size) => product * size, 1));
const begins = lengths.map((_, k) => lengths.slice(0, k).reduce((sum, length) => sum + length, 0));

/**
 * Muon: what float32 products make of the orthogonalization. Prodigy: its estimate is a sum of g·(start − p), and the small difference
 * knows only the digits that p has. Everything else is as near as elementwise rules are.
 */
const tolerances: Readonly<Record<string, number>> = { Muon: 2e-5, Prodigy: 5e-6 };

/** The tensors of one case, cut out of all. */
function cut(all: readonly number[], tensors: readonly number[]): Float32Array[] {
  return tensors.map((k) => inputs(all.slice(begins[k], (begins[k] as number) + (lengths[k] as number))));
}

describe.each(cases.map((run) => [`${run.optimizer} ${JSON.stringify(run.options)}`, run] as const))("%s", (_, run) => {
  test("every element stays near, by the largest that it and its steps have been", () => {
    const { tensors, trajectory, optimizer, options } = run;
    const parameters = cut(start, tensors).map((data, k) => ({
      data,
      gradient: new Float32Array(data.length),
      shape: shapes[tensors[k] as number],
    }));
    const Class = optimizerClasses.find(([name]) => name === optimizer)?.[1] as (typeof optimizerClasses)[number][1];
    const made = new Class(parameters, options);
    let before = parameters.flatMap(({ data }) => Array.from(data));
    const largest = Float64Array.from(before, Math.abs);
    for (const [step, all] of gradients.entries()) {
      for (const [k, gradient] of cut(all, tensors).entries()) parameters[k]?.gradient.set(gradient);
      made.step();
      const want = trajectory[step] as readonly number[];
      const got = parameters.flatMap(({ data }) => Array.from(data));
      for (const [i, p] of got.entries()) {
        const expected = want[i] as number;
        largest[i] = Math.max(largest[i] as number, Math.abs(expected), Math.abs(expected - (before[i] as number)));
        const room = (tolerances[optimizer] ?? 2e-6) * (largest[i] as number);
        if (!(Math.abs(p - expected) <= room)) throw new Error(`step ${step}, element ${i}: expected ${expected}, received ${p}`);
      }
      before = [...want];
    }
    expect(made.stepCount).toBe(gradients.length);
  });
});
