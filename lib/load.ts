/** Finds and loads the native binary; every place that was tried is named when there is none. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { NativeAddon } from "./native/addon";

/** The addon, or why there is none. */
export type Loaded = { readonly addon: NativeAddon } | { readonly failure: Error };

interface Candidate {
  readonly name: string;
  readonly load: () => unknown;
}

/** Written out one by one, because bundlers follow only literal requires. */
const prebuilds: Readonly<Record<string, () => unknown>> = {
  "linux-x64": () => require("../prebuilds/linux-x64/steepest.node"),
  "linux-arm64": () => require("../prebuilds/linux-arm64/steepest.node"),
  "darwin-x64": () => require("../prebuilds/darwin-x64/steepest.node"),
  "darwin-arm64": () => require("../prebuilds/darwin-arm64/steepest.node"),
  "win32-x64": () => require("../prebuilds/win32-x64/steepest.node"),
};

const platform = `${process.platform}-${process.arch}`;
const root = join(__dirname, "..");

/** Not `require`: a bundler would look for a file whose name is known only here. */
function open(path: string): unknown {
  if (!existsSync(path)) throw new Error("there is no such file");
  const module: { exports: unknown } = { exports: {} };
  process.dlopen(module, path);
  return module.exports;
}

function file(...parts: string[]): Candidate {
  const path = join(...parts);
  return { name: path, load: () => open(path) };
}

/** In the order of preference; an override stands alone, so that a mistake in it shows. */
function candidates(): Candidate[] {
  const override = process.env["STEEPEST_ADDON"];
  if (override) return [{ name: `STEEPEST_ADDON=${override}`, load: () => open(resolve(override)) }];
  const local = [file(root, "build", "cmake", "Release", "steepest.node"), file(root, "build", "Release", "steepest.node")];
  const prebuild = prebuilds[platform];
  if (prebuild === undefined) return local;
  return [...local, { name: join(root, "prebuilds", platform, "steepest.node"), load: prebuild }];
}

/** The first line of what went wrong; the rest of Node's message is the list of requiring files. */
function reason(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return "there is no such file";
  return String((error as Error).message).split("\n")[0] ?? "";
}

function remedies(): string[] {
  const build = "npm run build:native";
  if (existsSync(join(root, "CMakeLists.txt"))) return [`build it: (cd ${root} && ${build})`];
  const elsewhere = `build it in a clone of the repository (${build}) and set STEEPEST_ADDON to its build/cmake/Release/steepest.node`;
  return prebuilds[platform] === undefined ? [elsewhere] : ["install the package again: npm install steepest --force", elsewhere];
}

function unavailable(message: string): Error {
  return Object.assign(new Error(message), { code: "ERR_BACKEND_UNAVAILABLE" });
}

function nothingFound(tried: readonly string[]): Error {
  const lines = [
    `steepest: no native binary could be loaded for ${platform} (Node ${process.versions.node})`,
    "tried:",
    ...tried.map((line) => `  ${line}`),
    "remedy, one of:",
    ...[...remedies(), "go on without it, slower: STEEPEST_BACKEND=reference"].map((line) => `  ${line}`),
  ];
  return unavailable(lines.join("\n"));
}

/**
 * Loads the native binary: that of `STEEPEST_ADDON`, else a local build, else the prebuilt one. Never throws; the
 * failure says what was tried, why it did not work, and the remedy. `STEEPEST_BACKEND=reference` loads nothing.
 */
export function loadAddon(): Loaded {
  if (process.env["STEEPEST_BACKEND"] === "reference") {
    return { failure: unavailable("steepest: the native binary is not loaded because STEEPEST_BACKEND is reference; unset it") };
  }
  const tried: string[] = [];
  for (const { name, load } of candidates()) {
    try {
      return { addon: load() as NativeAddon };
    } catch (error) {
      tried.push(`${name}: ${reason(error)}`);
    }
  }
  return { failure: nothingFound(tried) };
}
