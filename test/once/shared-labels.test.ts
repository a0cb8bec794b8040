/** Labels in shared memory that another thread changes between their check and their use: refused or counted, never a crash. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const script = `
const { Worker } = require("node:worker_threads");
const { losses, metrics } = require("steepest");
const rows = 4096;
const labels = new Int32Array(new SharedArrayBuffer(4 * rows));
const flip = "const { workerData: labels } = require('node:worker_threads'); for (;;) { labels.fill(1 << 28); for (let i = 0; i < 50; ++i) labels.fill(1); }";
const worker = new Worker(flip, { eval: true, workerData: labels });
const prediction = { data: new Float32Array(3 * rows), shape: [rows, 3] };
const calls = [() => losses.crossEntropy().valueAndGradient(prediction, labels), () => metrics.accuracy(prediction, labels, { classes: 3 })];
const counts = { taken: 0, refused: 0 };
worker.once("online", () => {
  const end = Date.now() + 1500;
  while (Date.now() < end) {
    for (const call of calls) {
      try { call(); ++counts.taken; } catch (error) { if (error.code !== "ERR_INVALID_LABEL") throw error; ++counts.refused; }
    }
  }
  console.log(JSON.stringify(counts));
  process.exit(0);
});`;

test("labels that change while they are read", () => {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: "" });
  const counts = JSON.parse(stdout);
  expect(counts.taken).toBeGreaterThan(0);
  expect(counts.refused).toBeGreaterThan(0);
});
