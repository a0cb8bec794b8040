/** The TypeScript build: npm run build:ts. lib/ goes to dist/ as CommonJS with types, then its ESM entries are added. */
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fingerprint, isFresh, writeStamp } from "../setup/stamp.mjs";
import { main, root, run, step } from "../setup/step.mjs";

const sources = ["lib", "package.json", "tsconfig.json", "tools/builds/esm.mjs", "tools/builds/typescript.mjs"];
const stamp = "build/typescript.stamp";
const scratch = join(root, "build", "dist");
const dist = join(root, "dist");

/** Made aside, so that a failed build leaves the last good one and no file of a source that has gone. */
function compile() {
  rmSync(scratch, { recursive: true, force: true });
  const typescript = join(root, "node_modules", "typescript", "bin", "tsc");
  run(process.execPath, [typescript, "-p", "tsconfig.json", "--outDir", scratch, "--pretty"]);
  run(process.execPath, [join(root, "tools", "builds", "esm.mjs"), scratch]);
  rmSync(dist, { recursive: true, force: true });
  renameSync(scratch, dist);
}

/** Builds dist/ where lib/ has changed. */
export function buildTypeScript() {
  const digest = fingerprint([...sources, "node_modules/typescript/package.json"]);
  if (isFresh(stamp, digest, ["dist/index.js", "dist/index.mjs"])) return;
  step("compiling TypeScript", compile);
  writeStamp(stamp, digest);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(buildTypeScript);
