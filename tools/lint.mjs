/**
 * npm run lint: Biome over TypeScript, JavaScript and JSON, and clang-format over C++ where there is one.
 * npm run format (`--write`) puts right what it can.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/step.mjs";

/** Other versions break lines elsewhere. */
const clangFormatVersion = "14";

const write = process.argv.includes("--write");

function succeeds(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit" }).status === 0;
}

function clangFormat() {
  const names = [`clang-format-${clangFormatVersion}`, "clang-format"];
  return names.find((name) => spawnSync(name, ["--version"], { encoding: "utf8" }).stdout?.includes(`version ${clangFormatVersion}.`));
}

function cppFiles() {
  return ["native", "test/native", "bench"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((name) => /\.(cc|h)$/.test(name))
      .map((name) => join(folder, name)),
  );
}

function checkCpp() {
  const program = clangFormat();
  if (program !== undefined) return succeeds(program, [...(write ? ["-i"] : ["--dry-run", "-Werror"]), ...cppFiles()]);
  console.log(`C++ was not checked: there is no clang-format ${clangFormatVersion}`);
  return true;
}

const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
const clean = [succeeds(process.execPath, [biome, "check", ...(write ? ["--write"] : []), "."]), checkCpp()];
process.exitCode = clean.every(Boolean) ? 0 : 1;
