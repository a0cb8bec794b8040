/** The main process's side of the protocol (serve.mjs): one long-lived child process per peer. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const keptErrorLines = 20;

/** A peer that ended, hung or answered with an error; `fatal` when its process is gone. */
export class PeerFailure extends Error {
  constructor(message, fatal) {
    super(message);
    this.fatal = fatal;
  }
}

export class PeerProcess {
  #child;
  #waiting = new Map();
  #nextId = 1;
  #errorLines = [];

  /** @param {{ command: string, args: string[], env?: Record<string, string> }} start */
  constructor({ command, args, env }) {
    this.alive = true;
    this.#child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#receive(line));
    createInterface({ input: this.#child.stderr }).on("line", (line) => {
      this.#errorLines.push(line);
      if (this.#errorLines.length > keptErrorLines) this.#errorLines.shift();
    });
    this.#child.stdin.on("error", () => {}); // a peer that ended is reported by "close"
    this.#child.on("error", (error) => this.#end(error.message));
    this.#child.on("close", (code, signal) => this.#end(`ended with ${signal ?? `status ${code}`}${this.#lastWords()}`));
  }

  /**
   * @param {string} command
   * @param {object} [details]
   * @param {number} [limit]  seconds until the process is taken for hung and ended
   */
  ask(command, details = {}, limit = 120) {
    if (!this.alive) return Promise.reject(new PeerFailure("is not running", true));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#child.kill("SIGKILL");
        this.#end(`no answer to "${command}" within ${limit} s`);
      }, limit * 1000);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#child.stdin.write(`${JSON.stringify({ id, command, ...details })}\n`);
    });
  }

  stop() {
    this.alive = false;
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 2000);
    this.#child.on("close", () => clearTimeout(timer));
  }

  #receive(line) {
    if (!line.startsWith("{")) return;
    let reply;
    try {
      reply = JSON.parse(line);
    } catch {
      return;
    }
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if (reply.error !== undefined) waiting.reject(new PeerFailure(reply.error, false));
    else waiting.resolve(reply);
  }

  #end(reason) {
    this.alive = false;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new PeerFailure(reason, true));
    }
    this.#waiting.clear();
  }

  /** The last line that names an error, else the last line. */
  #lastWords() {
    const said = this.#errorLines.filter((text) => text.trim() !== "");
    const line = said.findLast((text) => /^\w*(Error|Exception)\b/.test(text.trim())) ?? said.at(-1);
    return line ? `: ${line.trim()}` : "";
  }
}
