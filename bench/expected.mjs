/** What a row must give, in double precision: the value, and the gradient or the parameters at a few places. */
import { pick, trainingBatches } from "./batches.mjs";
import { pointwiseInputs, rowwiseInputs, steppingInputs } from "./data.mjs";
import { createAdam, createNetwork } from "./network.mjs";
import { checkSteps } from "./rows/row.mjs";

const pointwiseTerms = {
  meanSquaredError: (r) => ({ value: r * r, gradient: 2 * r }),
  huber: (r) => (Math.abs(r) <= 1 ? { value: (r * r) / 2, gradient: r } : { value: Math.abs(r) - 0.5, gradient: Math.sign(r) }),
  binaryCrossEntropy: (_, z, t) => ({
    value: Math.max(z, 0) - z * t + Math.log1p(Math.exp(-Math.abs(z))),
    gradient: 1 / (1 + Math.exp(-z)) - t,
  }),
};

function expectPointwise(row, probes) {
  const { prediction, target } = pointwiseInputs(row);
  const at = (i) => pointwiseTerms[row.loss](prediction[i] - target[i], prediction[i], target[i]);
  let total = 0;
  for (let i = 0; i < row.elements; i++) total += at(i).value;
  return { value: total / row.elements, probes: probes.map((i) => at(i).gradient / row.elements) };
}

function expectRowwise(row, probes) {
  const { prediction, target } = rowwiseInputs(row);
  const { rows, classes } = row;
  const logNormalizers = new Float64Array(rows);
  let total = 0;
  for (let r = 0; r < rows; r++) {
    const scores = prediction.subarray(r * classes, (r + 1) * classes);
    const max = scores.reduce((a, b) => Math.max(a, b));
    logNormalizers[r] = max + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - max), 0));
    total += logNormalizers[r] - scores[target[r]];
  }
  const gradient = (i) => {
    const r = Math.floor(i / classes);
    return (Math.exp(prediction[i] - logNormalizers[r]) - (i % classes === target[r] ? 1 : 0)) / rows;
  };
  return { value: total / rows, probes: probes.map(gradient) };
}

/** Adam's parameters after `checkSteps` steps with the same gradient; elements are independent, so only the probes are stepped. */
function expectAdam(row, probes) {
  const inputs = steppingInputs(row);
  const parameter = Float64Array.from(probes, (i) => inputs.parameter[i]);
  const step = createAdam(
    parameter,
    Float64Array.from(probes, (i) => inputs.gradient[i]),
  );
  for (let i = 0; i < checkSteps; i++) step();
  return { value: 0, probes: Array.from(parameter) };
}

/** The mean loss of the first `checkSteps` training steps, and the parameters after them. */
function expectTraining(row, probes) {
  const network = createNetwork(row, Float64Array);
  const values = trainingBatches(row, checkSteps).map(({ inputs, targets }) => network.step(inputs, targets));
  return { value: values.reduce((a, b) => a + b) / values.length, probes: pick(network.parameters(), probes) };
}

const byKind = { pointwise: expectPointwise, rowwise: expectRowwise, adam: expectAdam, training: expectTraining };

/** Where to look: both ends and a few places between, the same for everybody. */
const probesOf = ({ elements: n }) => [0, 1, Math.floor(n / 3), Math.floor(n / 2) + 1, n - 2, n - 1];

/** @param {import("./rows/row.mjs").Row} row */
export function expectedOf(row) {
  const probes = probesOf(row);
  return { at: probes, ...byKind[row.kind]?.(row, probes) };
}

/**
 * @param {import("./rows/row.mjs").Row} row
 * @param {ReturnType<typeof expectedOf>} expected
 * @param {{ value: number, probes: number[] }} found
 * @returns {string | undefined} what is wrong, if something is
 */
export function differenceOf(row, expected, found) {
  const valueError = Math.abs((found.value ?? NaN) - expected.value); // JSON has null for NaN
  if (!(valueError <= row.tolerance.value * Math.abs(expected.value))) {
    return `value is ${found.value}, should be ${expected.value}`;
  }
  const scale = Math.max(...expected.probes.map(Math.abs));
  for (const [i, probe] of expected.probes.entries()) {
    if (!(Math.abs((found.probes[i] ?? NaN) - probe) <= row.tolerance.probe * scale)) {
      return `element ${expected.at[i]} is ${found.probes[i]}, should be ${probe}`;
    }
  }
  return undefined;
}
