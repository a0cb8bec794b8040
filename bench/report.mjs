/** The results as Markdown: one table per family, the goals, and a note for everything that was not measured. */
import { bandwidthOf, bandwidthShare, cellsOf, compare, counterparts, fastest, meanRatio, ourCells } from "./comparisons.mjs";
import { duration, gigabytes, nanosecondsPer, percent, perSecond, table, times } from "./format.mjs";
import { familyOf } from "./rows/index.mjs";

/** Numbered notes, one number per text. */
class Notes {
  #texts = [];

  /** "failed [2]" */
  mark(word, text) {
    if (!this.#texts.includes(text)) this.#texts.push(text);
    return `${word} [${this.#texts.indexOf(text) + 1}]`;
  }

  toString() {
    return this.#texts.map((text, i) => `[${i + 1}] ${text}`).join("\n\n");
  }
}

const notePrefix = (cell) => [cell.peer, cell.variant].filter(Boolean).join(" ");
const markOf = (cell, notes) => notes.mark(cell.status, `${notePrefix(cell)}: ${cell.note}`);

/** One line of a table per variant of ours. */
const linesOf = (results) => results.flatMap((result) => ourCells(result).map((ours) => ({ result, ours })));

/** One column per peer, or per variant of a peer where a line has several to show. */
function columnsOf(lines, peerNames) {
  return peerNames
    .filter((name) => name !== "steepest" && name !== "roofline")
    .flatMap((peer) => {
      const cells = lines.map(({ result, ours }) => counterparts(result, peer, ours.variant));
      if (cells.every(({ length }) => length === 0)) return [];
      if (cells.every(({ length }) => length <= 1)) return [{ peer, title: peer }];
      const variants = new Set(cells.flat().flatMap(({ variant }) => variant ?? []));
      return [...variants].map((variant) => ({ peer, variant, title: `${peer} ${variant}` }));
    });
}

/** The cell of a column; one that failed before it had variants stands in all of its peer's columns. */
function theirsIn({ result, ours }, { peer, variant }) {
  const cells = counterparts(result, peer, ours.variant);
  if (variant === undefined) return cells[0];
  return cells.find((cell) => cell.variant === variant) ?? cells.find((cell) => !cell.variant);
}

function theirText(line, column, notes) {
  const cell = theirsIn(line, column);
  if (!cell) return "–";
  if (cell.status !== "measured") return markOf(cell, notes);
  const found = compare(line.ours, cell);
  return duration(cell.seconds) + (found ? ` ${times(found.ratio)} ±${percent(found.spread)}` : "");
}

function ourText({ result, ours }, notes) {
  if (ours.status !== "measured") return [markOf(ours, notes), "–", "–"];
  const { row } = result;
  const rate = row.kind === "training" ? perSecond(ours.seconds) : nanosecondsPer(ours.seconds, row.elements);
  const share = bandwidthShare(result, ours);
  const roof = fastest(cellsOf(result, "roofline"));
  const bandwidth =
    share === undefined ? "–" : `${gigabytes(bandwidthOf(result, ours))} of ${gigabytes(bandwidthOf(result, roof))}: ${percent(share)}`;
  return [duration(ours.seconds), rate, bandwidth];
}

/** Geometric means of the ratios, one line per variant of ours. */
function meanLines(lines, columns) {
  const variants = [...new Set(lines.map(({ ours }) => ours.variant))];
  return variants.map((variant) => {
    const same = lines.filter(({ ours }) => ours.variant === variant);
    const means = columns.map((column) => meanRatio(same.map((line) => compare(line.ours, theirsIn(line, column)))));
    const text = means.map((found) => (found ? `${times(found.mean)} over ${found.count}` : "–"));
    return [`geometric mean, ${variant}`, "", "", "", ...text];
  });
}

function familyTable(results, peerNames, notes) {
  const lines = linesOf(results);
  const columns = columnsOf(lines, peerNames);
  const unit = results[0].row.kind === "training" ? "steps" : "per element";
  const header = ["row", "steepest", unit, "bandwidth", ...columns.map(({ title }) => title)];
  const body = lines.map((line) => [
    `${line.result.row.id}, ${line.ours.variant}`,
    ...ourText(line, notes),
    ...columns.map((column) => theirText(line, column, notes)),
  ]);
  return table(header, [...body, ...(lines.length > 1 ? meanLines(lines, columns) : [])]);
}

/** Bandwidth by kernel and working set. */
function rooflineTable(results, notes) {
  const kernels = [...new Set(results.flatMap(({ cells }) => cells.map((cell) => cell.variant ?? "roofline")))];
  const text = (result, kernel) => {
    const cell = result.cells.find(({ variant }) => variant === kernel) ?? result.cells.find(({ variant }) => !variant);
    if (!cell) return "–";
    return cell.status === "measured" ? gigabytes(bandwidthOf(result, cell)) : markOf(cell, notes);
  };
  return table(
    ["working set", ...kernels],
    results.map((result) => [result.row.id, ...kernels.map((kernel) => text(result, kernel))]),
  );
}

/** Goals as a checklist. */
function goalTable(goals) {
  return table(
    ["goal", "needed", "measured", "met"],
    goals.map(({ goal, needed, measured, met }) => [goal, needed, measured, met]),
  );
}

/** Other work on more than this many cores at the start of a run makes its times doubtful. */
const busyLoad = 0.5;

const versionText = (found) =>
  found.missing
    ? `not there (${found.missing})`
    : Object.entries(found)
        .map(([key, value]) => `${key} ${value}`)
        .join(", ");

function heading({ date, machine, threads, pinned, settings, seconds, versions }) {
  const { cpu, logicalCpus, memoryGiB, system, node, load } = machine;
  const busy =
    load > busyLoad ? ` Something else ran on this machine when the run began (load ${load.toFixed(1)}): the times may be off.` : "";
  const peers = Object.entries(versions).map(([name, found]) => `- ${name}: ${versionText(found)}`);
  return [
    `Measured ${date} on ${cpu}, ${logicalCpus} logical CPUs, ${memoryGiB} GiB, ${system}, Node.js ${node}, in ${duration(seconds)}.${busy}`,
    `Everybody has ${threads} thread${threads === 1 ? "" : "s"}${pinned ? `, confined to CPUs ${pinned}` : ""}; ` +
      `${settings.rounds} rounds in turns, ${settings.seconds} s each. A peer's cell: its median time, how many times faster steepest is (ratio of medians), half the interquartile range of that ratio over the rounds.`,
    peers.join("\n"),
  ].join("\n\n");
}

/** @param {object} run  what results.mjs saves */
export function renderReport(run) {
  const notes = new Notes();
  const peerNames = Object.keys(run.versions);
  const families = [...new Set(run.results.map(({ row }) => familyOf(row)))];
  const sections = families.map((family) => {
    const results = run.results.filter(({ row }) => familyOf(row) === family);
    return `## ${family}\n\n${family === "roofline" ? rooflineTable(results, notes) : familyTable(results, peerNames, notes)}`;
  });
  return `${["# Benchmarks", heading(run), ...sections, `## goals\n\n${goalTable(run.goals)}`, String(notes)].filter(Boolean).join("\n\n")}\n`;
}
