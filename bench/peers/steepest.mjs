/** steepest itself, and with STEEPEST_BACKEND=reference its reference backend as a peer of its own. */
import * as steepest from "steepest"; // a name that a build lacks fails its own rows only
import { pick, trainingBatches } from "../batches.mjs";
import { initialWeights, pointwiseInputs, rowwiseInputs, steppingInputs } from "../data.mjs";
import { checkSteps, learningRate } from "../rows/row.mjs";
import { serve, Unsupported } from "../serve.mjs";

const { layers, losses, optimizers, runtime, sequential } = steepest;

/** A new gradient array per call, and one that is there already. */
function lossWork(loss, prediction, target, length) {
  const out = new Float32Array(length);
  const runs = {
    new: () => loss.valueAndGradient(prediction, target),
    out: () => loss.valueAndGradient(prediction, target, { out }),
  };
  const check = (run) => (probes) => {
    const { value, gradient } = run();
    return { value, probes: pick([gradient], probes) };
  };
  const variant = (run) => ({ run, check: check(run) });
  return { variants: { new: variant(runs.new), out: variant(runs.out) } };
}

function createModel(row) {
  const widths = row.widths.slice(1);
  const stack = widths.map((width, i) => layers.dense(width, i < widths.length - 1 ? { activation: "relu" } : {}));
  const model = sequential(stack, { inputs: row.widths[0], seed: 1 });
  for (const [index, parameter] of model.parameters.entries()) {
    if (index % 2 === 1) parameter.data.fill(0);
    else setWeights(parameter, row, index / 2);
  }
  return model;
}

/** Weights are inputs × outputs in the inputs of the benchmark; a model may hold them transposed. */
const isTransposed = ({ shape }, row, layer) => shape[0] === row.widths[layer + 1] && shape[0] !== row.widths[layer];

function setWeights(parameter, row, layer) {
  const weights = initialWeights(row, layer);
  parameter.data.set(isTransposed(parameter, row, layer) ? transpose(weights, row.widths[layer], row.widths[layer + 1]) : weights);
}

function transpose(values, rows, columns) {
  const turned = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) turned[c * rows + r] = values[r * columns + c];
  return turned;
}

function parametersOf(model, row) {
  return model.parameters.map((parameter, index) => {
    const layer = Math.floor(index / 2);
    const turned = index % 2 === 0 && isTransposed(parameter, row, layer);
    return turned ? transpose(parameter.data, row.widths[layer + 1], row.widths[layer]) : parameter.data;
  });
}

/** Inputs and targets as the library takes them. */
function shaped(row, { inputs, targets }) {
  const outputs = row.widths.at(-1);
  return {
    x: { data: inputs, shape: [inputs.length / row.widths[0], row.widths[0]] },
    y: row.loss === "crossEntropy" ? targets : { data: targets, shape: [targets.length / outputs, outputs] },
  };
}

/** Epochs of one timed `fit`: its snapshot of the data, like its shuffling, is part of the time. */
const fitEpochs = 8;

/** Whole epochs by `fit`. */
function fitVariant(row) {
  const model = createModel(row);
  model.compile({ optimizer: new optimizers.Adam({ learningRate }), loss: losses[row.loss]() });
  const everything = (count) => {
    const { inputs, targets } = trainingBatches({ ...row, batchSize: row.batchSize * count }, 1)[0];
    return shaped(row, { inputs, targets });
  };
  const { x, y } = everything(row.steps);
  const options = { epochs: fitEpochs, batchSize: row.batchSize };
  return {
    model,
    asynchronous: true,
    callsPerRun: row.steps * fitEpochs,
    run: () => model.fit(x, y, options),
    async check(probes) {
      const first = everything(checkSteps);
      const history = await model.fit(first.x, first.y, { ...options, epochs: 1, shuffle: false });
      return { value: history.loss[0], probes: pick(parametersOf(model, row), probes) };
    },
  };
}

/** The loop by hand: forward, value and gradient, backward, step. */
function loopVariant(row) {
  const model = createModel(row);
  const loss = losses[row.loss]();
  const adam = new optimizers.Adam(model.parameters, { learningRate });
  const batches = trainingBatches(row, row.steps).map((batch) => shaped(row, batch));
  let next = 0;
  const run = () => {
    const { x, y } = batches[next++ % batches.length];
    const { value, gradient } = loss.valueAndGradient(model.forward(x), y);
    model.backward(gradient);
    adam.step();
    return value;
  };
  const check = (probes) => {
    let total = 0;
    for (let i = 0; i < checkSteps; i++) total += run();
    return { value: total / checkSteps, probes: pick(parametersOf(model, row), probes) };
  };
  return { model, run, check };
}

const kinds = {
  pointwise(row) {
    const { prediction, target } = pointwiseInputs(row);
    return lossWork(losses[row.loss](), prediction, target, row.elements);
  },

  rowwise(row) {
    const { prediction, target } = rowwiseInputs(row);
    return lossWork(losses[row.loss](), { data: prediction, shape: [row.rows, row.classes] }, target, row.elements);
  },

  adam(row) {
    const { parameter, gradient } = steppingInputs(row);
    const adam = new optimizers.Adam([{ data: parameter, gradient }], { learningRate });
    const check = (probes) => {
      for (let i = 0; i < checkSteps; i++) adam.step();
      return { value: 0, probes: pick([parameter], probes) };
    };
    return { variants: { step: { run: () => adam.step(), check } } };
  },

  training(row) {
    const variants = { fit: fitVariant(row), loop: loopVariant(row) };
    const release = () => {
      for (const { model } of Object.values(variants)) model.dispose();
    };
    return { variants, release };
  },
};

await serve({
  describe() {
    const { backend, isa, threads } = runtime();
    return { backend, isa, threads };
  },
  prepare(row) {
    if (!kinds[row.kind]) throw new Unsupported(`nothing to do for ${row.kind} rows`);
    return kinds[row.kind](row);
  },
});
