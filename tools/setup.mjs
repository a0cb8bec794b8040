/**
 * Makes a clone ready to run: system packages, npm packages, the native build, the TypeScript build; each only where
 * it is missing or older than its sources. Uses nothing but Node, for on a fresh clone there is nothing else.
 *
 *   node tools/setup.mjs             all of it
 *   node tools/setup.mjs --bench     and the JavaScript peers of the benchmark
 *   node tools/setup.mjs --prepare   npm's `prepare`: builds, but leaves the system as it is, and goes without the
 *                                    native build where that needs more than there is
 */
import { join } from "node:path";
import { installNpmPackages } from "./setup/packages.mjs";
import { main, root, SetupError } from "./setup/step.mjs";
import { installSystemPackages, instructions, missingPackages } from "./setup/system.mjs";

const oldest = [20, 17];

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new SetupError(`Node.js ${oldest.join(".")} or newer is needed; this is ${process.versions.node}`);
}

async function everything() {
  checkNode();
  installSystemPackages();
  installNpmPackages();
  const { buildNative } = await import("./builds/native.mjs");
  const { buildTypeScript } = await import("./builds/typescript.mjs");
  buildNative();
  buildTypeScript();
  if (process.argv.includes("--bench")) installNpmPackages(join(root, "bench", "peers", "javascript"));
}

/** npm packs a git dependency from what `prepare` leaves behind, so there it is the prebuild that is needed. */
async function prepare() {
  checkNode();
  const missing = missingPackages();
  if (missing.length > 0) console.error(`steepest: no native build for now: ${instructions(missing)}`);
  else if (process.env._PACOTE_NO_PREPARE_) (await import("./builds/prebuild.mjs")).buildPrebuild();
  else (await import("./builds/native.mjs")).buildNative();
  (await import("./builds/typescript.mjs")).buildTypeScript();
}

await main(process.argv.includes("--prepare") ? prepare : everything);
