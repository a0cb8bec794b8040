/**
 * The native losses against the definitions' textbook forms and against the reference backend, within the declared bounds.
 * A run on the reference has nothing to compare here; its own voice against it is the golden data.
 */
import { runtime, useBackend } from "steepest";
import { afterEach, describe, expect, test } from "vitest";
import { largestTerm, type Output, outputs } from "../support/bounds";
import { type PointwiseSubject, pointwise } from "../support/catalogue";
import { finitePairs, type Pairs, specialPairs } from "../support/inputs";
import { expectWithin, randomSource } from "../support/numbers";

const active = runtime().backend;

afterEach(() => useBackend(active));

/** Pairs whose terms and their sums stay far from the end of float32. */
function moderate({ definition, resolved }: PointwiseSubject, { prediction, target }: Pairs): Pairs {
  const kept = Array.from(prediction.keys()).filter((i) => {
    const pair = [prediction[i] as number, target[i] as number] as const;
    const { value, gradient } = definition.at(...pair, resolved as never);
    return pair.every((x) => Math.abs(x) < 1e4) && Math.abs(value) < 1e30 && Math.abs(gradient) < 1e30;
  });
  const pick = (array: Float32Array) => Float32Array.from(kept, (i) => array[i] as number);
  return { prediction: pick(prediction), target: pick(target) };
}

describe.skipIf(active === "reference").each(pointwise)("$title", (subject) => {
  const { definition, resolved } = subject;
  const none = subject.make({ reduction: "none" });
  const evaluate = (output: Output, { prediction, target }: Pairs) => none[output](prediction, target) as Float32Array;
  const at = ({ prediction, target }: Pairs, i: number) => [prediction[i] as number, target[i] as number] as const;

  test.each(outputs)("%s is within the declared bound of the textbook form", (output) => {
    const pairs = finitePairs(subject);
    const want = (i: number) => definition.at(...at(pairs, i), resolved as never)[output];
    const unit = (i: number) => largestTerm(subject, output, ...at(pairs, i));
    expectWithin(definition.ulp, evaluate(output, pairs), want, (i) => `${output} at (${at(pairs, i)})`, unit);
  });

  test.each(outputs)("%s is that of the reference where an input is infinite or NaN", (output) => {
    const pairs = specialPairs(subject);
    const got = evaluate(output, pairs);
    useBackend("reference");
    const want = evaluate(output, pairs);
    expectWithin(
      definition.ulp,
      got,
      (i) => want[i] as number,
      (i) => `${output} at (${at(pairs, i)})`,
    );
  });

  test.each(["mean", "sumOverBatchSize", "sum"])("value, gradient and count with weights are those of the reference (%s)", (reduction) => {
    const pairs = moderate(subject, finitePairs(subject));
    const random = randomSource(2);
    const weights = pairs.prediction.map(() => (random() < 0.2 ? 0 : Math.ceil(random() * 12) / 4));
    const loss = subject.make({ reduction });
    const run = () => loss.valueAndGradient(pairs.prediction, pairs.target, { weights });
    const got = run();
    useBackend("reference");
    const want = run();
    expect(got.count).toBe(want.count);
    expect(Math.abs((got.value as number) - (want.value as number))).toBeLessThanOrEqual(1e-6 * Math.abs(want.value as number));
    const scale = { mean: 1 / weights.reduce((a, b) => a + b), sumOverBatchSize: 1 / weights.length, sum: 1 }[reduction] as number;
    const unit = (i: number) => largestTerm(subject, "gradient", ...at(pairs, i)) * (weights[i] as number) * scale;
    expectWithin(
      definition.ulp + 2,
      got.gradient,
      (i) => want.gradient[i] as number,
      (i) => `gradient at (${at(pairs, i)})`,
      unit,
    );
  });
});
