import { sizeName } from "./row.mjs";

const pointwiseLosses = ["meanSquaredError", "huber", "binaryCrossEntropy"];
const sizes = [64, 2 ** 10, 2 ** 16, 2 ** 20, 2 ** 24];
const logits = [
  [128, 10],
  [4096, 1000],
  [512, 32000],
];

/** Some peers sum 16 Mi float32 terms in float32, so the value has room; a wrong formula is still seen. */
const tolerance = { value: 1e-3, probe: 1e-4 };

/** A new gradient array per call, as the peers make it, and one that is there already. */
const ours = ["new", "out"];

/** @returns {import("./row.mjs").Row} value and gradient, mean reduction; reads two arrays, writes one */
export function pointwise(family, loss, elements) {
  const bytes = 12 * elements;
  const id = `${family}/${loss}/${sizeName(elements)}`;
  return { id, kind: "pointwise", ours, loss, elements, pattern: "triad", traffic: bytes, footprint: bytes, tolerance };
}

/** @returns {import("./row.mjs").Row} value and gradient from integer labels; reads the logits, writes the gradient */
function rowwise(rows, classes) {
  const elements = rows * classes;
  const bytes = 8 * elements;
  const id = `losses/crossEntropy/${rows}x${classes}`;
  return {
    id,
    kind: "rowwise",
    ours,
    loss: "crossEntropy",
    rows,
    classes,
    elements,
    pattern: "copy",
    traffic: bytes,
    footprint: bytes,
    tolerance,
  };
}

export const lossRows = [
  ...pointwiseLosses.flatMap((loss) => sizes.map((elements) => pointwise("losses", loss, elements))),
  ...logits.map(([rows, classes]) => rowwise(rows, classes)),
];

/** What a call costs before the arithmetic counts: 64 elements, written into an array that is there already. */
export const overheadRows = pointwiseLosses.map((loss) => ({
  ...pointwise("overhead", loss, 64),
  ours: ["out"],
  variants: ["out"],
  peers: ["steepest", "reference", "plain"],
}));
