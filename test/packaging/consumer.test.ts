/** The package's types, as TypeScript sees them from an ESM and a CommonJS project. */
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root, runScript } from "./process";
import { install, pack } from "./tarball";

const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const common = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--pretty", "false"];

const settings = [
  { resolution: "node16", module: "node16", files: ["esm.mts", "cjs.cts"] },
  { resolution: "nodenext", module: "nodenext", files: ["esm.mts", "cjs.cts"] },
  { resolution: "bundler", module: "esnext", files: ["esm.mts"] },
];

let project: string;

beforeAll(() => {
  project = install(pack());
  cpSync(join(root, "test", "packaging", "consumer"), project, { recursive: true });
});

it.each(settings)("its types resolve with moduleResolution $resolution", ({ resolution, module, files }) => {
  const options = [...common, "--module", module, "--moduleResolution", resolution, ...files];
  const { stdout } = spawnSync(process.execPath, [compiler, ...options], { cwd: project, encoding: "utf8" });
  expect(stdout).toBe("");
});

describe("ESM and CommonJS in one process", () => {
  it("share every export of every entry", () => {
    const script = `
      const { exports } = require("steepest/package.json");
      const entries = Object.keys(exports).filter((entry) => !entry.endsWith(".json")).map((entry) => "steepest" + entry.slice(1));
      const differ = async (entry) => {
        const [esm, cjs] = [await import(entry), require(entry)];
        const names = new Set([...Object.keys(esm), ...Object.keys(cjs)]);
        return [...names].filter((name) => esm[name] !== cjs[name]).map((name) => entry + ": " + name);
      };
      Promise.all(entries.map(differ)).then((lists) => console.log(JSON.stringify({ entries, differing: lists.flat() })));
    `;
    const { stdout, stderr } = runScript(script, { cwd: project });
    expect(stderr).toBe("");
    const { entries, differing } = JSON.parse(stdout);
    expect(entries).toContain("steepest");
    expect(entries).toContain("steepest/losses");
    expect(differing).toEqual([]);
  });
});
