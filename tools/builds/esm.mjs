/**
 * Writes the ESM entries of a compiled folder: node tools/builds/esm.mjs <folder>.
 *
 * Each is a list of names taken from its CommonJS twin, so that `import` and `require` in one process share one state
 * (backend, threads, native handles). The entries are those of "exports" in package.json.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { root } from "../setup/step.mjs";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node tools/builds/esm.mjs <folder>");
process.env.STEEPEST_BACKEND = "reference";
const require = createRequire(import.meta.url);

function writeEntry(commonjs) {
  const file = join(resolve(folder), commonjs);
  const twin = `./${basename(file)}`;
  const names = Object.keys(require(file)).filter((name) => name !== "default" && name !== "__esModule");
  if (names.length === 0) throw new Error(`${commonjs} exports nothing`);
  const lines = [`import entry from "${twin}";`, "", "export const {", ...names.map((name) => `  ${name},`), "} = entry;", ""];
  writeFileSync(file.replace(/\.js$/, ".mjs"), lines.join("\n"));
  writeFileSync(file.replace(/\.js$/, ".d.mts"), `export * from "${twin}";\n`);
}

const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
for (const { require: entry } of Object.values(exports)) {
  if (entry !== undefined) writeEntry(entry.default.replace(/^\.\/dist\//, ""));
}
