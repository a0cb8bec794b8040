/**
 * A peer's side of the protocol, for peers in Node. Requests and replies are lines of JSON on stdin and stdout:
 *
 *   { id, command: "describe" }                            → { id, versions }
 *   { id, command: "prepare", row }                        → { id, variants: [names] } or { id, unsupported: why }
 *   { id, command: "check", variant, probes: [indices] }   → { id, value, probes: [numbers] }
 *   { id, command: "warmUp", variant }                     → { id, perRun: seconds }
 *   { id, command: "time", variant, perRun, seconds }      → { id, perCall: [seconds per call, one per batch] }
 *   { id, command: "release" }                             → { id }
 *
 * A failure answers { id, error: message }. Lines that are no replies are noise of a library and are ignored.
 */
import { createInterface } from "node:readline";
import { timeBatches, warmUp } from "./timing.mjs";

/** Thrown by `prepare` for a row that a system has no implementation of. */
export class Unsupported extends Error {}

/**
 * @typedef {object} Work
 * @property {Record<string, import("./timing.mjs").Variant>} variants
 * @property {() => void} [release]
 *
 * @typedef {object} System
 * @property {() => Promise<object> | object} describe  versions, and whatever else a reader should know
 * @property {(row: import("./rows/row.mjs").Row) => Promise<Work> | Work} prepare
 */

/** @param {System} system */
function commandsOf(system) {
  /** @type {Work} */
  let work = { variants: {} };
  const release = () => {
    work.release?.();
    work = { variants: {} };
  };
  return {
    describe: async () => ({ versions: await system.describe() }),
    async prepare({ row }) {
      release();
      work = await system.prepare(row);
      return { variants: Object.keys(work.variants) };
    },
    async check({ variant, probes }) {
      const { value, probes: found } = await work.variants[variant].check(probes);
      return { value, probes: Array.from(found) };
    },
    warmUp: async ({ variant }) => ({ perRun: await (work.variants[variant].warmUp?.() ?? warmUp(work.variants[variant])) }),
    async time({ variant, perRun, seconds }) {
      const timed = work.variants[variant];
      return { perCall: await (timed.time?.(seconds) ?? timeBatches(timed, perRun, seconds)) };
    },
    release,
  };
}

/** @param {System} system */
export async function serve(system) {
  const commands = commandsOf(system);
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    let reply;
    try {
      reply = await commands[request.command](request);
    } catch (error) {
      reply = error instanceof Unsupported ? { unsupported: error.message } : { error: String(error?.message ?? error) };
    }
    process.stdout.write(`${JSON.stringify({ id: request.id, ...reply })}\n`);
  }
  process.exit(0);
}
