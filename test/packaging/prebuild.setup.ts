/** Before the tests of packaging: the release binary is made where it is older than its sources. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./process";

export default function setup(): void {
  execFileSync(process.execPath, [join(root, "tools", "builds", "prebuild.mjs")], { stdio: "inherit" });
}
