/**
 * Flight delays: Dense(10, relu) → Dense(1) on distance and time of day. Most flights are on time, a few are a day late:
 * the squared error follows those few, the absolute error ignores them, Huber's loss stands between.
 */
import { layers, losses, metrics, optimizers, sequential } from "steepest";
import { inputs, loadFlights, minutesPerUnit } from "./data/flights.mjs";
import { trainWithProgress } from "./training.mjs";

const epochs = 5;
const batchSize = 64;

async function trainWith(name, loss, { train, test }) {
  const model = sequential([layers.dense(10, { activation: "relu" }), layers.dense(1)], { inputs, seed: 1 });
  model.compile({ optimizer: new optimizers.Adam(), loss, metrics: ["mae"] });
  const run = await trainWithProgress(`flights, ${name}`, model, train.x, train.y, { epochs, batchSize });
  const { data } = model.predict(test.x);
  model.dispose();
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return {
    name,
    epochs,
    ...run,
    meanPrediction: mean * minutesPerUnit,
    meanAbsoluteError: metrics.mae(data, test.y) * minutesPerUnit,
    rootMeanSquaredError: Math.sqrt(metrics.mse(data, test.y)) * minutesPerUnit,
  };
}

/** The same network under three losses. */
export async function runFlights() {
  const flights = await loadFlights();
  return [
    await trainWith("meanSquaredError", losses.meanSquaredError(), flights),
    await trainWith("huber", losses.huber({ delta: 0.5 }), flights),
    await trainWith("meanAbsoluteError", losses.meanAbsoluteError(), flights),
  ];
}
