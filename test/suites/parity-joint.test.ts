/** Losses of several predictions: native against the textbook forms and the reference backend, within the declared bounds. */
import { runtime, useBackend } from "steepest";
import { afterEach, describe, expect, test } from "vitest";
import { type Output, outputs } from "../support/bounds";
import { joint } from "../support/catalogue";
import { byName, finiteJoint, randomJoint } from "../support/joint";
import { largestJointTerm } from "../support/joint-bounds";
import { expectWithin, randomSource } from "../support/numbers";

const active = runtime().backend;

afterEach(() => useBackend(active));

describe.skipIf(active === "reference").each(joint)("$title", (subject) => {
  const { definition, resolved } = subject;
  const none = subject.make({ reduction: "none" });

  /** An output as one array per prediction; the value as one alone. */
  function arraysOf(output: Output, predictions: readonly Float32Array[], target: Float32Array): Float32Array[] {
    const got = none[output](byName(subject, predictions), target);
    return got instanceof Float32Array
      ? [got]
      : definition.inputs.map((name) => (got as Record<string, Float32Array>)[name] as Float32Array);
  }

  test.each(outputs)("%s is within the declared bound of the textbook form", (output) => {
    const { predictions, target } = finiteJoint(subject);
    const place = (i: number) => [predictions.map((array) => array[i] as number), target[i] as number] as const;
    arraysOf(output, predictions, target).forEach((got, k) => {
      const want = (i: number) => {
        const term = definition.at(...place(i), resolved as never)[output];
        return typeof term === "number" ? term : (term[k] as number);
      };
      const unit = (i: number) => largestJointTerm(subject, output, k, ...place(i));
      expectWithin(definition.ulp, got, want, (i) => `${output} ${k} at (${place(i)})`, unit);
    });
  });

  test.each(outputs)("%s is that of the reference where an input is infinite or NaN", (output) => {
    const { predictions, target } = randomJoint(subject, 60);
    const special = [Number.NaN, Number.POSITIVE_INFINITY];
    const arrays = [...predictions, target];
    const { prediction } = definition.domain(resolved as never);
    arrays.forEach((array, k) => {
      const real = k === prediction.length ? definition.domain(resolved as never).target === "real" : prediction[k] === "real";
      for (let i = 3 * k; i < array.length; i += 13)
        array[i] = real ? ([...special, Number.NEGATIVE_INFINITY][i % 3] as number) : Number.NaN;
    });
    const got = arraysOf(output, predictions, target);
    useBackend("reference");
    const want = arraysOf(output, predictions, target);
    got.forEach((array, k) => {
      expectWithin(
        definition.ulp,
        array,
        (i) => want[k]?.[i] as number,
        `${output} ${k}`,
        (i) =>
          largestJointTerm(
            subject,
            output,
            k,
            predictions.map((each) => each[i] as number),
            target[i] as number,
          ),
      );
    });
  });

  test.each(["mean", "sumOverBatchSize", "sum"])("value, gradients and count with weights are those of the reference (%s)", (reduction) => {
    const { predictions, target } = randomJoint(subject, 5000);
    const random = randomSource(2);
    const weights = target.map(() => (random() < 0.2 ? 0 : Math.ceil(random() * 12) / 4));
    const loss = subject.make({ reduction });
    const run = () => loss.valueAndGradient(byName(subject, predictions), target, { weights });
    const got = run();
    useBackend("reference");
    const want = run();
    expect(got.count).toBe(want.count);
    expect(Math.abs((got.value as number) - (want.value as number))).toBeLessThanOrEqual(1e-6 * Math.abs(want.value as number));
    const scale = { mean: 1 / weights.reduce((a, b) => a + b), sumOverBatchSize: 1 / weights.length, sum: 1 }[reduction] as number;
    definition.inputs.forEach((name, k) => {
      const place = (i: number) => [predictions.map((array) => array[i] as number), target[i] as number] as const;
      const unit = (i: number) => largestJointTerm(subject, "gradient", k, ...place(i)) * (weights[i] as number) * scale;
      const wanted = want.gradient[name] as Float32Array;
      expectWithin(definition.ulp + 2, got.gradient[name] as Float32Array, (i) => wanted[i] as number, `gradient of ${name}`, unit);
    });
  });
});
