import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string>} [env]
 * @property {string} [missing]     why it cannot be started at all
 * @property {boolean} [computesNothing]  has no result to check
 * @property {number} [mostElements]  larger losses and parameters only with --full: a call takes too long
 */

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const node = (name, file, more = {}) => ({
  name,
  command: process.execPath,
  args: [here(file), ...(more.args ?? [])],
  ...more.traits,
  env: more.env,
});

function python(name, file, args = []) {
  const command = process.env.STEEPEST_BENCH_PYTHON;
  if (!command) return { name, command: "", args: [], missing: "STEEPEST_BENCH_PYTHON names no Python" };
  return { name, command, args: ["-u", here(`python/${file}`), ...args], env: { PYTHONDONTWRITEBYTECODE: "1" } };
}

const slow = { mostElements: 2 ** 22 };

/**
 * Everyone who takes part, ourselves first.
 * @returns {Peer[]}
 */
export function peers() {
  return [
    node("steepest", "steepest.mjs", { env: { STEEPEST_BACKEND: "native" } }),
    node("roofline", "roofline.mjs", { traits: { computesNothing: true } }),
    node("reference", "steepest.mjs", { env: { STEEPEST_BACKEND: "reference" }, traits: slow }),
    node("plain", "plain.mjs"),
    node("tfjs-cpu", "javascript/tfjs.mjs", { args: ["cpu"], traits: slow }),
    node("tfjs-wasm", "javascript/tfjs.mjs", { args: ["wasm"] }),
    python("torch", "torch_peer.py"),
    python("torch-compile", "torch_peer.py", ["--compile"]),
    python("jax", "jax_peer.py"),
  ];
}

/** What keeps every system to the same number of threads. */
export function threadEnvironment(threads) {
  const count = String(threads);
  return {
    STEEPEST_THREADS: count,
    OMP_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    JAX_PLATFORMS: "cpu",
    XLA_FLAGS: `--xla_cpu_multi_thread_eigen=${threads > 1} intra_op_parallelism_threads=${count}`,
    TORCHINDUCTOR_COMPILE_THREADS: "1", // no compiling processes that outlive the compilation
    TORCHINDUCTOR_CACHE_DIR: here("../../build/bench/inductor"),
  };
}
