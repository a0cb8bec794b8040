/** Both builds of the addon, CMake's and binding.gyp's, are the same thing. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, runScript } from "./process";

const builds = {
  CMake: join(root, "build", "cmake", "Release", "steepest.node"),
  "binding.gyp": join(root, "prebuilds", `${process.platform}-${process.arch}`, "steepest.node"),
};

/** Each in a process of its own, as the programs of its users are. */
function ask(path: string) {
  const script = `const addon = require(${JSON.stringify(path)}); console.log(JSON.stringify([addon.runtime(), addon.describe(), Object.keys(addon)]))`;
  const { stdout, stderr } = runScript(script, { cwd: root });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

describe.each(Object.entries(builds))("the addon of %s", (_, path) => {
  it("loads and names an instruction set that it has", () => {
    const [{ isa, isas, threads, problems }] = ask(path);
    expect(isas).toContain(isa);
    expect(threads).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });
});

it("both builds have the same functions and the same catalogue", () => {
  expect(ask(builds["binding.gyp"])).toEqual(ask(builds.CMake));
});
