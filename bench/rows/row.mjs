/**
 * @typedef {object} Row One piece of work that every system is asked to do.
 * @property {string} id            e.g. "losses/huber/1Mi"; `npm run bench -- losses/huber` selects by prefix
 * @property {"pointwise" | "rowwise" | "adam" | "training" | "roofline"} kind  what a peer has to prepare
 * @property {string[]} ours        the variants of steepest to time; a peer's variant of another name is timed as well
 * @property {string[]} [peers]     the only peers to ask (all, if left out)
 * @property {string[]} [variants]  the only variants to time, whoever has them (all, if left out)
 * @property {boolean} [full]       only with --full
 * @property {number} elements      elements (of the loss, of the parameter) or parameters of the network
 * @property {string} [loss]        name of the loss
 * @property {number} [rows]        rowwise: rows
 * @property {number} [classes]     rowwise: classes
 * @property {number[]} [widths]    training: widths of the layers, inputs first
 * @property {number} [batchSize]   training
 * @property {number} [steps]       training: steps per epoch
 * @property {"copy" | "triad" | "update"} [pattern]  the kernel of roofline.cc that reads and writes as the row does
 * @property {number} [traffic]     bytes a call must move at least
 * @property {number} [footprint]   bytes of the arrays it touches: the working set at which bandwidth is measured
 * @property {{ value: number, probe: number }} [tolerance]  relative error of the value; absolute error of a probe, as a
 *   multiple of the largest expected probe
 */

/** Steps that optimizers and networks take in the check before timing. */
export const checkSteps = 3;

/** The learning rate of every Adam; the other constants are Adam's own (0.9, 0.999, 1e-8). */
export const learningRate = 1e-3;

/** Below this many elements the caches' bandwidth limits nobody and the share of it is not shown. */
export const memoryBoundFrom = 64 * 1024;

/** 1024 → "1Ki", 1048576 → "1Mi". */
export function sizeName(count) {
  if (count % 2 ** 20 === 0) return `${count / 2 ** 20}Mi`;
  if (count % 2 ** 10 === 0) return `${count / 2 ** 10}Ki`;
  return String(count);
}
