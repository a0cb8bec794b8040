/** The running peers: starts each once, starts it again after a crash, remembers why one is not there. */

import { threadEnvironment } from "./peers/index.mjs";
import { PeerProcess } from "./protocol.mjs";

const startLimit = 120;

export class Team {
  #running = new Map();
  #settings;

  /** @param {{ threads: number, pin: string[] }} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /** Versions by peer, for the report; a peer that cannot run has `{ missing }`. Peers that no row asked for are left out. */
  versionsOf(peers) {
    const asked = peers.filter(({ name }) => this.#running.has(name)).map(({ name }) => [name, this.#running.get(name)]);
    return Object.fromEntries(asked.map(([name, { versions, missing }]) => [name, missing ? { missing } : versions]));
  }

  /**
   * The process of a peer, started if it is not running.
   * @param {import("./peers/index.mjs").Peer} peer
   * @returns {Promise<{ child?: PeerProcess, missing?: string }>}
   */
  async processOf(peer) {
    const known = this.#running.get(peer.name);
    if (known && (known.missing || known.child.alive)) return known;
    const entry = await this.#start(peer);
    this.#running.set(peer.name, entry);
    return entry;
  }

  async #start(peer) {
    if (peer.missing) return { missing: peer.missing };
    const { threads, pin } = this.#settings;
    const [command, ...args] = [...pin, peer.command, ...peer.args];
    const child = new PeerProcess({ command, args, env: { ...threadEnvironment(threads), ...peer.env } });
    try {
      const { versions } = await child.ask("describe", {}, startLimit);
      return { child, versions };
    } catch (failure) {
      child.stop();
      return { missing: failure.message };
    }
  }

  stop() {
    for (const { child } of this.#running.values()) child?.stop();
  }
}
