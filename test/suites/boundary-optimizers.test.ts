/** What optimizers are made of and given: wrong parameters, options, groups and states, the same on every backend. */
import { optimizers } from "steepest";
import { describe, expect, test } from "vitest";
import { optimizerClasses } from "../support/catalogue";
import { detach, type Thrown, thrownBy } from "../support/errors";
import { illegalOptions } from "../support/illegal";
import { drawParameters, runSteps } from "../support/stepping";

const policyOptions = ["gradientScale", "clipValue", "clipNorm", "clipGlobalNorm", "nonFinite", "zeroGradient"];

const invalidType = (message: string): Thrown => ["TypeError", "ERR_INVALID_TYPE", message];

describe.each(optimizerClasses)("%s", (name, Class) => {
  const { options, fallback } = Class.definition;
  const known = [...Object.keys(options), "learningRate", ...(fallback === undefined ? [] : ["fallback"]), ...policyOptions].join(", ");

  test.each(illegalOptions(name, options))("%s", (_, given, expected) => {
    expect(thrownBy(() => new Class(given))).toEqual(expected);
    expect(thrownBy(() => new Class(drawParameters([3]), given))).toEqual(expected);
  });

  test.each([
    [-1, "RangeError", "-1"],
    [Number.NaN, "RangeError", "NaN"],
    [Number.POSITIVE_INFINITY, "RangeError", "Infinity"],
    ["0.1", "TypeError", '"0.1"'],
    [null, "TypeError", "null"],
  ] as const)("the learning rate %s", (learningRate, kind, received) => {
    const words = kind === "TypeError" ? "a number or a schedule" : "a finite number of at least 0";
    const expected = [kind, "ERR_INVALID_OPTION", `${name}: learningRate: expected ${words}, received ${received}`];
    const made = new Class(drawParameters([3]), { learningRate: 0.25 });
    expect(
      thrownBy(() => {
        made.learningRate = learningRate as never;
      }),
    ).toEqual(expected);
    expect(made.learningRate).toBe(0.25);
    expect(thrownBy(() => new Class({ learningRate }))).toEqual(expected);
  });

  test("an option that it does not have", () => {
    const message = `${name}: expected options among ${known}, received "lr"`;
    expect(thrownBy(() => new Class(drawParameters([3]), { lr: 1 }))).toEqual(["TypeError", "ERR_UNKNOWN_OPTION", message]);
  });

  test("options that are no object", () => {
    const message = `${name}: expected an object of options, received 0.1`;
    expect(thrownBy(() => new Class([], 0.1 as never))).toEqual(invalidType(message));
    expect(thrownBy(() => new Class("options" as never))).toEqual(
      invalidType(`${name}: expected an object of options, received "options"`),
    );
  });
});

const { Adam, SGD } = optimizers;
const four = () => new Float32Array(4);
const pair = "expected { data: Float32Array, gradient: Float32Array }, received";

describe("parameters", () => {
  const cases: readonly (readonly [string, unknown, Thrown])[] = [
    ["no list", four(), ["TypeError", "ERR_UNKNOWN_OPTION", expect.stringContaining('received "0"') as never]],
    ["an array of arrays", [four()], invalidType(`SGD: parameters[0]: ${pair} Float32Array of length 4`)],
    ["null", [null], invalidType(`SGD: parameters[0]: ${pair} null`)],
    ["no gradient", [{ data: four() }], invalidType(`SGD: parameters[0]: ${pair} an object of type Object`)],
    [
      "data of another type",
      [{ data: [1], gradient: four() }],
      invalidType("SGD: parameters[0].data: expected a Float32Array, received an Array of length 1"),
    ],
    [
      "a gradient of another type",
      [{ data: four(), gradient: new Float64Array(4) }],
      invalidType("SGD: parameters[0].gradient: expected a Float32Array, received Float64Array of length 4"),
    ],
    [
      "a gradient of another length",
      [
        { data: four(), gradient: four() },
        { data: four(), gradient: new Float32Array(3) },
      ],
      [
        "RangeError",
        "ERR_INVALID_LENGTH",
        "SGD: parameters[1].gradient: expected 4 elements (one per element of data), received Float32Array of length 3",
      ],
    ],
    [
      "detached data",
      [{ data: detach(four()), gradient: four() }],
      ["TypeError", "ERR_DETACHED", "SGD: parameters[0].data: expected an array with memory, received one whose buffer is detached"],
    ],
    [
      "a group that is none",
      [{ parameters: "all" }],
      invalidType('SGD: parameters: expected an array of { data, gradient }, received "all"'),
    ],
    [
      "an unknown option of a group",
      [{ parameters: [] }, { parameters: [], speed: 1 }],
      ["TypeError", "ERR_UNKNOWN_OPTION", expect.stringContaining("SGD: groups[1]: expected options among") as never],
    ],
    [
      "a bad option of a group",
      [{ parameters: [] }, { parameters: [], momentum: -1 }],
      ["RangeError", "ERR_INVALID_OPTION", "SGD: groups[1]: momentum: expected a finite number of at least 0, received -1"],
    ],
    [
      "groups and parameters mixed",
      [{ parameters: [] }, { data: four(), gradient: four() }],
      invalidType(`SGD: parameters[0]: ${pair} an object of type Object`),
    ],
  ];

  test.each(cases)("%s", (_, parameters, expected) => {
    expect(thrownBy(() => new SGD(parameters as never))).toEqual(expected);
  });

  test.each([
    [
      "data and its own gradient",
      (room: Float32Array) => [{ data: room.subarray(0, 4), gradient: room.subarray(3, 7) }],
      "parameters[0].gradient",
      "data",
    ],
    [
      "the data of two parameters",
      (room: Float32Array) => [
        { data: room.subarray(0, 4), gradient: four() },
        { data: room.subarray(3, 7), gradient: four() },
      ],
      "parameters[1].data",
      "SGD: parameters[0].data",
    ],
    [
      "the data of one and the gradient of another",
      (room: Float32Array) => [
        { data: four(), gradient: room.subarray(2, 6) },
        { data: room.subarray(0, 4), gradient: four() },
      ],
      "parameters[0].gradient",
      "SGD: parameters[1].data",
    ],
  ])("memory shared by %s", (_, make, argument, other) => {
    const message = `SGD: ${argument}: expected an array that shares no memory with ${other}, received one that does`;
    expect(thrownBy(() => new SGD(make(new Float32Array(8))))).toEqual(["RangeError", "ERR_OVERLAP", message]);
  });

  test("a parameter cannot be listed twice, not even in two groups", () => {
    const [parameter] = drawParameters([4]);
    const parameters = [parameter as optimizers.Parameter];
    expect(thrownBy(() => new SGD([...parameters, ...parameters]))[1]).toBe("ERR_OVERLAP");
    expect(thrownBy(() => new SGD([{ parameters }, { parameters }]))[1]).toBe("ERR_OVERLAP");
  });

  test("neighbours in one buffer, and gradients in one place, are no overlap", () => {
    const room = new Float32Array(12);
    const gradient = room.subarray(8);
    const parameters = [room.subarray(4, 8), room.subarray(0, 4)].map((data) => ({ data, gradient }));
    gradient.fill(1);
    new SGD(parameters, { learningRate: 1 }).step();
    expect(Array.from(room)).toEqual([-1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1]);
  });

  test("Nesterov's momentum wants momentum and no dampening", () => {
    const message = "nesterov: expected a momentum above 0 and a dampening of 0 beside it";
    for (const options of [{ nesterov: true }, { nesterov: true, momentum: 0.9, dampening: 0.1 }]) {
      expect(thrownBy(() => new SGD(options))).toEqual(["RangeError", "ERR_INVALID_OPTION", `SGD: ${message}`]);
    }
    const groups = [{ parameters: [], momentum: 0 }];
    expect(thrownBy(() => new SGD(groups, { nesterov: true, momentum: 0.9 }))).toEqual([
      "RangeError",
      "ERR_INVALID_OPTION",
      `SGD: ${message}`,
    ]);
  });

  test("options in the place of parameters come alone", () => {
    const message = "Adam: parameters: expected an array of { data, gradient }, received an object of type Object";
    expect(thrownBy(() => new Adam({} as never, { learningRate: 1 }))).toEqual(invalidType(message));
  });

  test("an optimizer without parameters cannot step, and can be bound once", () => {
    const made = new Adam({ learningRate: 0.1 });
    expect(thrownBy(() => made.step())).toEqual(invalidType("Adam: step: expected an optimizer with parameters, received one without"));
    const parameters = drawParameters([4]);
    made.attach(parameters);
    runSteps(made, parameters, 1);
    expect(thrownBy(() => made.attach(parameters))).toEqual(
      invalidType("Adam: expected an optimizer without parameters, received one that is bound already"),
    );
  });
});
