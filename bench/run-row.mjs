/** One row: every peer prepares it, is checked, warms up, and then all are timed in turns. */
import { setTimeout as pause } from "node:timers/promises";
import { differenceOf, expectedOf } from "./expected.mjs";
import { median } from "./statistics.mjs";

/**
 * @typedef {object} Cell What one variant of one peer did in one row.
 * @property {string} peer
 * @property {string} [variant]
 * @property {"measured" | "unsupported" | "skipped" | "missing" | "wrong" | "failed"} status
 * @property {string} [note]       why it is not measured
 * @property {number[]} [rounds]   median seconds per call, one per round
 * @property {number} [seconds]    median seconds per call over all batches
 * @property {number} [batches]
 *
 * @typedef {{ rounds: number, seconds: number, full: boolean, slowCall: number, slowRounds: number, slowestCall: number }} Settings
 */

/** Thread teams spin for about a millisecond after their last work before they sleep: nobody's turn begins meanwhile. */
const settleMilliseconds = 5;

/** What a peer has that never got as far as a variant: one cell that says why; of ours, one per variant. */
function without(row, peer, status, note) {
  const variants = peer.name === "steepest" ? row.ours : [undefined];
  return { cells: variants.map((variant) => ({ peer: peer.name, variant, status, note })) };
}

async function prepare(row, peer, team, settings) {
  if (row.peers && !row.peers.includes(peer.name)) return { cells: [] };
  if (!settings.full && row.elements > (peer.mostElements ?? Infinity)) {
    return without(row, peer, "skipped", "takes too long; --full measures it");
  }
  const { child, missing } = await team.processOf(peer);
  if (missing) return without(row, peer, "missing", missing);
  try {
    const { variants, unsupported } = await child.ask("prepare", { row });
    if (unsupported) return without(row, peer, "unsupported", unsupported);
    const wanted = variants.filter((variant) => row.variants?.includes(variant) ?? true);
    return { child, cells: wanted.map((variant) => ({ peer: peer.name, variant, status: "measured", batches: [], rounds: [] })) };
  } catch (failure) {
    return without(row, peer, "failed", failure.message);
  }
}

/** Checks a cell's result and warms it up; a cell that is wrong or fails is not timed. */
async function checkAndWarmUp(row, peer, cell, child, expected, settings) {
  const { variant } = cell;
  if (!peer.computesNothing) {
    const found = await child.ask("check", { variant, probes: expected.at }, 300);
    const difference = differenceOf(row, expected, found);
    if (difference) return Object.assign(cell, { status: "wrong", note: difference });
  }
  const { perRun } = await child.ask("warmUp", { variant }, 300);
  cell.perRun = perRun;
  if (!settings.full && perRun > settings.slowestCall) {
    Object.assign(cell, { status: "skipped", note: `one run takes ${perRun.toFixed(1)} s; --full measures it` });
  }
  return cell;
}

async function attempt(cell, work) {
  try {
    await work();
  } catch (failure) {
    Object.assign(cell, { status: "failed", note: failure.message });
  }
}

async function timeOnce({ cell, child }, seconds) {
  const { variant, perRun } = cell;
  const { perCall } = await child.ask("time", { variant, perRun, seconds }, 300);
  cell.batches.push(...perCall);
  cell.rounds.push(median(perCall));
}

/** A B C, C B A, A B C …: whatever drifts, drifts for all. Slow calls sit out the later rounds. */
async function timeInTurns(entries, settings) {
  for (let round = 0; round < settings.rounds; round++) {
    const order = round % 2 === 0 ? entries : [...entries].reverse();
    for (const entry of order) {
      if (entry.cell.status !== "measured") continue;
      if (round >= settings.slowRounds && entry.cell.perRun > settings.slowCall) continue;
      await attempt(entry.cell, () => timeOnce(entry, settings.seconds));
      await pause(settleMilliseconds);
    }
  }
}

function summarize({ perRun, batches, ...cell }) {
  if (cell.status !== "measured") return { peer: cell.peer, variant: cell.variant, status: cell.status, note: cell.note };
  return { ...cell, seconds: median(batches), batches: batches.length };
}

/**
 * @param {import("./rows/row.mjs").Row} row
 * @param {import("./peers/index.mjs").Peer[]} peers
 * @param {import("./team.mjs").Team} team
 * @param {Settings} settings
 * @returns {Promise<{ row: import("./rows/row.mjs").Row, cells: Cell[] }>}
 */
export async function runRow(row, peers, team, settings) {
  const expected = expectedOf(row);
  const entries = [];
  for (const peer of peers) {
    const { child, cells } = await prepare(row, peer, team, settings);
    for (const cell of cells) {
      entries.push({ cell, child });
      if (cell.status === "measured") await attempt(cell, () => checkAndWarmUp(row, peer, cell, child, expected, settings));
    }
  }
  await timeInTurns(entries, settings);
  for (const child of new Set(entries.map((entry) => entry.child))) {
    if (child?.alive) await child.ask("release").catch(() => {}); // a peer that dies here is started again for the next row
  }
  return { row, cells: entries.map(({ cell }) => summarize(cell)) };
}
