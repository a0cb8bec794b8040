/**
 * One training step: forward, loss, backward, Adam; relu between dense layers. An epoch has `steps` batches, prepared
 * outside the timing for every peer; only our own `fit` also shuffles inside it.
 */
function training(widths, loss, batchSize, steps, more = {}) {
  let elements = 0;
  for (let i = 1; i < widths.length; i++) elements += (widths[i - 1] + 1) * widths[i];
  // A first Adam step is the sign of the gradient times the learning rate: a tenth of that is a real difference.
  const tolerance = { value: 1e-4, probe: 2e-4 };
  const id = `training/${widths.join("-")}/${batchSize}`;
  return { id, kind: "training", ours: ["fit", "loop"], widths, loss, batchSize, steps, elements, tolerance, ...more };
}

export const trainingRows = [
  training([10, 20, 3], "crossEntropy", 32, 2000),
  training([8, 10, 1], "meanSquaredError", 32, 2000),
  training([784, 128, 10], "crossEntropy", 32, 500),
  training([784, 128, 10], "crossEntropy", 128, 125),
  training([784, 512, 512, 10], "crossEntropy", 128, 50, { full: true }),
];
