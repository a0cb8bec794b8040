/** What a loss of a yes-or-no target is at an infinite prediction: the limit of what it is at large ones, never NaN. */
import { describe, expect, test } from "vitest";
import { outputs } from "../support/bounds";
import { type PointwiseSubject, pointwise } from "../support/catalogue";

const targets = { sign: [-1, 1], binary: [0, 1], fraction: [0, 0.25, 1] } as const;

function targetsOf({ definition, resolved }: PointwiseSubject): readonly number[] {
  const { prediction, target } = definition.domain(resolved as never);
  return prediction === "real" && target in targets ? targets[target as keyof typeof targets] : [];
}

/** Where an output is going that was `near` at 1e30 and is `far` at 1e36: it grows without end, vanishes, or stays. */
function limit(near: number, far: number): number {
  if (Math.abs(far) > 1e3 * Math.abs(near) || Math.abs(far) === Number.POSITIVE_INFINITY) return Math.sign(far) * Number.POSITIVE_INFINITY;
  return Math.abs(far) < 1e-20 ? 0 : far;
}

describe.each(pointwise.filter((subject) => targetsOf(subject).length > 0))("$title", (subject) => {
  const loss = subject.make({ reduction: "none" });

  test.each(outputs)("%s", (output) => {
    const at = (prediction: number, target: number) =>
      (loss[output](Float32Array.of(prediction), Float32Array.of(target)) as Float32Array)[0];
    for (const target of targetsOf(subject)) {
      for (const side of [1, -1]) {
        const want = limit(at(side * 1e30, target) as number, at(side * 1e36, target) as number);
        expect(at(side * Number.POSITIVE_INFINITY, target), `${side}∞ for ${target}`).toBeCloseTo(want, 12);
      }
    }
  });
});
