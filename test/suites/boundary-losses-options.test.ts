/** Options of losses outside their declared domains. */
import { losses } from "steepest";
import { describe, expect, test } from "vitest";
import { lossFactories, rowwise } from "../support/catalogue";
import { type Thrown, thrownBy } from "../support/errors";
import { illegalOptions } from "../support/illegal";

describe.each(lossFactories)("%s", (name, factory) => {
  const { options, shape } = factory.definition;
  const common =
    shape === "rowwise" || shape === "projection" ? ["classWeights", "ignoreIndex", "reduction", "validate"] : ["reduction", "validate"];
  const known = [...Object.keys(options), ...common].join(", ");

  test.each(illegalOptions(name, options))("%s", (_, given, expected) => {
    expect(thrownBy(() => factory(given))).toEqual(expected);
  });

  test.each(["average", "", 1, null, {}])("the reduction %j", (reduction) => {
    const received = typeof reduction === "object" && reduction !== null ? "an object of type Object" : JSON.stringify(reduction);
    const message = `${name}: reduction: expected one of "mean", "sumOverBatchSize", "sum", "none", received ${received}`;
    expect(thrownBy(() => factory({ reduction }))).toEqual(["TypeError", "ERR_INVALID_OPTION", message]);
  });

  test("an option that it does not have", () => {
    const message = `${name}: expected options among ${known}, received "detla"`;
    expect(thrownBy(() => factory({ detla: 1 }))).toEqual(["TypeError", "ERR_UNKNOWN_OPTION", message]);
  });

  test.each([
    [null, "null"],
    [1.35, "1.35"],
    ["sum", '"sum"'],
    [[1], "an Array of length 1"],
  ])("options that are %j", (given, received) => {
    const message = `${name}: expected an object of options, received ${received}`;
    expect(thrownBy(() => factory(given as never))).toEqual(["TypeError", "ERR_INVALID_TYPE", message]);
  });

  test("options that are undefined are the initial ones", () => {
    const absent = Object.fromEntries([...Object.keys(options), ...common].map((option) => [option, undefined]));
    expect(factory(absent).spec).toEqual(factory().spec);
  });
});

describe("options with one number per class", () => {
  test("a bad number is named by its place", () => {
    const expected: Thrown = ["RangeError", "ERR_INVALID_OPTION", "logitAdjusted: prior[2]: expected a finite number above 0, received 0"];
    expect(thrownBy(() => losses.logitAdjusted({ prior: [1, 2, 0] }))).toEqual(expected);
    expect(thrownBy(() => losses.logitAdjusted({ prior: Float32Array.of(1, 2, 0) }))).toEqual(expected);
    const type: Thrown = ["TypeError", "ERR_INVALID_OPTION", 'focal: alpha[1]: expected a finite number of at least 0, received "2"'];
    expect(thrownBy(() => losses.focal({ alpha: [1, "2" as never] }))).toEqual(type);
    const small = "logitAdjusted in float32: prior[1]: expected a finite number above 0, received 0";
    expect(thrownBy(() => losses.logitAdjusted({ prior: [1, 1e-60] }))).toEqual(["RangeError", "ERR_INVALID_OPTION", small]);
  });

  test("there must be as many as classes", () => {
    const scores = { data: new Float32Array(6), shape: [2, 3] };
    for (const [loss, option] of [
      [losses.focal({ alpha: [1, 2] }), "focal: alpha"],
      [losses.logitAdjusted({ prior: [1, 2] }), "logitAdjusted: prior"],
      [losses.labelDistributionAwareMargin({ counts: [1, 2] }), "labelDistributionAwareMargin: counts"],
    ] as const) {
      const message = `${option}: expected 3 elements (one per class), received an Array of length 2`;
      expect(thrownBy(() => loss.value(scores, Int32Array.of(0, 1)))).toEqual(["RangeError", "ERR_INVALID_LENGTH", message]);
    }
  });
});

describe("numbers that change their nature in float32", () => {
  const cases: readonly (readonly [string, () => unknown, Thrown[2]])[] = [
    ["too small", () => losses.huber({ delta: 1e-60 }), "huber in float32: delta: expected a finite number above 0, received 0"],
    [
      "too large",
      () => losses.smoothL1({ beta: 1e39 }),
      "smoothL1 in float32: beta: expected a finite number of at least 0, received Infinity",
    ],
    [
      "rounded to 1",
      () => losses.crossEntropy({ labelSmoothing: 1 - 1e-12 }),
      "crossEntropy in float32: labelSmoothing: expected a number of at least 0 and below 1, received 1",
    ],
  ];
  test.each(cases)("%s", (_, make, message) => {
    expect(thrownBy(make)).toEqual(["RangeError", "ERR_INVALID_OPTION", message]);
  });
});

const rowwiseNames = [...new Set(rowwise.map(({ name }) => name))];

describe.each(rowwiseNames)("%s", (name) => {
  const factory = lossFactories.find(([own]) => own === name)?.[1] as (typeof lossFactories)[number][1];

  test.each([
    [-1, "-1"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [1e39, "1e+39"],
    ["1", '"1"'],
    [undefined, "undefined"],
  ])("the class weight %s", (weight, received) => {
    const message = `${name}: classWeights[1]: expected a finite number of at least 0, received ${received}`;
    expect(thrownBy(() => factory({ classWeights: [1, weight, 1] }))).toEqual(["RangeError", "ERR_INVALID_WEIGHT", message]);
  });

  test.each([
    [new Float64Array(3), "Float64Array of length 3"],
    ["123", '"123"'],
    [3, "3"],
    [{ 0: 1 }, "an object of type Object"],
  ])("class weights that are no list: %s", (classWeights, received) => {
    const message = `${name}: classWeights: expected an array of numbers, one per class, received ${received}`;
    expect(thrownBy(() => factory({ classWeights }))).toEqual(["TypeError", "ERR_INVALID_OPTION", message]);
  });

  test.each([
    [0.5, "0.5"],
    [Number.NaN, "NaN"],
    ["0", '"0"'],
    [true, "true"],
  ])("the ignored label %s", (ignoreIndex, received) => {
    const message = `${name}: ignoreIndex: expected an integer or null, received ${received}`;
    expect(thrownBy(() => factory({ ignoreIndex }))).toEqual(["TypeError", "ERR_INVALID_OPTION", message]);
  });
});
