/** The losses of several predictions against 50-digit arithmetic, on both backends. */

import type { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { type JointSubject, joint, type Options, subjectOf } from "../support/catalogue";
import { type Golden, inputs, readGolden } from "../support/golden";
import { byName } from "../support/joint";
import { largestJointTerm } from "../support/joint-bounds";
import { expectWithin } from "../support/numbers";

type Columns = Readonly<Record<string, readonly Golden[]>>;

interface GoldenLoss {
  readonly loss: string;
  readonly options: Options;
  readonly cases: Columns & { readonly gradient: Columns; readonly hessian: Columns };
}

const golden = (readGolden("losses-joint") as { losses: readonly GoldenLoss[] }).losses;

test("every loss of several predictions has golden numbers", () => {
  expect([...new Set(golden.map(({ loss }) => loss))].sort()).toEqual([...new Set(joint.map(({ name }) => name))].sort());
});

describe.each(golden.map((each) => ({ ...each, title: `${each.loss} ${JSON.stringify(each.options)}` })))(
  "$title",
  ({ loss: name, options, cases }) => {
    const subject = subjectOf(name, options) as JointSubject;
    const names = subject.definition.inputs;
    const predictions = names.map((input) => inputs(cases[input] as readonly Golden[]));
    const target = inputs(cases["target"] as readonly Golden[]);
    const loss = subject.make({ reduction: "none" }) as losses.JointLoss<string, "none">;
    const place = (i: number) => [predictions.map((array) => array[i] as number), target[i] as number] as const;

    test("value is within the declared bound", () => {
      const want = cases["value"] as readonly Golden[];
      const unit = (i: number) => largestJointTerm(subject, "value", 0, ...place(i));
      const got = loss.value(byName(subject, predictions), target);
      expectWithin(
        subject.definition.ulp,
        got,
        (i) => Number(want[i]),
        (i) => `value at (${place(i)})`,
        unit,
      );
    });

    test.each(["gradient", "hessian"] as const)("%s is within the declared bound", (output) => {
      const got = loss[output](byName(subject, predictions), target);
      names.forEach((input, k) => {
        const want = cases[output][input] as readonly Golden[];
        const unit = (i: number) => largestJointTerm(subject, output, k, ...place(i));
        expectWithin(
          subject.definition.ulp,
          got[input] as Float32Array,
          (i) => Number(want[i]),
          (i) => `${output} of ${input} at (${place(i)})`,
          unit,
        );
      });
    });
  },
);
