/** The plain peer: what a careful JavaScript programmer writes by hand, loops over Float32Array. */
import { pick, trainingBatches } from "../batches.mjs";
import { pointwiseInputs, rowwiseInputs, steppingInputs } from "../data.mjs";
import { createAdam, createNetwork, crossEntropy, meanSquaredError } from "../network.mjs";
import { checkSteps } from "../rows/row.mjs";
import { serve, Unsupported } from "../serve.mjs";

function huber(prediction, target, gradient) {
  const n = prediction.length;
  const scale = 1 / n;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const r = prediction[i] - target[i];
    const size = Math.abs(r);
    if (size <= 1) {
      total += 0.5 * r * r;
      gradient[i] = scale * r;
    } else {
      total += size - 0.5;
      gradient[i] = r > 0 ? scale : -scale;
    }
  }
  return total / n;
}

function binaryCrossEntropy(logits, target, gradient) {
  const n = logits.length;
  const scale = 1 / n;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const z = logits[i];
    const e = Math.exp(-Math.abs(z));
    const sigmoid = z >= 0 ? 1 / (1 + e) : e / (1 + e);
    total += Math.max(z, 0) - z * target[i] + Math.log1p(e);
    gradient[i] = scale * (sigmoid - target[i]);
  }
  return total / n;
}

const losses = { meanSquaredError, huber, binaryCrossEntropy };

/** Both ways of handing out the gradient: a new array per call, and one that is there already. */
function lossWork(length, valueAndGradient) {
  const out = new Float32Array(length);
  const runs = {
    new() {
      const gradient = new Float32Array(length);
      return { value: valueAndGradient(gradient), gradient };
    },
    out: () => ({ value: valueAndGradient(out), gradient: out }),
  };
  const check = (run) => (probes) => {
    const { value, gradient } = run();
    return { value, probes: pick([gradient], probes) };
  };
  const variant = (run) => ({ run, check: check(run) });
  return { variants: { new: variant(runs.new), out: variant(runs.out) } };
}

const kinds = {
  pointwise(row) {
    const { prediction, target } = pointwiseInputs(row);
    const loss = losses[row.loss];
    return lossWork(row.elements, (gradient) => loss(prediction, target, gradient));
  },

  rowwise(row) {
    const { prediction, target } = rowwiseInputs(row);
    return lossWork(row.elements, (gradient) => crossEntropy(prediction, target, gradient, row.rows, row.classes));
  },

  adam(row) {
    const { parameter, gradient } = steppingInputs(row);
    const run = createAdam(parameter, gradient);
    const check = (probes) => {
      for (let i = 0; i < checkSteps; i++) run();
      return { value: 0, probes: pick([parameter], probes) };
    };
    return { variants: { step: { run, check } } };
  },

  training(row) {
    const batches = trainingBatches(row, row.steps);
    const network = createNetwork(row, Float32Array);
    let next = 0;
    const run = () => {
      const { inputs, targets } = batches[next++ % batches.length];
      return network.step(inputs, targets);
    };
    const check = (probes) => {
      let total = 0;
      for (let i = 0; i < checkSteps; i++) total += run();
      return { value: total / checkSteps, probes: pick(network.parameters(), probes) };
    };
    return { variants: { loop: { run, check } } };
  },
};

await serve({
  describe: () => ({ node: process.version }),
  prepare(row) {
    if (!kinds[row.kind]) throw new Unsupported(`no plain loops for ${row.kind} rows`);
    return kinds[row.kind](row);
  },
});
