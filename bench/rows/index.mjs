import { lossRows, overheadRows } from "./losses.mjs";
import { optimizerRows } from "./optimizers.mjs";
import { rooflineRows } from "./roofline.mjs";
import { trainingRows } from "./training.mjs";

/** @type {import("./row.mjs").Row[]} */
const rows = [...rooflineRows, ...overheadRows, ...lossRows, ...optimizerRows, ...trainingRows];

/** The family of a row, the first word of its id. */
export const familyOf = (row) => row.id.split("/")[0];

/**
 * @param {string[]} prefixes  ids or their beginnings; none means everything
 * @param {boolean} full       also the rows that only a full run measures
 */
export function selectRows(prefixes, full) {
  return rows.filter((row) => (full || !row.full) && (prefixes.length === 0 || prefixes.some((prefix) => row.id.startsWith(prefix))));
}
