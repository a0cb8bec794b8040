/** The gradient is the derivative of the value, and the hessian that of the gradient: numerically, through the textbook form. */
import { describe, expect, test } from "vitest";
import { type PointwiseSubject, pointwise } from "../support/catalogue";
import type { Pairs } from "../support/inputs";
import { normal, randomSource } from "../support/numbers";

const step = 2 ** -14;
/** Multiples of 2⁻¹⁰, so that neither a prediction ± step nor its residual is rounded. */
const grid = 1024;
/** The least number where a domain ends at 0: nearer to it a derivative may change much within a step. */
const least = 1 / 16;

const draws = {
  real: (random: () => number) => Math.round(Math.max(-30, Math.min(30, 4 * normal(random))) * grid) / grid,
  nonNegative: (random: () => number) => least + Math.round(Math.min(30, Math.abs(4 * normal(random))) * grid) / grid,
  positive: (random: () => number) => least + Math.round(Math.min(30, Math.abs(4 * normal(random))) * grid) / grid,
  fraction: (random: () => number) => (1 + Math.floor(random() * 14)) / 16 + Math.floor(random() * 64) / grid,
  sign: (random: () => number) => (random() < 0.5 ? -1 : 1),
  binary: (random: () => number) => (random() < 0.5 ? 0 : 1),
};

function gridPairs({ definition, resolved }: PointwiseSubject): Pairs {
  const { prediction, target } = definition.domain(resolved as never);
  const random = randomSource(11);
  const predictions = Float32Array.from({ length: 500 }, () => draws[prediction](random));
  const hard = (t: number) => (target === "fraction" && random() < 0.3 ? Math.round(t) : t);
  return { prediction: predictions, target: Float32Array.from({ length: 500 }, () => hard(draws[target](random))) };
}

/** Whether a kink lies between the two points, whatever it is a kink of: the residual, the margin or the prediction. */
function nearKink({ definition, resolved }: PointwiseSubject, prediction: number, target: number): boolean {
  const sign = definition.domain(resolved as never).target === "binary" ? 2 * target - 1 : target;
  const places = [prediction - target, prediction * sign, prediction];
  const kinks = definition.kinks(resolved as never);
  return places.some((place) => kinks.some((kink) => Math.abs(place - kink) < 2 * step));
}

/** The largest error of `output` against the central difference of `integral`, relative to max(1, |difference|). */
function worstError(subject: PointwiseSubject, output: "gradient" | "hessian", integral: "value" | "gradient"): number {
  const { prediction, target } = gridPairs(subject);
  const got = subject.make({ reduction: "sum" })[output](prediction, target);
  const at = (p: number, t: number) => subject.definition.at(p, t, subject.resolved as never)[integral];
  let worst = 0;
  let compared = 0;
  prediction.forEach((p, i) => {
    const t = target[i] as number;
    if (nearKink(subject, p, t)) return;
    const difference = (at(p + step, t) - at(p - step, t)) / (2 * step);
    const error = Math.abs((got[i] as number) - difference) / Math.max(1, Math.abs(difference));
    if (!(error <= worst)) worst = error;
    ++compared;
  });
  expect(compared).toBeGreaterThan(400);
  return worst;
}

describe.each(pointwise)("$title", (subject) => {
  test("the gradient is the derivative of the value", () => {
    expect(worstError(subject, "gradient", "value")).toBeLessThan(1e-5);
  });

  test("the hessian is the derivative of the gradient", () => {
    expect(worstError(subject, "hessian", "gradient")).toBeLessThan(1e-5);
  });
});
