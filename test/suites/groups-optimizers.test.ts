/** Groups that come and go while an optimizer is at work, averages, and what rules remember besides arrays. */
import { optimizers } from "steepest";
import { describe, expect, test } from "vitest";
import { optimizerSubjects } from "../support/catalogue";
import { detach, thrownBy } from "../support/errors";
import { normals, randomSource } from "../support/numbers";
import { type DrawnParameter, drawParameters, expectSameParameters, runSteps, withHessian } from "../support/stepping";

const { Adam, ASGD, NAdam, ScheduleFreeAdamW, SGD, Sophia } = optimizers;

describe.each(optimizerSubjects)("$title", (subject) => {
  test("a group that is added begins anew, and the others go on", () => {
    const [first, second] = [drawParameters([40], 1), drawParameters([9, 3], 2)];
    const made = subject.make(first);
    runSteps(made, first, 2, 5);
    const added = made.addGroup({ parameters: second });
    const lone = { first: drawParameters([40], 1), second: drawParameters([9, 3], 2) };
    const alone = { first: subject.make(lone.first), second: subject.make(lone.second) };
    runSteps(alone.first, lone.first, 2, 5);
    for (const seed of [6, 7]) {
      const gradients = randomSource(seed);
      for (const list of [first, second]) for (const { gradient } of list) gradient.set(normals(gradient.length, gradients));
      for (const [i, { gradient }] of lone.first.entries()) gradient.set(first[i]?.gradient as Float32Array);
      for (const [i, { gradient }] of lone.second.entries()) gradient.set(second[i]?.gradient as Float32Array);
      made.step();
      alone.first.step();
      alone.second.step();
    }
    expectSameParameters(first, lone.first);
    expectSameParameters(second, lone.second);
    expect([made.groups.length, made.groups[1] === added, made.stepCount]).toEqual([2, true, 4]);
    expect(made.state().groups.map(({ step }) => step)).toEqual([4, 2]);
  });

  test("a state with groups of different ages goes on bit for bit", () => {
    const build = () => {
      const parameters = drawParameters([20, 33]) as [DrawnParameter, DrawnParameter];
      return { parameters, made: subject.make(parameters.slice(0, 1)) };
    };
    const original = build();
    runSteps(original.made, original.parameters.slice(0, 1), 3, 5);
    original.made.addGroup({ parameters: original.parameters.slice(1) });
    runSteps(original.made, original.parameters, 2, 6);
    const copy = build();
    copy.made.addGroup({ parameters: copy.parameters.slice(1) });
    copy.made.load(structuredClone(original.made.state()));
    for (const [i, { data }] of copy.parameters.entries()) data.set(original.parameters[i]?.data as Float32Array);
    for (const { made, parameters } of [original, copy]) runSteps(made, parameters, 3, 8);
    expectSameParameters(copy.parameters, original.parameters);
    expect(copy.made.state()).toEqual(original.made.state());
  });

  test("a group that is removed stays as it is", () => {
    const parameters = drawParameters([6, 7]) as [DrawnParameter, DrawnParameter];
    const made = subject.make(parameters.map((parameter) => ({ parameters: [parameter] })));
    runSteps(made, parameters, 2);
    const [first, second] = made.groups as [optimizers.ParameterGroup, optimizers.ParameterGroup];
    made.removeGroup(first);
    const kept = parameters[0].data.slice();
    const before = parameters[1].data.slice();
    runSteps(made, parameters, 2);
    expect(parameters[0].data).toEqual(kept);
    expect(parameters[1].data).not.toEqual(before);
    expect(made.groups).toEqual([second]);
    expect(thrownBy(() => made.removeGroup(first)).slice(0, 2)).toEqual(["RangeError", "ERR_INVALID_OPTION"]);
  });
});

test("what cannot be added changes nothing", () => {
  const parameters = drawParameters([4]);
  const made = new Adam(parameters);
  expect(thrownBy(() => made.addGroup({ parameters }))[1]).toBe("ERR_OVERLAP");
  expect(thrownBy(() => made.addGroup({ parameters: [], beta1: 2 }))).toEqual([
    "RangeError",
    "ERR_INVALID_OPTION",
    "Adam: groups[1]: beta1: expected a number of at least 0 and below 1, received 2",
  ]);
  expect(thrownBy(() => made.addGroup({ parameters: [], speed: 1 } as never))[1]).toBe("ERR_UNKNOWN_OPTION");
  expect(thrownBy(() => made.addGroup(undefined as never))[1]).toBe("ERR_INVALID_TYPE");
  expect(made.groups.length).toBe(1);
});

test("groups are called by their place after one has gone", () => {
  const [first, second] = drawParameters([4, 4]) as [DrawnParameter, DrawnParameter];
  const made = new SGD([{ parameters: [first] }, { parameters: [second] }]);
  made.removeGroup(made.groups[0] as optimizers.ParameterGroup);
  detach(second.data);
  expect(thrownBy(() => made.step())[2]).toMatch(/^SGD: parameters\[0\]\.data: /);
});

test("a state without the numbers that its rule remembers does not fit", () => {
  const parameters = drawParameters([4]);
  const made = new NAdam(parameters);
  runSteps(made, parameters, 2);
  const good = made.state();
  expect(good.groups[0]?.memory["product"]).toBeGreaterThan(0);
  const message = "NAdam: load: groups[0].memory.product: expected a number, received undefined";
  for (const memory of [{}, undefined]) {
    const state = { ...good, groups: [{ ...good.groups[0], memory }] };
    expect(thrownBy(() => made.load(state as never))).toEqual(["TypeError", "ERR_INVALID_TYPE", message]);
  }
  const bad = { ...good, groups: [{ ...good.groups[0], step: -1 }] };
  expect(thrownBy(() => made.load(bad as never))[2]).toBe("NAdam: load: groups[0].step: expected an integer of at least 0, received -1");
  expect(made.state()).toEqual(good);
});

/** The average of points by the definition, in double. */
function near(got: Float32Array, want: readonly number[], room: number): void {
  got.forEach((x, i) => {
    if (!(Math.abs(x - (want[i] as number)) <= room)) throw new Error(`${i}: expected ${want[i]}, received ${x}`);
  });
}

test("ASGD averages the points from step t0 on", () => {
  const parameters = drawParameters([19]);
  const { data } = parameters[0] as DrawnParameter;
  const made = new ASGD(parameters, { learningRate: 0.1, t0: 3 });
  expect(made.average()[0]).toEqual(data);
  const points: Float32Array[] = [];
  for (let step = 0; step < 9; ++step) {
    runSteps(made, parameters, 1, step);
    points.push(data.slice());
  }
  const averaged = points.slice(4);
  near(
    made.average()[0] as Float32Array,
    [...data].map((_, i) => averaged.reduce((sum, point) => sum + (point[i] as number), 0) / 5),
    2e-6,
  );
});

test("ScheduleFreeAdamW gives the weighted average of the points that it steps", () => {
  const parameters = drawParameters([19]);
  const { data } = parameters[0] as DrawnParameter;
  const made = new ScheduleFreeAdamW(parameters, { learningRate: 0.1, beta1: 0.8, weightPower: 1 });
  expect(made.average()[0]).toEqual(data);
  const points: Float32Array[] = [];
  for (let step = 0; step < 9; ++step) {
    runSteps(made, parameters, 1, step);
    points.push(made.state().groups[0]?.slots[0]?.["point"] as Float32Array);
  }
  const weights = points.map((_, step) => step + 1);
  const mean = [...data].map((_, i) => points.reduce((sum, point, k) => sum + (point[i] as number) * (weights[k] as number), 0) / 45);
  near(made.average()[0] as Float32Array, mean, 3e-6);
});

test("Sophia says when it takes in the hessian, and does so then only", () => {
  const parameter = withHessian(new Float32Array(8));
  const made = new Sophia([parameter], { updateInterval: 3 });
  const asked: boolean[] = [];
  for (let step = 0; step < 7; ++step) {
    asked.push(made.needsHessian);
    parameter.hessian.fill(made.needsHessian ? 1 : Number.NaN);
    parameter.gradient.fill(1);
    made.step();
  }
  expect(asked).toEqual([true, false, false, true, false, false, true]);
  expect(parameter.data.every((x) => x < 0)).toBe(true);
  const message = "Sophia: parameters[0].hessian: expected a Float32Array, received undefined";
  expect(thrownBy(() => new Sophia([{ data: new Float32Array(1), gradient: new Float32Array(1) }]))[2]).toBe(message);
});

test("moving averages follow in the same step", () => {
  const [followed, plain] = [drawParameters([5, 4100]), drawParameters([5, 4100])];
  const made = new Adam(followed);
  const other = new Adam(plain);
  const averages = followed.map(({ data }) => data.slice());
  const expected = averages.map((average) => Float64Array.from(average));
  const following = { arrays: [averages], rate: (step: number) => 1 / (step + 2) };
  (made as unknown as { follow(averages: typeof following): void }).follow(following); // what weight averaging builds on
  for (let step = 0; step < 4; ++step) {
    runSteps(made, followed, 1, step);
    runSteps(other, plain, 1, step);
    for (const [t, { data }] of plain.entries()) {
      const average = expected[t] as Float64Array;
      for (const [i, p] of data.entries()) average[i]! += (p - (average[i] as number)) / (step + 2);
    }
  }
  expectSameParameters(followed, plain);
  for (const [t, average] of averages.entries()) near(average, [...(expected[t] as Float64Array)], 1e-6);
});
