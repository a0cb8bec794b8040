/** Runs programs the way a user's machine would: with a chosen environment and nothing inherited. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A new empty folder. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "steepest-"));
}

/** A folder with node in it and nothing else: as PATH it stands for a machine without a compiler. */
export function folderWithNode(): string {
  const folder = join(emptyFolder(), "bin");
  mkdirSync(folder);
  symlinkSync(process.execPath, join(folder, "node"));
  return folder;
}

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script given as text, with exactly this environment. */
export function runScript(script: string, options: { cwd: string; env?: NodeJS.ProcessEnv; type?: "commonjs" | "module" }): Outcome {
  const { cwd, env = {}, type = "commonjs" } = options;
  return spawnSync(process.execPath, [`--input-type=${type}`, "-e", script], { cwd, env, encoding: "utf8" });
}

/** Runs npm offline, with a home of its own and none of the settings of the npm that runs us. */
export function npm(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  const cli = process.env["npm_execpath"];
  const [command, first] = cli === undefined ? ["npm", []] : [process.execPath, [cli]];
  const path = `${dirname(process.execPath)}:${process.env["PATH"]}`;
  const all = [...first, ...args, "--offline", "--no-audit", "--no-fund", "--no-update-notifier"];
  return execFileSync(command, all, { cwd, encoding: "utf8", env: { PATH: path, HOME: emptyFolder(), ...env } });
}
