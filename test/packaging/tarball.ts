/** The package as it would be published, packed and installed. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyFolder, npm, root } from "./process";

export interface Tarball {
  readonly path: string;
  readonly files: readonly string[];
}

/** Packs the repository. */
export function pack(): Tarball {
  const folder = emptyFolder();
  const output = npm(["pack", root, "--json", "--ignore-scripts", `--pack-destination=${folder}`], folder);
  const [packed] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
  return { path: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}

/** Installs a tarball into an empty project, scripts disabled; gives the project's folder. */
export function install(tarball: Tarball): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", version: "1.0.0", private: true }));
  npm(["install", "--ignore-scripts", tarball.path], folder);
  return folder;
}
