/** Trains a compiled model and says how long it took. */
import { performance } from "node:perf_hooks";
import { trainingProgress } from "./progress.mjs";

/**
 * @param {string} title
 * @param {import("steepest").Sequential} model compiled
 * @param {import("steepest").FitInput} x
 * @param {unknown} y
 * @param {{ epochs: number, batchSize: number }} options
 * @returns {Promise<{ history: import("steepest").History, seconds: number, samplesPerSecond: number }>}
 */
export async function trainWithProgress(title, model, x, y, { epochs, batchSize }) {
  const progress = trainingProgress(title, epochs);
  const start = performance.now();
  const history = await model.fit(x, y, { epochs, batchSize, onEpoch: progress.onEpoch });
  const seconds = (performance.now() - start) / 1000;
  progress.stop();
  return { history, seconds, samplesPerSecond: (x.shape[0] * epochs) / seconds };
}
