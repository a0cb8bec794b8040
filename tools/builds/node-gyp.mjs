#!/usr/bin/env node
/**
 * node-gyp as prebuildify calls it, with two things set right:
 *
 * - The headers are those of node-api-headers, put where node-gyp looks: nothing is downloaded, nothing but Node-API
 *   can be included, and no compiler flag of the running node's own build comes along.
 * - `rebuild` would first remove all of build/, where CMake's results and the benchmarks' lie too; instead only what
 *   is older than its sources is compiled.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root } from "../setup/step.mjs";

const require = createRequire(import.meta.url);
const headers = join(root, "build", "node-api");

function writeHeaders() {
  const include = join(headers, "include", "node");
  mkdirSync(include, { recursive: true });
  cpSync(require("node-api-headers").include_dir, include, { recursive: true });
  const defaults = { default_configuration: "Release", configurations: { Debug: {}, Release: {} } };
  writeFileSync(join(include, "common.gypi"), JSON.stringify({ target_defaults: defaults }));
  writeFileSync(join(include, "config.gypi"), JSON.stringify({ variables: {} }));
}

function nodeGyp(commands) {
  const cli = join(require.resolve("node-gyp/package.json"), "..", "bin", "node-gyp.js");
  // npm's own settings come through the environment and would win over arguments.
  const env = { ...process.env, npm_config_nodedir: headers };
  return spawnSync(process.execPath, [cli, ...commands, `--jobs=${availableParallelism()}`], { cwd: root, env, stdio: "inherit" });
}

const [command, ...options] = process.argv.slice(2);
writeHeaders();
process.exitCode = nodeGyp([...(command === "rebuild" ? ["configure", "build"] : [command]), ...options]).status ?? 1;
