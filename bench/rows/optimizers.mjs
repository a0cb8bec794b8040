import { sizeName } from "./row.mjs";

const sizes = [2 ** 10, 2 ** 16, 2 ** 20, 2 ** 24];

/** One Adam step: reads parameter, gradient and two moments, writes all but the gradient. */
export const optimizerRows = sizes.map((elements) => ({
  id: `optimizers/Adam/${sizeName(elements)}`,
  kind: "adam",
  ours: ["step"],
  elements,
  pattern: "update",
  traffic: 28 * elements,
  footprint: 16 * elements,
  tolerance: { value: 0, probe: 4e-6 },
}));
