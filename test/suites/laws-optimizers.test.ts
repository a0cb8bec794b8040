/** What holds for every optimizer, whatever its rule. */
import { describe, expect, test } from "vitest";
import { type OptimizerSubject, optimizerSubjects } from "../support/catalogue";
import { expectSameBits, normals, randomSource } from "../support/numbers";
import { drawParameter, drawParameters, expectSameParameters, runSteps, withHessian } from "../support/stepping";

/** Rprop's learning rate is only the size of its first steps; the authors of MADGRAD and optax add epsilon to it. */
function movesWithoutRate({ name, options }: OptimizerSubject): boolean {
  return name === "Rprop" || (name === "MADGRAD" && options["convention"] === "optax");
}

describe.each(optimizerSubjects)("$title", (subject) => {
  test.skipIf(!subject.elementwise)("an element's bits do not depend on its tensor, its place or its alignment", () => {
    const length = 150;
    const whole = drawParameter(length);
    const random = randomSource(4);
    const gradients = Array.from({ length: 4 }, () => normals(length, random));
    const start = whole.data.slice();
    const single = subject.make([whole]);
    for (const gradient of gradients) {
      whole.gradient.set(gradient);
      single.step();
    }
    for (const size of [1, 3, 7, 8, 15, 16, 17, 33]) {
      const room = new Float32Array(2 * length + 64).fill(7);
      const parts = Array.from({ length: Math.floor(length / size) }, (_, k) => {
        const data = room.subarray(k * (size + 1) + 1, k * (size + 1) + 1 + size);
        data.set(start.subarray(k * size, (k + 1) * size));
        return withHessian(data, new Float32Array(size + 1).subarray(1), k * size);
      });
      const many = subject.make(parts);
      for (const gradient of gradients) {
        for (const [k, part] of parts.entries()) part.gradient.set(gradient.subarray(k * size, (k + 1) * size));
        many.step();
      }
      parts.forEach(({ data }, k) => {
        expectSameBits(data, whole.data.subarray(k * size, (k + 1) * size), `size ${size}, tensor ${k}`);
        expect(room[k * (size + 1)], "the number before a tensor").toBe(7);
      });
    }
  });

  test("a step changes neither the gradient nor anything but its parameters", () => {
    const parameter = drawParameter(37);
    const gradient = normals(37, randomSource(8));
    parameter.gradient.set(gradient);
    subject.make([parameter]).step();
    expectSameBits(parameter.gradient, gradient, "gradient");
  });

  test("the first two steps go against the gradient, or along it to climb", () => {
    const parameter = withHessian(new Float32Array(64), normals(64, randomSource(6)));
    const made = subject.make([parameter]);
    for (let step = 0; step < 2; ++step) made.step(); // ADOPT only moves with the second
    const direction = subject.options["maximize"] === true ? 1 : -1;
    expect(parameter.data.every((p, i) => Math.sign(p) === direction * Math.sign(parameter.gradient[i] as number))).toBe(true);
  });

  test.skipIf(!subject.elementwise)("NaN in a gradient gives NaN there and nowhere else", () => {
    const [clean, spoiled] = [drawParameter(50), drawParameter(50)];
    const gradient = normals(50, randomSource(3));
    for (const parameter of [clean, spoiled]) parameter.gradient.set(gradient);
    spoiled.gradient[13] = Number.NaN;
    for (const parameter of [clean, spoiled]) {
      const made = subject.make([parameter]);
      for (let step = 0; step < 2; ++step) made.step();
    }
    clean.data[13] = Number.NaN;
    expectSameBits(spoiled.data, clean.data, "data");
  });

  test("groups with the options of the whole step like one list", () => {
    const lengths = [5, 17, 32];
    const list = drawParameters(lengths);
    const grouped = drawParameters(lengths);
    runSteps(subject.make(list), list, 3);
    const rate = subject.make([]).learningRate;
    const parts = [{ parameters: grouped.slice(0, 1), ...subject.options, learningRate: rate }, { parameters: grouped.slice(1) }];
    runSteps(subject.make(parts), grouped, 3);
    expectSameParameters(grouped, list);
  });

  test.skipIf(movesWithoutRate(subject))("a learning rate of 0 moves nothing, and its change counts soon", () => {
    const parameter = drawParameter(20);
    const start = parameter.data.slice();
    const made = subject.make([parameter], { learningRate: 0 });
    runSteps(made, [parameter], 2);
    expect(parameter.data).toEqual(start);
    made.learningRate = 0.5;
    expect(made.learningRate).toBe(0.5);
    runSteps(made, [parameter], 2); // for ASGD, as PyTorch's, it counts in the second step
    expect(parameter.data).not.toEqual(start);
  });

  test("a schedule gives the rate of each step, the first being 0", () => {
    const [constant, scheduled] = [[drawParameter(20)], [drawParameter(20)]];
    const asked: number[] = [];
    const schedule = (step: number) => {
      asked.push(step);
      return 0.01 * (step + 1);
    };
    const made = subject.make(scheduled, { learningRate: schedule });
    const plain = subject.make(constant);
    for (let step = 0; step < 3; ++step) {
      plain.learningRate = 0.01 * (step + 1);
      runSteps(plain, constant, 1, step);
      runSteps(made, scheduled, 1, step);
    }
    expect(asked).toEqual([0, 1, 2]);
    expectSameParameters(scheduled, constant);
  });

  test("a loaded state goes on bit for bit, also in another optimizer", () => {
    const lengths = [3, 40];
    const original = drawParameters(lengths);
    const made = subject.make(original);
    runSteps(made, original, 3, 1);
    const state = made.state();
    const copies = original.map(({ data }) => withHessian(data.slice()));
    const other = subject.make(copies);
    runSteps(made, original, 3, 9);
    other.load(state);
    expect(other.stepCount).toBe(3);
    runSteps(other, copies, 3, 9);
    expectSameParameters(copies, original);
  });

  test("a state is a copy: later steps leave it alone", () => {
    const parameters = drawParameters([10]);
    const made = subject.make(parameters);
    runSteps(made, parameters, 2);
    const state = made.state();
    const before = JSON.stringify(state);
    runSteps(made, parameters, 2);
    expect(JSON.stringify(state)).toBe(before);
    expect(state.name).toBe(subject.name);
    expect(state.step).toBe(2);
  });

  test("zeroGradient sets every gradient to 0", () => {
    const parameters = drawParameters([4, 9]);
    const made = subject.make(parameters);
    runSteps(made, parameters, 1);
    made.zeroGradient();
    for (const { gradient } of parameters) expect(gradient.every((slope) => slope === 0)).toBe(true);
  });

  test("empty tensors and empty lists step", () => {
    subject.make([]).step();
    const parameters = drawParameters([0, 5, 0]);
    const made = subject.make(parameters);
    runSteps(made, parameters, 2);
    expect(made.stepCount).toBe(2);
  });
});
