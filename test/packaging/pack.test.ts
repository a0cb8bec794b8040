/** The published package: what is in it, and that it runs where there is no compiler. */
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, folderWithNode, npm, runScript } from "./process";
import { install, pack, type Tarball } from "./tarball";

const platform = `${process.platform}-${process.arch}`;

/** Prints what runs, a loss, and which shared libraries of ours are in the process. */
const report = `
  const { value, gradient } = losses.meanSquaredError().valueAndGradient(new Float32Array([100, 150, 200]), new Float32Array([95, 140, 190]));
  const maps = process.platform === "linux" ? fs.readFileSync("/proc/self/maps", "utf8") : "";
  const libraries = [...new Set(maps.match(/\\S+(steepest\\.node|libgomp\\S*|libstdc\\S*)$/gm))];
  console.log(JSON.stringify({ backend: runtime().backend, value, gradient: [...gradient], libraries }));
`;

const programs = {
  module: `import fs from "node:fs"; import { runtime } from "steepest"; import * as losses from "steepest/losses"; ${report}`,
  commonjs: `const fs = require("node:fs"); const { runtime } = require("steepest"); const losses = require("steepest/losses"); ${report}`,
} as const;

let tarball: Tarball;
let project: string;

beforeAll(() => {
  tarball = pack();
  project = install(tarball);
});

describe("the tarball", () => {
  it("holds the compiled library, the binary of this platform and the papers, and nothing else", () => {
    const expected = /^(dist\/|prebuilds\/|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$|THIRD-PARTY-NOTICES\.md$)/;
    expect(tarball.files.filter((path) => !expected.test(path))).toEqual([]);
    expect(tarball.files).toContain(`prebuilds/${platform}/steepest.node`);
    expect(tarball.files).toContain("LICENSE");
  });

  it("has nothing that npm would run at its installation", () => {
    const { scripts } = JSON.parse(readFileSync(join(project, "node_modules", "steepest", "package.json"), "utf8"));
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
    expect(tarball.files).not.toContain("binding.gyp");
  });

  it("is as publint wants it", async () => {
    const data = readFileSync(tarball.path);
    const { messages } = await publint({
      pack: { tarball: data.buffer.slice(data.byteOffset, data.byteOffset + data.length) },
      strict: true,
    });
    expect(messages).toEqual([]);
  });
});

describe.each(["module", "commonjs"] as const)("installed without scripts, as %s", (type) => {
  it("computes natively with no compiler on the PATH", () => {
    const outcome = runScript(programs[type], { cwd: project, type, env: { PATH: folderWithNode() } });
    expect(outcome.stderr).toBe("");
    const result = JSON.parse(outcome.stdout);
    expect(result).toMatchObject({ backend: "native", value: 75 });
    expect(result.gradient[0]).toBeCloseTo(10 / 3, 6);
  });

  it.runIf(process.platform === "linux")("brings its OpenMP runtime along", () => {
    const { libraries } = JSON.parse(runScript(programs[type], { cwd: project, type }).stdout);
    const folder = join(project, "node_modules", "steepest", "prebuilds", platform);
    const ours = libraries.filter((path: string) => !path.includes("libstdc++"));
    expect(ours.sort()).toEqual([join(folder, "libgomp.so.1"), join(folder, "steepest.node")]);
  });
});

describe("an installation from a lockfile", () => {
  it("does not run node-gyp", () => {
    const spy = join(emptyFolder(), "node-gyp.js");
    const trace = `${spy}.ran`;
    writeFileSync(spy, `#!/usr/bin/env node\nrequire("node:fs").writeFileSync(${JSON.stringify(trace)}, "");`);
    chmodSync(spy, 0o755);
    rmSync(join(project, "node_modules"), { recursive: true });
    npm(["ci"], project, { npm_config_node_gyp: spy });
    expect(existsSync(join(project, "node_modules", "steepest", "dist", "index.js"))).toBe(true);
    expect(existsSync(trace)).toBe(false);
  });
});
