/** Whether a result is as new as what it was made from, told by the contents: times lie after a checkout. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./step.mjs";

function* filesUnder(path) {
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

/** A digest of files and folders of the repository (missing ones count as missing) and of some words. */
export function fingerprint(paths, words = []) {
  const hash = createHash("sha256").update(JSON.stringify([process.platform, process.arch, ...words]));
  for (const path of paths) {
    const absolute = join(root, path);
    if (!existsSync(absolute)) continue;
    for (const file of filesUnder(absolute)) hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Whether all `results` exist and `stamp` was written for this digest. */
export function isFresh(stamp, digest, results) {
  const file = join(root, stamp);
  return results.every((path) => existsSync(join(root, path))) && existsSync(file) && readFileSync(file, "utf8") === digest;
}

/** Remembers what the results were made from. */
export function writeStamp(stamp, digest) {
  const file = join(root, stamp);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, digest);
}
