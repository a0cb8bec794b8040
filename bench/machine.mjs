/** What the numbers were measured on, and the cores that every process of the benchmark is confined to. */
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import { delimiter, join } from "node:path";

const mostThreads = 2;

/** "0-2,5" → [0, 1, 2, 5] */
function parseCpuList(text) {
  return text
    .trim()
    .split(",")
    .flatMap((part) => {
      const [first, last = first] = part.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
}

/** The first logical CPU of each core that this process may use; empty where the system does not say. */
function coresAllowed() {
  try {
    const allowed = /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync("/proc/self/status", "utf8"))[1];
    const seen = new Set();
    return parseCpuList(allowed).filter((cpu) => {
      const siblings = readFileSync(`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`, "utf8").trim();
      return !seen.has(siblings) && seen.add(siblings);
    });
  } catch {
    return [];
  }
}

const isOnPath = (program) => (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));

/**
 * Threads for everybody: min(2, cores).
 * @returns {{ threads: number, pin: string[] }} `pin` is put before a command to confine it to those cores
 */
export function chooseThreads() {
  const cores = coresAllowed();
  const threads = Math.min(mostThreads, cores.length || availableParallelism());
  const canPin = cores.length >= threads && isOnPath("taskset");
  return { threads, pin: canPin ? ["taskset", "-c", cores.slice(0, threads).join(",")] : [] };
}

export function describeMachine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    logicalCpus: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    load: loadavg()[0],
  };
}
