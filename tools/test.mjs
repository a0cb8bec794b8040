/**
 * npm test: every check once, and the suites on every backend and instruction set of this machine.
 *
 *   node tools/test.mjs                          everything
 *   node tools/test.mjs --only=suites,once       some parts: lint, types, docs, native, packaging, once, suites
 *   node tools/test.mjs --on=native-AVX2 losses  the suites on some configurations, only files whose path has a word
 *   node tools/test.mjs --only=native --sanitize=address   test/native with a sanitizer (address, undefined, thread)
 *
 * The last line, and build/test-summary.txt, count what passed and what failed.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildFolder, buildNative } from "./builds/native.mjs";
import { root } from "./setup/step.mjs";

const require = createRequire(import.meta.url);
const summaryFile = join(root, "build", "test-summary.txt");
const totals = { passed: 0, failed: 0, skipped: 0 };

function count(passed, failed, skipped = 0) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}

/** A part that passes or fails as a whole. */
function check(work) {
  try {
    work();
    count(1, 0);
  } catch (error) {
    console.error(error.message);
    count(0, 1);
  }
}

function program(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error(`${args[0]} failed`);
}

/** The programs of test/native, each a test of its own. */
function native(sanitize) {
  buildNative({ target: "native_tests", sanitize });
  const args = ["--test-dir", buildFolder(sanitize), "--output-on-failure"];
  const { stdout, status } = spawnSync("ctest", args, { cwd: root, encoding: "utf8" });
  process.stdout.write(stdout ?? "");
  const [, failed, all] = /(\d+) tests failed out of (\d+)/.exec(stdout ?? "") ?? [];
  if (all === undefined || (status !== 0 && failed === "0")) throw new Error("ctest did not run");
  count(all - failed, Number(failed));
}

/** One run of vitest; a file that cannot even be loaded has failed, and so has a run without a test. */
function vitest(project, words, environment = {}) {
  const report = join(root, "build", "test-report.json");
  rmSync(report, { force: true });
  const cli = join(require.resolve("vitest/package.json"), "..", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = [cli, "run", `--project=${project}`, ...reporters, ...(words.length > 0 ? ["--passWithNoTests", ...words] : [])];
  spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } });
  const { success, numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8"));
  count(numPassedTests, success ? 0 : Math.max(1, numFailedTests), numPendingTests);
}

/** Asked of a process of its own, as variables meant for another backend may be set in this one. */
function configurations() {
  const env = { ...process.env, STEEPEST_BACKEND: "native", STEEPEST_ISA: undefined };
  const script = "console.log(JSON.stringify(require('steepest').runtime().isas))";
  const { stdout, stderr, status } = spawnSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8", env });
  if (status !== 0) throw new Error(stderr);
  const native = JSON.parse(stdout).map((isa) => ({ name: `native-${isa}`, env: { STEEPEST_BACKEND: "native", STEEPEST_ISA: isa } }));
  return [...native, { name: "reference", env: { STEEPEST_BACKEND: "reference", STEEPEST_ISA: undefined } }];
}

function suites(words, on) {
  for (const { name, env } of configurations()) {
    if (on !== undefined && !on.split(",").includes(name)) continue;
    console.log(`\n— ${name}`);
    vitest("suites", words, env);
  }
}

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, on: { type: "string" }, sanitize: { type: "string" } },
});

const parts = {
  lint: () => check(() => program(process.execPath, ["tools/lint.mjs"])),
  types: () => check(() => program(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "test", "--pretty"])),
  docs: () => check(() => program(process.execPath, ["node_modules/typedoc/bin/typedoc", "--emit", "none"])),
  native: () => native(values.sanitize),
  packaging: () => vitest("packaging", words),
  once: () => vitest("once", words),
  suites: () => suites(words, values.on),
};

function chosenParts() {
  if (values.only !== undefined) return values.only.split(",");
  if (values.on !== undefined) return ["suites"];
  return words.length > 0 ? ["packaging", "once", "suites"] : Object.keys(parts);
}

mkdirSync(join(root, "build"), { recursive: true });
rmSync(summaryFile, { force: true });
for (const name of chosenParts()) {
  if (!(name in parts)) throw new RangeError(`--only: expected some of ${Object.keys(parts).join(", ")}, received ${name}`);
  const start = performance.now();
  try {
    parts[name]();
  } catch (error) {
    console.error(error);
    count(0, 1);
  }
  console.log(`\n${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
const summary = `${totals.passed} passed, ${totals.failed} failed${skipped}`;
writeFileSync(summaryFile, `${summary}\n`);
console.log(`\n${summary}`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
