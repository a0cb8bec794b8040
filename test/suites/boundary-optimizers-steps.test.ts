/** What can go wrong between steps and in a state: each is an error that moves and changes nothing. */
import { optimizers } from "steepest";
import { describe, expect, test } from "vitest";
import { optimizerSubjects } from "../support/catalogue";
import { detach, resizable, type Thrown, thrownBy } from "../support/errors";
import { type DrawnParameter, drawParameters, runSteps, withHessian } from "../support/stepping";

const { Adam, SGD } = optimizers;

const lost = (argument: string): Thrown => [
  "TypeError",
  "ERR_DETACHED",
  `${argument}: expected an array with memory, received one whose buffer is detached`,
];

/** Two stepped parameters with their optimizer, and a check that neither they nor the state have changed. */
function begin(make: (parameters: DrawnParameter[]) => optimizers.Optimizer) {
  const parameters = drawParameters([6, 5]) as [DrawnParameter, DrawnParameter];
  const made = make(parameters);
  runSteps(made, parameters, 2);
  const snapshot = () => JSON.stringify([parameters.map(({ data }) => [...data]), made.state()]);
  return { parameters, made, snapshot, before: snapshot() };
}

describe.each(optimizerSubjects)("$title", (subject) => {
  const { name } = subject;

  test.each(["data", "gradient"] as const)("%s detached between steps", (array) => {
    const { parameters, made } = begin(subject.make);
    detach(parameters[1][array]);
    const first = parameters[0].data.slice();
    const state = JSON.stringify(made.state());
    expect(thrownBy(() => made.step())).toEqual(lost(`${name}: parameters[1].${array}`));
    expect(parameters[0].data).toEqual(first);
    expect(JSON.stringify(made.state())).toBe(state);
    expect(made.stepCount).toBe(2);
  });

  test("an array that its buffer has shrunk below", () => {
    const { array, resize } = resizable([1, 2, 3], 3);
    const made = subject.make([withHessian(array)]);
    resize(2);
    expect(thrownBy(() => made.step())[1]).toBe("ERR_DETACHED");
    resize(4);
    made.step();
    expect(made.stepCount).toBe(1);
  });

  test("arrays that have grown with their buffers", () => {
    const [data, gradient] = [resizable([1, 2, 3]), resizable([1, 2, 3])];
    const made = subject.make([{ data: data.array, gradient: gradient.array, hessian: gradient.array }]);
    made.step();
    const before = [...data.array];
    data.resize(4);
    expect(thrownBy(() => made.step())[1]).toBe("ERR_INVALID_LENGTH");
    gradient.resize(4);
    const message = "expected 3 elements (as many as when the optimizer was made), received Float32Array of length 4";
    expect(thrownBy(() => made.step())).toEqual(["RangeError", "ERR_INVALID_LENGTH", `${name}: parameters[0].data: ${message}`]);
    expect([...data.array]).toEqual([...before, 0]);
  });

  test("arrays that have been exchanged", () => {
    const { parameters, made } = begin(subject.make);
    parameters[0].data = parameters[0].data.slice();
    parameters[1].gradient = new Float32Array(5).fill(1);
    const [old] = [parameters[0].data.slice()];
    parameters[0].gradient.fill(1);
    for (let step = 0; step < 2; ++step) made.step(); // optax's Rprop takes a step one gradient later
    expect(parameters[0].data).not.toEqual(old);
    parameters[0].data = [...parameters[0].data] as never;
    expect(thrownBy(() => made.step())).toEqual([
      "TypeError",
      "ERR_INVALID_TYPE",
      `${name}: parameters[0].data: expected a Float32Array, received an Array of length 6`,
    ]);
    parameters[0].data = parameters[1].data;
    expect(thrownBy(() => made.step())[1]).toBe("ERR_INVALID_LENGTH");
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY, "0.1", undefined])("a schedule that gives %s", (rate) => {
    const { made, snapshot, before } = begin(subject.make);
    made.learningRate = () => rate as never;
    const received = typeof rate === "string" ? `"${rate}"` : String(rate);
    const message = `${name}: schedule at step 2: learningRate: expected a finite number of at least 0, received ${received}`;
    expect(thrownBy(() => made.step())).toEqual(["RangeError", "ERR_INVALID_OPTION", message]);
    expect(thrownBy(() => made.learningRate)).toEqual(["RangeError", "ERR_INVALID_OPTION", message]);
    expect(snapshot()).toBe(before);
  });

  test("a schedule that throws", () => {
    const { made, snapshot, before } = begin(subject.make);
    made.learningRate = () => {
      throw new Error("no rate today");
    };
    expect(() => made.step()).toThrow("no rate today");
    expect(snapshot()).toBe(before);
  });

  test("states that do not fit", () => {
    const { made, snapshot, before } = begin(subject.make);
    const good = made.state();
    const [group] = good.groups as [(typeof good.groups)[number]];
    const owner = `${name}: load`;
    const other = name === "SGD" ? "Adam" : "SGD";
    const bad: readonly (readonly [unknown, string, string])[] = [
      [undefined, "ERR_INVALID_TYPE", `${owner}: expected a state of ${name}, received undefined`],
      [null, "ERR_INVALID_TYPE", `${owner}: expected a state of ${name}, received null`],
      [{ ...good, name: other }, "ERR_INVALID_TYPE", `${owner}: expected a state of ${name}, received "${other}"`],
      [{ ...good, step: -1 }, "ERR_INVALID_OPTION", `${owner}: step: expected an integer of at least 0, received -1`],
      [{ ...good, step: "2" }, "ERR_INVALID_TYPE", `${owner}: step: expected an integer of at least 0, received "2"`],
      [{ ...good, groups: undefined }, "ERR_INVALID_TYPE", `${owner}: groups: expected an array, received undefined`],
      [
        { ...good, groups: [] },
        "ERR_INVALID_LENGTH",
        `${owner}: groups: expected 1 elements (one per group of parameters), received an Array of length 0`,
      ],
      [{ ...good, groups: [null] }, "ERR_INVALID_TYPE", `${owner}: groups[0].slots: expected an array, received undefined`],
      [
        { ...good, groups: [{ slots: group.slots.slice(1) }] },
        "ERR_INVALID_LENGTH",
        `${owner}: groups[0].slots: expected 2 elements (one per parameter), received an Array of length 1`,
      ],
    ];
    for (const [state, code, message] of bad) {
      expect(thrownBy(() => made.load(state as never)).slice(1)).toEqual([code, message]);
      expect(snapshot()).toBe(before);
    }
  });

  test("states whose last array does not fit change nothing either", () => {
    const { made, snapshot, before } = begin(subject.make);
    const good = made.state();
    const slot = Object.keys(good.groups[0]?.slots[1] ?? {}).at(-1);
    if (slot === undefined) return;
    const bad: readonly (readonly [unknown, string, string])[] = [
      [undefined, "ERR_INVALID_TYPE", "expected a Float32Array, received undefined"],
      [[1, 2, 3, 4, 5], "ERR_INVALID_TYPE", "expected a Float32Array, received an Array of length 5"],
      [
        new Float32Array(6),
        "ERR_INVALID_LENGTH",
        "expected 5 elements (one per element of the parameter), received Float32Array of length 6",
      ],
      [detach(new Float32Array(5)), "ERR_DETACHED", "expected an array with memory, received one whose buffer is detached"],
    ];
    for (const [array, code, message] of bad) {
      const slots = good.groups[0]?.slots.map((arrays, i) => {
        return Object.fromEntries(Object.entries(arrays).map(([key, own]) => [key, i === 1 && key === slot ? array : own.map(() => 9)]));
      });
      const state = { ...good, step: 77, groups: [{ ...good.groups[0], slots }] };
      expect(thrownBy(() => made.load(state as never)).slice(1)).toEqual([code, `${name}: load: groups[0].slots[1].${slot}: ${message}`]);
      expect(snapshot()).toBe(before);
      expect(made.stepCount).toBe(2);
    }
  });
});

test("a schedule that takes the memory of another group away", () => {
  const [first, second] = drawParameters([4, 4]) as [DrawnParameter, DrawnParameter];
  const schedule = (step: number) => {
    if (step === 1) detach(first.data);
    return 0.1;
  };
  const made = new Adam([{ parameters: [first] }, { parameters: [second], learningRate: schedule }]);
  runSteps(made, [first, second], 1);
  const before = second.data.slice();
  expect(thrownBy(() => made.step())).toEqual(lost("Adam: parameters[0].data"));
  expect(second.data).toEqual(before);
});

test("an accessor that takes the memory of an earlier parameter away", () => {
  const [first, second] = drawParameters([4, 4]) as [DrawnParameter, DrawnParameter];
  let armed = false;
  const trap = {
    data: second.data,
    get gradient() {
      if (armed) detach(first.data);
      return second.gradient;
    },
  };
  const made = new SGD([first, trap], { learningRate: 0.1 });
  made.step();
  armed = true;
  const before = second.data.slice();
  expect(thrownBy(() => made.step())[1]).toBe("ERR_DETACHED");
  expect(second.data).toEqual(before);
});

test("parameters that come to share memory, at every step until they no longer do", () => {
  const [first, second] = drawParameters([4, 4]) as [DrawnParameter, DrawnParameter];
  const made = new SGD([{ parameters: [first] }, { parameters: [second] }], { learningRate: 0.1 });
  made.step();
  const before = second.data.slice();
  first.data = second.data.subarray();
  const message = "SGD: parameters[1].data: expected an array that shares no memory with SGD: parameters[0].data, received one that does";
  for (let attempt = 0; attempt < 3; ++attempt) {
    expect(thrownBy(() => made.step())).toEqual(["RangeError", "ERR_OVERLAP", message]);
    expect(second.data).toEqual(before);
  }
  first.data = before;
  made.step();
  expect(made.stepCount).toBe(2);
});

test("zeroGradient with a detached gradient changes no other", () => {
  const parameters = drawParameters([4, 4]) as [DrawnParameter, DrawnParameter];
  const made = new SGD(parameters);
  parameters[0].gradient.fill(1);
  detach(parameters[1].gradient);
  expect(thrownBy(() => made.zeroGradient())).toEqual(lost("SGD: parameters[1].gradient"));
  expect(parameters[0].gradient).toEqual(new Float32Array(4).fill(1));
});
