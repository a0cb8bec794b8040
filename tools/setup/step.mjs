/** Printing and running the steps of the set-up. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The folder of the repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** A problem whose message is all that the user needs: no stack is shown. */
export class SetupError extends Error {}

/** Does one step and prints a line for it, with the seconds that it took. */
export function step(title, work) {
  const start = performance.now();
  process.stderr.write(`steepest: ${title} …`);
  try {
    work();
    process.stderr.write(` ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  } catch (error) {
    process.stderr.write(" failed\n");
    throw error;
  }
}

/**
 * Runs a program silently; where it fails, everything that it printed is shown.
 * @throws SetupError naming the command.
 */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (result.status === 0) return result.stdout;
  process.stderr.write(`\n${result.stdout ?? ""}${result.stderr ?? ""}`);
  const end = result.error?.message ?? (result.signal ? `ended by ${result.signal}` : `exit status ${result.status}`);
  throw new SetupError(`${[command, ...args].join(" ")}: ${end}`);
}

/** Runs a part of the set-up as a program: a SetupError ends it with its message alone. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`steepest: ${error.message}`);
    process.exitCode = 1;
  }
}
