/** The system's packages: what the native build needs, found where it is, else installed by Debian's package manager. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run, SetupError, step } from "./step.mjs";

function onPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const includes = (header) =>
  [...(process.env.CPLUS_INCLUDE_PATH ?? "").split(delimiter), "/usr/include", "/usr/local/include", "/opt/homebrew/include"].some(
    (folder) => folder !== "" && existsSync(join(folder, header)),
  );

/** Each with the Debian package that brings it. */
const needs = [
  { what: "a C++ compiler", debian: "g++", found: () => Boolean(process.env.CXX) || onPath("g++") || onPath("clang++") },
  { what: "make", debian: "make", found: () => onPath("make") },
  { what: "CMake", debian: "cmake", found: () => onPath("cmake") },
  { what: "Python 3 (for node-gyp)", debian: "python3", found: () => onPath("python3") },
  { what: "Google Highway", debian: "libhwy-dev", found: () => includes("hwy/highway.h") },
];

/** What is missing: a list of { what, debian }. */
export function missingPackages() {
  return needs.filter(({ found }) => !found());
}

/** How a command becomes root's: as it is, by sudo, or not at all (undefined). */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  if (!onPath("sudo")) return undefined;
  const quiet = process.stdin.isTTY ? [] : ["-n"];
  return spawnSync("sudo", [...quiet, "true"], { stdio: "inherit" }).status === 0 ? ["sudo", ...quiet] : undefined;
}

/** What the user is told where we cannot do it. */
export function instructions(missing) {
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.map(({ debian }) => debian).join(" ")}`;
  return `the native build needs ${missing.map(({ what }) => what).join(", ")}. On Debian or Ubuntu, as root:\n  ${command}`;
}

function install(prefix, packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => run([...prefix, "apt-get"][0], [...prefix, "apt-get", ...args].slice(1), { env });
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...packages);
}

/**
 * Installs what is missing.
 * @throws SetupError with the command to give, where apt-get or the right to run it is missing.
 */
export function installSystemPackages() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const prefix = onPath("apt-get") ? asRoot() : undefined;
  if (prefix === undefined) throw new SetupError(instructions(missing));
  const packages = missing.map(({ debian }) => debian);
  step(`installing ${packages.join(", ")}`, () => install(prefix, packages));
  const still = missingPackages();
  if (still.length > 0) throw new SetupError(instructions(still));
}
