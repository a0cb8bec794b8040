/** The elementwise losses against 50-digit arithmetic, on both backends. */
import { describe, expect, test } from "vitest";
import { largestTerm, type Output, outputs } from "../support/bounds";
import { type Options, type PointwiseSubject, pointwise, subjectOf } from "../support/catalogue";
import { type Golden, inputs, numericOptions, readGolden } from "../support/golden";
import { expectWithin } from "../support/numbers";

interface GoldenLoss {
  readonly loss: string;
  readonly options: Options;
  readonly cases: Readonly<Record<Output | "prediction" | "target", readonly Golden[]>>;
}

const losses = ["regression", "likelihood", "robust", "adaptive", "binary"].flatMap(
  (family) => (readGolden(`losses-${family}`) as { losses: readonly GoldenLoss[] }).losses,
);

test("every loss has golden numbers", () => {
  expect([...new Set(losses.map(({ loss }) => loss))].sort()).toEqual([...new Set(pointwise.map(({ name }) => name))].sort());
});

describe.each(losses.map((golden) => ({ ...golden, title: `${golden.loss} ${JSON.stringify(golden.options)}` })))(
  "$title",
  ({ loss: name, options, cases }) => {
    const subject = subjectOf(name, numericOptions(options)) as PointwiseSubject;
    const prediction = inputs(cases.prediction);
    const target = inputs(cases.target);
    const place = (i: number) => [prediction[i] as number, target[i] as number] as const;

    test.each(outputs)("%s is within the declared bound", (output) => {
      const got = subject.make({ reduction: "none" })[output](prediction, target) as Float32Array;
      const unit = (i: number) => largestTerm(subject, output, ...place(i));
      expectWithin(
        subject.definition.ulp,
        got,
        (i) => Number(cases[output][i]),
        (i) => `${output} at (${place(i)})`,
        unit,
      );
    });
  },
);
