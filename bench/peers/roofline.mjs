/**
 * The memory itself as a peer: the time in which this machine moves as many bytes as the row's call must move, at the
 * row's working set, by the kernels of roofline/roofline.cc that read and write as the row does. Says "not measured" where there is no C++ compiler.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { memoryBoundFrom } from "../rows/row.mjs";
import { serve, Unsupported } from "../serve.mjs";

const execute = promisify(execFile);
const source = fileURLToPath(new URL("../roofline/roofline.cc", import.meta.url));
const program = fileURLToPath(new URL("../../build/bench/roofline", import.meta.url));
const threads = process.env.STEEPEST_THREADS ?? "1";
// The last flag keeps the copy a loop: as a call of memcpy it would stream by itself.
const flags = ["-std=c++17", "-O3", "-march=native", "-fopenmp", "-fno-tree-loop-distribute-patterns"];
const compilers = [process.env.CXX, "g++", "clang++", "c++"].filter(Boolean);

/** Compiles the program where it is missing or older than its source; returns the compiler's name. */
async function build() {
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return "built before";
  mkdirSync(dirname(program), { recursive: true });
  const failures = [];
  for (const compiler of compilers) {
    try {
      await execute(compiler, [...flags, "-o", program, source]);
      return compiler;
    } catch (error) {
      failures.push(
        `${compiler}: ${
          String(error.stderr || error.message)
            .trim()
            .split("\n")[0]
        }`,
      );
    }
  }
  throw new Error(`no C++ compiler built ${join("bench", "roofline", "roofline.cc")} (${failures.join("; ")})`);
}

function variantOf(row, kernel) {
  const measure = async (seconds) => {
    const { stdout } = await execute(program, [kernel, String(row.footprint), threads, String(seconds * 1000)]);
    const found = JSON.parse(stdout);
    return found.seconds.map((pass) => (pass * row.traffic) / found.traffic);
  };
  return {
    warmUp: async () => Math.min(...(await measure(0))),
    time: measure,
  };
}

let kernels = [];

await serve({
  async describe() {
    const compiler = await build();
    kernels = (await execute(program, ["--list"])).stdout.trim().split("\n");
    return { compiler, threads };
  },
  prepare(row) {
    const isMemoryBound = row.kind === "roofline" || (row.traffic !== undefined && row.elements >= memoryBoundFrom);
    if (!isMemoryBound) throw new Unsupported("not bound by memory");
    const suitable = kernels.filter((kernel) => kernel.startsWith(row.pattern ?? "")); // plain and streaming
    return { variants: Object.fromEntries(suitable.map((kernel) => [kernel, variantOf(row, kernel)])) };
  },
});
