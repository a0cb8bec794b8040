/** Predictions and targets for which a loss means nothing are refused before anything is written, unless the caller has checked. */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { joint, type Options, pointwise, rowwise } from "../support/catalogue";
import { thrownBy } from "../support/errors";
import { ordinaryPairs } from "../support/inputs";
import { byName, randomJoint } from "../support/joint";
import { randomSource } from "../support/numbers";
import { scoresOf, targetKinds } from "../support/rows";

/** A number outside each domain and the words of the error; what is not here takes every number. */
const outside: Readonly<Record<string, readonly [number, string]>> = {
  nonNegative: [-0.5, "a number of at least 0"],
  positive: [0, "a number above 0"],
  sign: [0, "-1 or 1"],
  fraction: [1.5, "a number from 0 to 1"],
  binary: [-1, "0 or 1"],
  probabilities: [-0.25, "a number from 0 to 1"],
  shares: [2, "a number from 0 to 1"],
  classes: [1.25, "a number from 0 to 1"],
  oneHot: [-1, "a number from 0 to 1"],
  multiHot: [2, "a number from 0 to 1"],
  relevance: [-1, "a number of at least 0"],
};

/** Lengths within a block and over several, with a place in the last block. */
const sizes = [
  [7, 5],
  [9000, 8999],
] as const;

const message = (argument: string, place: number, [received, words]: readonly [number, string]) => [
  "RangeError",
  "ERR_INVALID_VALUE",
  `${argument}[${place}]: expected ${words}, received ${received}`,
];

describe.each(pointwise)("$title", (subject) => {
  const domain = subject.definition.domain(subject.resolved as never);
  const bad = (["prediction", "target"] as const).filter((argument) => domain[argument] in outside);

  test.each(sizes)("%i elements", (length, place) => {
    for (const argument of bad) {
      const pair = ordinaryPairs(subject, length);
      const wrong = outside[domain[argument]] as readonly [number, string];
      pair[argument][place] = wrong[0];
      const out = new Float32Array(length).fill(7);
      const gradient = (more: Options, call: object = {}) => subject.make(more).gradient(pair.prediction, pair.target, { out, ...call });
      expect(thrownBy(() => gradient({}))).toEqual(message(argument, place, wrong));
      expect(out.every((x) => x === 7)).toBe(true);
      const weights = new Float32Array(length).fill(1);
      weights[place] = 0;
      expect(gradient({}, { weights })[place]).toBe(0);
      expect(gradient({ validate: false })).toBe(out);
    }
  });
});

describe.each(joint)("$title", (subject) => {
  const { definition, resolved } = subject;
  const domain = definition.domain(resolved as never);
  const domains = [...domain.prediction, domain.target];

  test.each(sizes)("%i elements", (length, place) => {
    domains.forEach((each, k) => {
      const wrong = outside[each];
      if (wrong === undefined) return;
      const { predictions, target } = randomJoint(subject, length);
      const named = byName(subject, predictions);
      const array = predictions[k] ?? target;
      array[place] = wrong[0];
      expect(thrownBy(() => subject.make().value(named, target))).toEqual(message(definition.inputs[k] ?? "target", place, wrong));
      subject.make({ validate: false }).value(named, target);
    });
  });
});

describe.each(rowwise)("$title", (subject) => {
  const domain = subject.definition.domain(subject.resolved as never);

  test.each([
    [3, 4, 9],
    [500, 30, 14_999],
  ])("%i rows of %i", (rows, classes, place) => {
    const { make } = subject.of(classes);
    for (const kind of targetKinds(subject)) {
      for (const argument of ["prediction", "target"] as const) {
        const wrong = outside[domain[argument]];
        const prediction = { data: scoresOf(subject, rows, classes, randomSource(1)), shape: [rows, classes] };
        const target = kind.draw(rows, classes, randomSource(2)) as losses.RowTarget;
        const spoiled = argument === "prediction" ? prediction : target;
        if (wrong === undefined || !("data" in spoiled)) continue;
        spoiled.data[place] = wrong[0];
        expect(thrownBy(() => make().value(prediction, target))).toEqual(message(argument, place, wrong));
        make({ validate: false }).value(prediction, target);
      }
    }
  });
});

test("validate is a boolean", () => {
  const make = () => losses.hinge({ validate: 1 as never });
  expect(thrownBy(make)).toEqual(["TypeError", "ERR_INVALID_OPTION", "hinge: validate: expected a boolean, received 1"]);
});
