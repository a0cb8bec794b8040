/**
 * The release binary of this platform: npm run prebuild. prebuildify compiles binding.gyp and puts the addon, with the
 * OpenMP runtime that it needs beside it, into prebuilds/<platform>-<architecture>/.
 */
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { fingerprint, isFresh, writeStamp } from "../setup/stamp.mjs";
import { main, root, run, SetupError, step } from "../setup/step.mjs";

const folder = join("prebuilds", `${process.platform}-${process.arch}`);
const addon = join(folder, "steepest.node");
const openmp = process.platform === "linux" ? [join(folder, "libgomp.so.1")] : [];
const sources = ["binding.gyp", "native", "tools/builds/node-gyp.mjs", "tools/builds/prebuild.mjs"];
const stamp = "build/prebuild.stamp";

/** The compiler's own libgomp: the file of exactly this name is what the addon asks for. */
function copyOpenmp(target) {
  const name = basename(target);
  const source = run(process.env.CXX ?? "g++", [`-print-file-name=${name}`]).trim();
  if (source === name) throw new SetupError(`the compiler has no ${name}`);
  copyFileSync(source, join(root, target));
}

function compile() {
  const require = createRequire(import.meta.url);
  const cli = join(require.resolve("prebuildify/package.json"), "..", "bin.js");
  const nodeGyp = join(root, "tools", "builds", "node-gyp.mjs");
  run(process.execPath, [cli, "--napi", "--name=steepest", `--target=${process.versions.node}`, `--node-gyp=${nodeGyp}`]);
  openmp.forEach(copyOpenmp);
}

/** Makes it where the sources have changed. */
export function buildPrebuild() {
  const digest = fingerprint([...sources, "node_modules/node-addon-api/package.json"], [root]);
  if (isFresh(stamp, digest, [addon, ...openmp])) return;
  step(`compiling ${addon}`, compile);
  writeStamp(stamp, digest);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(buildPrebuild);
