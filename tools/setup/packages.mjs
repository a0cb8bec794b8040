/** npm's packages: installed where node_modules is not what package-lock.json says. */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root, run, step } from "./step.mjs";

function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, "utf8")).packages : {};
}

/** Optional packages are those of other platforms, mostly. */
function areInstalled(folder) {
  const wanted = packagesOf(join(folder, "package-lock.json"));
  const installed = packagesOf(join(folder, "node_modules", ".package-lock.json"));
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) => path === "" || optional || peer || installed[path]?.version === version,
  );
}

/** npm as it runs us, else that of the PATH. */
function npm(folder, ...args) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli)) return run(process.execPath, [cli, ...args], { cwd: folder });
  return run("npm", args, { cwd: folder, shell: process.platform === "win32" });
}

/** Installs those of the package in `folder`; no package's install script is run. */
export function installNpmPackages(folder = root) {
  if (areInstalled(folder)) return;
  const fresh = !existsSync(join(folder, "node_modules"));
  const command = fresh ? ["ci"] : ["install", "--no-save"];
  const what = folder === root ? "npm packages" : `npm packages of ${relative(root, folder)}`;
  step(`installing ${what}`, () => npm(folder, ...command, "--ignore-scripts", "--no-audit", "--no-fund", "--include=dev"));
}
