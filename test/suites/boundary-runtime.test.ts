/** The choice of backend and threads: what is refused changes nothing, and work goes on after a change. */
import { losses, optimizers, runtime, useBackend, useThreads } from "steepest";
import { afterEach, expect, test } from "vitest";
import { thrownBy } from "../support/errors";
import { expectWithin } from "../support/numbers";

const start = runtime();

afterEach(() => {
  useBackend(start.backend);
  if (start.backend === "native") useThreads(start.threads);
});

test.each([
  ["cuda", '"cuda"'],
  ["", '""'],
  [undefined, "undefined"],
  [1, "1"],
])("the backend %j", (name, received) => {
  const message = `useBackend: expected "native" or "reference", received ${received}`;
  expect(thrownBy(() => useBackend(name as never))).toEqual(["TypeError", "ERR_INVALID_OPTION", message]);
  expect(runtime()).toEqual(start);
});

test.each([
  [0, "RangeError", "0"],
  [-1, "RangeError", "-1"],
  [1.5, "RangeError", "1.5"],
  [257, "RangeError", "257"],
  [Number.NaN, "RangeError", "NaN"],
  ["2", "TypeError", '"2"'],
  [undefined, "TypeError", "undefined"],
])("%j threads", (threads, kind, received) => {
  const message = `useThreads: expected an integer from 1 to 256, received ${received}`;
  expect(thrownBy(() => useThreads(threads as never))).toEqual([kind, "ERR_INVALID_OPTION", message]);
  expect(runtime()).toEqual(start);
});

test("the runtime says what was asked for", () => {
  const wanted = process.env["STEEPEST_BACKEND"];
  if (wanted) expect(start.backend).toBe(wanted);
  const isa = process.env["STEEPEST_ISA"];
  if (isa && start.backend === "native") expect([start.isa, start.problems]).toEqual([isa, []]);
  if (start.backend === "reference") expect([start.isa, start.threads]).toEqual(["none", 1]);
});

test.skipIf(start.backend === "reference")("losses and optimizers made before go on with the new backend", () => {
  const loss = losses.huber({ delta: 1.35, reduction: "none" });
  const [prediction, target] = [Float32Array.of(1, 2, 30), new Float32Array(3)];
  const want = loss.value(prediction, target);
  const parameter = { data: Float32Array.of(1, 2), gradient: Float32Array.of(1, -1) };
  const adam = new optimizers.Adam([parameter], { learningRate: 0.5 });
  for (const backend of ["native", "reference", "native"] as const) {
    useBackend(backend);
    expect(runtime().backend).toBe(backend);
    expectWithin(2, loss.value(prediction, target), (i) => want[i] as number, "value");
    adam.step();
  }
  expectWithin(8, parameter.data, (i) => [-0.5, 3.5][i] as number, "data");
  useThreads(2);
  expect(runtime().threads).toBe(2);
});
