/** What the JavaScript peers share around training rows. */
import { trainingInputs } from "./data.mjs";

/** `count` batches as views of one array: [{ inputs, targets }]. */
export function trainingBatches(row, count) {
  const { inputs, targets } = trainingInputs(row, count * row.batchSize);
  const inputsPerBatch = row.batchSize * row.widths[0];
  const targetsPerBatch = targets.length / count;
  return Array.from({ length: count }, (_, i) => ({
    inputs: inputs.subarray(i * inputsPerBatch, (i + 1) * inputsPerBatch),
    targets: targets.subarray(i * targetsPerBatch, (i + 1) * targetsPerBatch),
  }));
}

/** The numbers at `probes` of several arrays laid end to end. */
export function pick(arrays, probes) {
  return probes.map((probe) => {
    let at = probe;
    for (const array of arrays) {
      if (at < array.length) return array[at];
      at -= array.length;
    }
    throw new RangeError(`probe ${probe} lies beyond the parameters`);
  });
}
