/** linearCrossEntropy never holds the logits: 4096 rows of 32,000 classes would be 524 MB. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const script = `
  const { losses } = require("steepest");
  const [rows, depth, classes] = [4096, 64, 32000];
  const fill = (length) => new Float32Array(length).map((_, i) => Math.sin(i));
  const problem = { hidden: { data: fill(rows * depth), shape: [rows, depth] }, weight: { data: fill(classes * depth), shape: [classes, depth] } };
  const out = { hidden: fill(rows * depth), weight: fill(classes * depth) };
  const labels = Int32Array.from({ length: rows }, (_, row) => (row * 7919) % classes);
  const loss = losses.linearCrossEntropy();
  const small = { ...problem, hidden: { data: problem.hidden.data.subarray(0, depth), shape: [1, depth] } };
  loss.value(small, labels.subarray(0, 1));
  const before = process.resourceUsage().maxRSS;
  const { value } = loss.valueAndGradient(problem, labels, { out });
  console.log(JSON.stringify({ value, mebibytes: (process.resourceUsage().maxRSS - before) / 1024 }));
`;

test("memory beyond inputs and outputs stays below 64 MiB", () => {
  const env = { ...process.env, STEEPEST_BACKEND: "native" };
  const { value, mebibytes } = JSON.parse(execFileSync(process.execPath, ["-e", script], { env, encoding: "utf8" }));
  expect(value).toBeGreaterThan(1);
  expect(mebibytes).toBeLessThan(64);
}, 120_000);
