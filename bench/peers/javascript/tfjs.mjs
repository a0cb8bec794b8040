/** TensorFlow.js; the first argument names the backend, "cpu" or "wasm". */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pick, trainingBatches } from "../../batches.mjs";
import { initialWeights, pointwiseInputs, rowwiseInputs, steppingInputs } from "../../data.mjs";
import { checkSteps, learningRate } from "../../rows/row.mjs";
import { serve, Unsupported } from "../../serve.mjs";

for (const method of ["log", "info", "warn"]) console[method] = () => {}; // its advice is not for us

const backend = process.argv[2];
const threads = Number(process.env.STEEPEST_THREADS ?? 1);
const require = createRequire(import.meta.url);
let tf;

async function start() {
  tf = require("@tensorflow/tfjs");
  let wasmThreads;
  if (backend === "wasm") {
    const wasm = require("@tensorflow/tfjs-backend-wasm");
    const folder = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
    wasm.setWasmPaths(`${join(folder, "wasm-out")}/`);
    wasm.setThreadsCount(threads); // in Node the package has one thread all the same (4.22)
    if (!(await tf.setBackend("wasm"))) throw new Error("the wasm backend did not start");
    wasmThreads = wasm.getThreadsCount();
  } else await tf.setBackend("cpu");
  await tf.ready();
  return { tfjs: tf.version.tfjs, backend: tf.getBackend(), threads: wasmThreads ?? 1 };
}

const adam = () => tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
const softmaxCrossEntropy = (target, logits) => tf.losses.softmaxCrossEntropy(target, logits);

const lossFunctions = {
  meanSquaredError: (target, prediction) => tf.losses.meanSquaredError(target, prediction),
  huber: (target, prediction) => tf.losses.huberLoss(target, prediction),
  binaryCrossEntropy: (target, prediction) => tf.losses.sigmoidCrossEntropy(target, prediction),
  crossEntropy: softmaxCrossEntropy,
};

function lossWork(prediction, target, loss) {
  const valueAndGradient = tf.valueAndGrad((x) => loss(target, x));
  const run = () => {
    const { value, grad } = valueAndGradient(prediction);
    const number = value.dataSync()[0];
    tf.dispose([value, grad]);
    return number;
  };
  const check = (probes) => {
    const { value, grad } = valueAndGradient(prediction);
    const found = { value: value.dataSync()[0], probes: pick([grad.dataSync()], probes) };
    tf.dispose([value, grad]);
    return found;
  };
  return { new: { run, check } };
}

function createModel(row) {
  const model = tf.sequential();
  const units = row.widths.slice(1);
  for (const [i, width] of units.entries()) {
    const activation = i < units.length - 1 ? "relu" : "linear";
    model.add(tf.layers.dense({ units: width, activation, ...(i === 0 && { inputShape: [row.widths[0]] }) }));
    model.layers[i].setWeights([tf.tensor2d(initialWeights(row, i), [row.widths[i], width]), tf.zeros([width])]);
  }
  model.compile({ optimizer: adam(), loss: row.loss === "crossEntropy" ? softmaxCrossEntropy : "meanSquaredError" });
  return model;
}

function tensorsOf(row, { inputs, targets }) {
  const outputs = row.widths.at(-1);
  const x = tf.tensor2d(inputs, [inputs.length / row.widths[0], row.widths[0]]);
  const y =
    row.loss === "crossEntropy"
      ? tf.oneHot(tf.tensor1d(targets, "int32"), outputs).toFloat()
      : tf.tensor2d(targets, [targets.length / outputs, outputs]);
  return { x, y };
}

const parametersOf = (model) => model.getWeights().map((weights) => weights.dataSync());

/** `fit` over fewer steps than the others take: an epoch of theirs would last minutes here. */
const fitSteps = 20;

function fitVariant(row) {
  const model = createModel(row);
  const all = (count) => tensorsOf(row, trainingBatches({ ...row, batchSize: row.batchSize * count }, 1)[0]);
  const { x, y } = all(fitSteps);
  const options = { epochs: 1, batchSize: row.batchSize, verbose: 0, yieldEvery: "never" };
  return {
    asynchronous: true,
    callsPerRun: fitSteps,
    run: () => model.fit(x, y, options),
    async check(probes) {
      const first = all(checkSteps);
      const { history } = await model.fit(first.x, first.y, { ...options, shuffle: false });
      return { value: history.loss[0], probes: pick(parametersOf(model), probes) };
    },
  };
}

function loopVariant(row) {
  const model = createModel(row);
  const optimizer = adam();
  const loss = lossFunctions[row.loss];
  const batches = trainingBatches(row, fitSteps).map((batch) => tensorsOf(row, batch));
  let next = 0;
  const run = () =>
    tf.tidy(() => {
      const { x, y } = batches[next++ % batches.length];
      return optimizer.minimize(() => loss(y, model.apply(x, { training: true })), true).dataSync()[0];
    });
  const check = (probes) => {
    let total = 0;
    for (let i = 0; i < checkSteps; i++) total += run();
    return { value: total / checkSteps, probes: pick(parametersOf(model), probes) };
  };
  return { run, check };
}

const kinds = {
  pointwise(row) {
    const { prediction, target } = pointwiseInputs(row);
    return lossWork(tf.tensor1d(prediction), tf.tensor1d(target), lossFunctions[row.loss]);
  },

  rowwise(row) {
    const { prediction, target } = rowwiseInputs(row);
    const oneHot = tf.tidy(() => tf.oneHot(tf.tensor1d(target, "int32"), row.classes).toFloat());
    return lossWork(tf.tensor2d(prediction, [row.rows, row.classes]), oneHot, softmaxCrossEntropy);
  },

  adam(row) {
    const inputs = steppingInputs(row);
    const parameter = tf.variable(tf.tensor1d(inputs.parameter));
    const gradients = { [parameter.name]: tf.tensor1d(inputs.gradient) };
    const optimizer = adam();
    const run = () => optimizer.applyGradients(gradients);
    const check = (probes) => {
      for (let i = 0; i < checkSteps; i++) run();
      return { value: 0, probes: pick([parameter.dataSync()], probes) };
    };
    return { step: { run, check } };
  },

  training: (row) => ({ fit: fitVariant(row), loop: loopVariant(row) }),
};

await serve({
  describe: start,
  prepare(row) {
    if (!kinds[row.kind]) throw new Unsupported(`nothing to do for ${row.kind} rows`);
    tf.engine().startScope(); // every tensor of the row goes with the scope
    const release = () => {
      tf.engine().endScope();
      tf.disposeVariables();
    };
    try {
      return { variants: kinds[row.kind](row), release };
    } catch (error) {
      release();
      throw error;
    }
  },
});
