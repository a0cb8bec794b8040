/** Keeps every run as JSON (everything) and Markdown (the report) in bench/results/, named by its time. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderReport } from "./report.mjs";

const folder = fileURLToPath(new URL("results/", import.meta.url));

/**
 * @param {object} run  { date, machine, threads, pinned, settings, versions, seconds, results, goals }
 * @returns {{ report: string, path: string }}
 */
export function saveRun(run) {
  mkdirSync(folder, { recursive: true });
  const report = renderReport(run);
  const path = join(folder, run.date.replaceAll(":", "-"));
  writeFileSync(`${path}.json`, `${JSON.stringify(run, null, 1)}\n`);
  writeFileSync(`${path}.md`, report);
  return { report, path: `${path}.json` };
}
