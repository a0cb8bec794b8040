/** Handwritten digits: a 784-128-10 classifier with cross-entropy and Adam. */
import { findLearningRate, layers, losses, optimizers, schedules, sequential, useBackend } from "steepest";
import { classes, firstRows, loadDigits, pixels } from "./data/digits.mjs";
import { trainWithProgress } from "./training.mjs";

export const goal = 0.975;
const batchSize = 64;

/** A classifier whose learning rate falls to 0 along a cosine over the `steps` of its training. */
function classifier(steps) {
  const model = sequential([layers.dense(128, { activation: "relu" }), layers.dense(classes)], { inputs: pixels, seed: 1 });
  const learningRate = schedules.cosineDecay({ initial: 2e-3, steps });
  model.compile({ optimizer: new optimizers.Adam({ learningRate }), loss: losses.crossEntropy(), metrics: ["accuracy"] });
  return model;
}

async function trainOn(title, { train, test }, epochs) {
  const model = classifier(epochs * Math.ceil(train.labels.length / batchSize));
  const run = await trainWithProgress(title, model, train.x, train.labels, { epochs, batchSize });
  const { metrics } = await model.evaluate(test.x, test.labels);
  model.dispose();
  return { title, epochs, accuracy: metrics.accuracy, ...run };
}

/** Which learning rates suit the classifier, which stays untrained. */
export async function sweepDigits() {
  const { train } = await loadDigits();
  const model = classifier(1);
  const curve = await findLearningRate(model, train.x, train.labels, { batchSize });
  model.dispose();
  return curve;
}

/** The whole training natively, then a short one on both backends over the same images. */
export async function runDigits() {
  const digits = await loadDigits();
  const full = await trainOn("digits", digits, 10);
  const few = { train: firstRows(digits.train, 3200), test: digits.test };
  const short = await trainOn("digits, 3200 images", few, 2);
  useBackend("reference");
  const reference = await trainOn("the same in plain TypeScript", few, 2);
  useBackend("native");
  return { full, short, reference };
}
