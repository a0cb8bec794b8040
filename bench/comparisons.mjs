/** Ratios and bandwidths read off the measured cells; tables and goals both start here. */
import { geometricMean, quantile } from "./statistics.mjs";

/**
 * @typedef {{ row: import("./rows/row.mjs").Row, cells: import("./run-row.mjs").Cell[] }} RowResult
 */

const isMeasured = (cell) => cell.status === "measured";

/** @param {RowResult} result */
export const cellsOf = (result, peer) => result.cells.filter((cell) => cell.peer === peer);

/** Our variants in a row. */
export const ourCells = (result) => cellsOf(result, "steepest");

/**
 * What a variant of ours is compared with: a peer's variant of the same name if there is one (new against new, out against
 * out, fit against fit), else everything the peer did.
 */
export function counterparts(result, peer, ourVariant) {
  const cells = cellsOf(result, peer);
  const same = cells.filter((cell) => cell.variant === ourVariant);
  return same.length > 0 ? same : cells;
}

/** The fastest measured cell, or undefined. */
export function fastest(cells) {
  return cells.filter(isMeasured).reduce((best, cell) => (best && best.seconds <= cell.seconds ? best : cell), undefined);
}

/**
 * How many times faster ours is.
 * @returns {{ ratio: number, spread: number } | undefined} the ratio of medians, and half the interquartile range of the
 *   rounds' ratios relative to it
 */
export function compare(ours, theirs) {
  if (!ours || !theirs || !isMeasured(ours) || !isMeasured(theirs)) return undefined;
  const ratio = theirs.seconds / ours.seconds;
  const rounds = Math.min(ours.rounds.length, theirs.rounds.length);
  const ratios = Array.from({ length: rounds }, (_, i) => theirs.rounds[i] / ours.rounds[i]);
  return { ratio, spread: (quantile(ratios, 0.75) - quantile(ratios, 0.25)) / 2 / ratio };
}

/** Share of the bandwidth measured in the same row, plain or streaming; undefined where memory is not the limit or not measured. */
export function bandwidthShare(result, cell) {
  const roof = fastest(cellsOf(result, "roofline"));
  return roof && cell && isMeasured(cell) ? roof.seconds / cell.seconds : undefined;
}

/** Bytes per second that a cell moves. */
export const bandwidthOf = ({ row }, cell) => row.traffic / cell.seconds;

/** Geometric mean of the ratios that are there. */
export function meanRatio(comparisons) {
  const ratios = comparisons.filter(Boolean).map(({ ratio }) => ratio);
  return ratios.length > 0 ? { mean: geometricMean(ratios), least: Math.min(...ratios), count: ratios.length } : undefined;
}
