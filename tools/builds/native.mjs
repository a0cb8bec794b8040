/**
 * The developers' build through CMake: npm run build:native [-- --tests] [-- --sanitize=address|undefined|thread].
 * The addon goes to build/cmake/Release/steepest.node, a sanitized one to build/cmake-<sanitizer>.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { fingerprint, isFresh, writeStamp } from "../setup/stamp.mjs";
import { main, root, run, SetupError, step } from "../setup/step.mjs";

const sanitizers = ["address", "undefined", "thread"];

/** The folder of a build. */
export function buildFolder(sanitize) {
  return sanitize === undefined ? "build/cmake" : `build/cmake-${sanitize}`;
}

/** A configuration that failed half-way, or was made where the clone once lay, would stay broken for ever. */
function removeBrokenConfiguration(folder) {
  const cache = join(folder, "CMakeCache.txt");
  if (!existsSync(cache)) return;
  const complete = ["build.ninja", "Makefile"].some((name) => existsSync(join(folder, name)));
  const here = readFileSync(cache, "utf8").includes(`CMAKE_HOME_DIRECTORY:INTERNAL=${root}\n`);
  if (!complete || !here) rmSync(folder, { recursive: true });
}

function compile(folder, target, sanitize) {
  removeBrokenConfiguration(join(root, folder));
  const cmakeJs = join(root, "node_modules", "cmake-js", "bin", "cmake-js");
  const settings = sanitize === undefined ? [] : [`--CDSTEEPEST_SANITIZE=${sanitize}`];
  const parallel = String(availableParallelism());
  run(process.execPath, [cmakeJs, "build", "-O", join(root, folder), "-T", target, "-p", parallel, ...settings]);
}

/** Builds the addon (`target` "steepest") or the test programs ("native_tests") where their sources have changed. */
export function buildNative({ target = "steepest", sanitize } = {}) {
  const folder = buildFolder(sanitize);
  const tests = target === "native_tests";
  const sources = ["CMakeLists.txt", "native", ...(tests ? ["test/native"] : [])];
  const digest = fingerprint([...sources, "node_modules/node-addon-api/package.json"], [root]);
  const stamp = `${folder}/${target}.stamp`;
  const results = tests || sanitize !== undefined ? [] : [`${folder}/Release/steepest.node`];
  if (isFresh(stamp, digest, results)) return;
  const what = tests ? "the native tests" : "the addon";
  step(`compiling ${what}${sanitize === undefined ? "" : ` (${sanitize})`}`, () => compile(folder, target, sanitize));
  writeStamp(stamp, digest);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(() => {
    const { values } = parseArgs({ options: { tests: { type: "boolean" }, sanitize: { type: "string" } } });
    const { sanitize, tests } = values;
    if (sanitize !== undefined && !sanitizers.includes(sanitize)) throw new SetupError(`--sanitize must be ${sanitizers.join(", ")}`);
    buildNative({ target: tests ? "native_tests" : "steepest", sanitize });
  });
}
