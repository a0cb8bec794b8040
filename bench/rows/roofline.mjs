import { sizeName } from "./row.mjs";

/** Bandwidth against working set, by itself; the rows of the other families measure it at their own working sets. */
export const rooflineRows = [2 ** 16, 2 ** 20, 2 ** 24, 2 ** 26, 2 ** 28, 2 ** 29].map((bytes) => ({
  id: `roofline/${sizeName(bytes)}B`,
  kind: "roofline",
  ours: [],
  elements: bytes / 4,
  traffic: bytes,
  footprint: bytes,
  peers: ["roofline"],
}));
