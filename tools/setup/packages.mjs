/** npm's packages: installed where node_modules is not what package-lock.json says. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run, step } from "./step.mjs";

function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, "utf8")).packages : {};
}

/** Optional packages are those of other platforms, mostly. */
function areInstalled() {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) => path === "" || optional || peer || installed[path]?.version === version,
  );
}

/** npm as it runs us, else that of the PATH. */
function npm(...args) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli)) return run(process.execPath, [cli, ...args]);
  return run("npm", args, { shell: process.platform === "win32" });
}

/** Installs them; no package's install script is run. */
export function installNpmPackages() {
  if (areInstalled()) return;
  const fresh = !existsSync(join(root, "node_modules"));
  const command = fresh ? ["ci"] : ["install", "--no-save"];
  step("installing npm packages", () => npm(...command, "--ignore-scripts", "--no-audit", "--no-fund", "--include=dev"));
}
