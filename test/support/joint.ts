/** Predictions and targets for losses of several predictions, drawn from the domains that their definitions declare. */
import type { JointSubject } from "./catalogue";
import { draws, edges } from "./inputs";
import { neighbour, randomSource } from "./numbers";

/** The inputs of one call: an array per prediction in the order of their names, and the target. */
export interface JointInputs {
  readonly predictions: readonly Float32Array[];
  readonly target: Float32Array;
}

/** The predictions by their names. */
export function byName({ definition }: JointSubject, predictions: readonly Float32Array[]): Record<string, Float32Array> {
  return Object.fromEntries(definition.inputs.map((name, k) => [name, predictions[k] as Float32Array]));
}

function inputsOf(tuples: readonly (readonly number[])[], count: number): JointInputs {
  const column = (k: number) => Float32Array.from(tuples, (tuple) => tuple[k] as number);
  return { predictions: Array.from({ length: count }, (_, k) => column(k)), target: column(count) };
}

/** Random numbers of the domains. */
export function randomJoint({ definition, resolved }: JointSubject, length: number, seed = 1): JointInputs {
  const { prediction, target } = definition.domain(resolved as never);
  const random = randomSource(seed);
  const tuples = Array.from({ length }, () => [...prediction, target].map((domain) => draws[domain](random)));
  return inputsOf(tuples, prediction.length);
}

/** Every edge of each input with some of the others', points next to the kinks, and random ones. */
export function finiteJoint(subject: JointSubject): JointInputs {
  const { prediction, target } = subject.definition.domain(subject.resolved as never);
  const few = [...prediction, target].map((domain) =>
    edges[domain].filter((x, i, all) => i % 5 === 0 || Math.abs(x) === 1 || all.length < 8),
  );
  const product = few.reduce<number[][]>((tuples, values) => tuples.flatMap((tuple) => values.map((x) => [...tuple, x])), [[]]);
  const { predictions, target: targets } = randomJoint(subject, 2000, 7);
  const drawn = Array.from(targets, (t, i) => [...predictions.map((array) => array[i] as number), t]);
  const near = drawn.slice(0, 300).flatMap(([first = 0, second = 0, t = 0]) => {
    const level = ([1, -1] as const).map((side) => [neighbour(t, side), second, t]);
    return [[t, second, t], ...level, [second, second, t], [first, first, t]];
  });
  const legal = near.filter((tuple) => prediction.every((domain, k) => domain === "real" || (tuple[k] as number) > 0));
  return inputsOf([...product, ...drawn, ...legal], prediction.length);
}
