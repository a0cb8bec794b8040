/** The loader: its order, and what it says where there is no binary. */
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, root, runScript } from "./process";

const built = join(root, "build", "cmake", "Release", "steepest.node");

/** Which backend runs, the value of a loss, and the problems that runtime() tells. */
const program = `
  const { losses, runtime } = require("./dist");
  const value = losses.meanSquaredError().value(new Float32Array([100, 150, 200]), new Float32Array([95, 140, 190]));
  console.log(JSON.stringify({ ...runtime(), value }));
`;

/** Every file of an addon that the process has opened. */
const loaded = `
  const { runtime } = require("./dist");
  const backend = runtime().backend;
  const addons = [...new Set(require("node:fs").readFileSync("/proc/self/maps", "utf8").match(/\\S+\\.node$/gm))];
  console.log(JSON.stringify({ backend, addons }));
`;

/** The package without a binary. */
function folderWithDist(): string {
  const folder = emptyFolder();
  cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
  copyFileSync(join(root, "package.json"), join(folder, "package.json"));
  return folder;
}

function answer(script: string, cwd: string, env: NodeJS.ProcessEnv = {}) {
  const { stdout, stderr } = runScript(script, { cwd, env });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

describe("without a binary", () => {
  let folder: string;
  beforeAll(() => {
    folder = folderWithDist();
  });

  it("the reference backend computes, and runtime() says what was tried and what to do", () => {
    const { backend, value, problems } = answer(program, folder);
    expect({ backend, value }).toEqual({ backend: "reference", value: 75 });
    expect(problems).toHaveLength(1);
    expect(problems[0].replaceAll(folder, "<folder>").split("\n")).toEqual([
      `steepest: no native binary could be loaded for ${process.platform}-${process.arch} (Node ${process.versions.node})`,
      "tried:",
      "  <folder>/build/cmake/Release/steepest.node: there is no such file",
      "  <folder>/build/Release/steepest.node: there is no such file",
      `  <folder>/prebuilds/${process.platform}-${process.arch}/steepest.node: there is no such file`,
      "remedy, one of:",
      "  install the package again: npm install steepest --force",
      "  build it in a clone of the repository (npm run build:native) and set STEEPEST_ADDON to its build/cmake/Release/steepest.node",
      "  go on without it, slower: STEEPEST_BACKEND=reference",
    ]);
  });

  it.each([
    ["asked for by STEEPEST_BACKEND", `require("./dist").runtime()`, { STEEPEST_BACKEND: "native" }],
    ["asked for by useBackend", `require("./dist").useBackend("native")`, {}],
  ])("the native backend %s is an error with the same message and a code", (_, script, env) => {
    const caught = `try { ${script}; console.log("null") } catch ({ code, message }) { console.log(JSON.stringify({ code, message })) }`;
    const { code, message } = answer(caught, folder, env);
    expect(code).toBe("ERR_BACKEND_UNAVAILABLE");
    expect(message).toMatch(/^steepest: no native binary could be loaded for .*\ntried:\n/);
    expect(message).toContain("STEEPEST_BACKEND=reference");
  });

  it("in a clone the remedy is to build it", () => {
    const clone = folderWithDist();
    writeFileSync(join(clone, "CMakeLists.txt"), "");
    expect(answer(program, clone).problems[0]).toContain(`build it: (cd ${clone} && npm run build:native)`);
  });
});

describe("a binary that cannot be opened", () => {
  it("is named with the system's reason, and the next one is tried", () => {
    const folder = folderWithDist();
    mkdirSync(join(folder, "build", "cmake", "Release"), { recursive: true });
    writeFileSync(join(folder, "build", "cmake", "Release", "steepest.node"), "not a library");
    const { backend, problems } = answer(program, folder);
    expect(backend).toBe("reference");
    expect(problems[0]).toMatch(
      /cmake\/Release\/steepest\.node: (?!there is no such file).+\n {2}\S+build\/Release\/steepest\.node: there/,
    );
  });
});

describe("STEEPEST_ADDON", () => {
  it.runIf(process.platform === "linux")("comes before the local build", () => {
    const addon = join(emptyFolder(), "another.node");
    copyFileSync(built, addon);
    expect(answer(loaded, root, { STEEPEST_ADDON: addon })).toEqual({ backend: "native", addons: [addon] });
  });

  it("that names no file is the only one tried", () => {
    const { backend, problems } = answer(program, root, { STEEPEST_ADDON: "/nowhere/steepest.node" });
    expect(backend).toBe("reference");
    expect(problems[0].split("\n").slice(1, 4)).toEqual([
      "tried:",
      "  STEEPEST_ADDON=/nowhere/steepest.node: there is no such file",
      "remedy, one of:",
    ]);
  });
});

describe.runIf(process.platform === "linux")("of the binaries that there are", () => {
  it("the local build is taken", () => {
    expect(answer(loaded, root)).toEqual({ backend: "native", addons: [built] });
  });

  it("none is opened when STEEPEST_BACKEND is reference", () => {
    expect(answer(loaded, root, { STEEPEST_BACKEND: "reference" })).toEqual({ backend: "reference", addons: [] });
  });
});
