/** The losses in plain TypeScript: the definitions' textbook forms, in double precision, one element after the other. */
import type { LossKernel } from "../backend";
import { overlap } from "../check";
import { Failure, type LabelArray, TargetKind, targetShift, Wanted } from "../losses/arrays";
import type { PointwiseDefinition, RowwiseDefinition } from "../losses/definition";
import type { LossSpec } from "../losses/spec";

/** The arrays of one call. */
interface Call {
  readonly wanted: number;
  readonly rows: number;
  readonly columns: number;
  readonly kind: number;
  readonly prediction: Float32Array;
  readonly targets: Float32Array | LabelArray;
  readonly weights: Float32Array | undefined;
  readonly values: Float32Array | undefined;
  readonly gradient: Float32Array | undefined;
  readonly hessian: Float32Array | undefined;
  readonly vector: Float32Array | undefined;
}

/** What a survey finds before anything is written: the denominator's parts, or why the call is refused. */
interface Survey {
  readonly failure: number;
  readonly index: number;
  readonly mass: number;
  readonly count: number;
}

const refused = (failure: number, index: number): Survey => ({ failure, index, mass: 0, count: 0 });

/** Binds a loss to its textbook form. */
export function bindReferenceLoss(spec: LossSpec): LossKernel {
  const result = new Float64Array(4);
  const rowwise = spec.definition.shape === "rowwise";
  const evaluate: LossKernel["evaluate"] = (flags, rows, columns, prediction, targets, weightCount, weights, ...arrays) => {
    const [values, gradient, hessian, vector] = arrays;
    const kind = (flags >> targetShift) & 3;
    const given = weightCount === 0 ? undefined : weights;
    const call: Call = { wanted: flags, rows, columns, kind, prediction, targets, weights: given, values, gradient, hessian, vector };
    const survey = surveyCall(call, spec, rowwise);
    result.set([0, survey.count, survey.index, 0]);
    if (survey.failure !== Failure.none) return survey.failure;
    const terms = rowwise ? rows : rows * columns;
    const scale = scaleOf(spec, survey.mass, terms);
    const sum = rowwise ? evaluateRows(call, spec, scale) : evaluateElements(call, spec, scale);
    result[0] = survey.count === 0 ? 0 : sum * scale;
    result[3] = spec.reduction === "mean" ? survey.mass : spec.reduction === "sumOverBatchSize" ? terms : rows;
    return Failure.none;
  };
  return { evaluate, result };
}

function scaleOf(spec: LossSpec, mass: number, terms: number): number {
  if (spec.reduction === "sum" || spec.reduction === "none") return 1;
  const denominator = spec.reduction === "mean" ? mass : terms;
  return denominator === 0 ? 0 : 1 / denominator;
}

function surveyCall(call: Call, spec: LossSpec, rowwise: boolean): Survey {
  if (anyOverlap(call)) return refused(Failure.overlap, 0);
  const bad = call.weights === undefined ? -1 : call.weights.findIndex((weight) => !(weight >= 0));
  if (bad >= 0) return refused(Failure.weight, bad);
  return rowwise ? surveyRows(call, spec) : surveyElements(call);
}

function anyOverlap({ prediction, targets, weights, values, gradient, hessian, vector }: Call): boolean {
  const outputs = [values, gradient, hessian].filter((array) => array !== undefined);
  const inputs = [prediction, targets, weights, vector].filter((array) => array !== undefined);
  return (
    outputs.some((output) => [...inputs, ...outputs].some((other) => other !== output && overlap(output, other))) ||
    outputs.some((o) => inputs.includes(o))
  );
}

function surveyElements({ weights, prediction }: Call): Survey {
  if (weights === undefined) return { failure: Failure.none, index: 0, mass: prediction.length, count: prediction.length };
  const span = weights.length === 0 ? 0 : prediction.length / weights.length;
  let mass = 0;
  let count = 0;
  for (const weight of weights) {
    mass += weight * span;
    if (weight > 0) count += span;
  }
  return { failure: Failure.none, index: 0, mass, count };
}

function surveyRows(call: Call, spec: LossSpec): Survey {
  let mass = 0;
  let count = 0;
  for (let row = 0; row < call.rows; ++row) {
    if (isIgnored(call, spec, row)) continue;
    const label = call.targets[row] as number;
    if (call.kind !== TargetKind.soft && !(label >= 0 && label < call.columns)) return refused(Failure.label, row);
    const weight = call.weights === undefined ? 1 : (call.weights[row] as number);
    if (weight === 0) continue;
    count += 1;
    mass += weight * ((spec.definition as RowwiseDefinition).classMass ? classMass(call, spec, row) : 1);
  }
  return { failure: Failure.none, index: 0, mass, count };
}

/** The class weight of a row: of its label, or of its soft targets, Σ t·w. */
function classMass(call: Call, spec: LossSpec, row: number): number {
  const targets = targetsOf(call, row);
  return targets.reduce((sum, target, c) => (target === 0 ? sum : sum + Math.fround(target * classWeight(spec, c))), 0);
}

function isIgnored(call: Call, spec: LossSpec, row: number): boolean {
  return call.kind !== TargetKind.soft && call.targets[row] === spec.ignoredLabel;
}

function classWeight(spec: LossSpec, index: number): number {
  return spec.classWeights.length === 0 ? 1 : (spec.classWeights[index] as number);
}

/** The targets of a row, one-hot for a label. */
function targetsOf(call: Call, row: number): Float64Array {
  const { columns, targets } = call;
  if (call.kind === TargetKind.soft) return Float64Array.from((targets as Float32Array).subarray(row * columns, (row + 1) * columns));
  const hot = new Float64Array(columns);
  hot[targets[row] as number] = 1;
  return hot;
}

/** A term that is NaN where an input is, and 0 where its weight is 0 whatever the inputs are. */
function weigh(term: number, factor: number, weight: number, invalid: boolean): number {
  if (weight === 0) return 0;
  return invalid ? Number.NaN : Math.fround(term) * factor;
}

function evaluateElements(call: Call, spec: LossSpec, scale: number): number {
  const { prediction, targets, weights, values, gradient, hessian } = call;
  const definition = spec.definition as PointwiseDefinition;
  const span = weights === undefined ? 1 : prediction.length / weights.length;
  let sum = 0;
  for (let i = 0; i < prediction.length; ++i) {
    const p = prediction[i] as number;
    const t = targets[i] as number;
    const weight = weights === undefined ? 1 : (weights[Math.floor(i / span)] as number);
    const invalid = Number.isNaN(p) || Number.isNaN(t);
    const terms = definition.at(p, t, spec.options as never);
    const value = Math.fround(weigh(terms.value, weight, weight, invalid));
    if ((call.wanted & Wanted.value) !== 0) sum += value;
    if (values !== undefined) values[i] = value;
    if (gradient !== undefined) gradient[i] = weigh(terms.gradient, weight * scale, weight, invalid);
    if (hessian !== undefined) hessian[i] = weigh(terms.hessian, weight * scale, weight, invalid);
  }
  return sum;
}

function evaluateRows(call: Call, spec: LossSpec, scale: number): number {
  const { columns, prediction, weights, values, gradient, hessian, vector } = call;
  const definition = spec.definition as RowwiseDefinition;
  const classWeights = Float64Array.from({ length: columns }, (_, c) => classWeight(spec, c));
  let sum = 0;
  for (let row = 0; row < call.rows; ++row) {
    const begin = row * columns;
    const weight = isIgnored(call, spec, row) ? 0 : weights === undefined ? 1 : (weights[row] as number);
    if (weight === 0) {
      if (values !== undefined) values[row] = 0;
      gradient?.fill(0, begin, begin + columns);
      hessian?.fill(0, begin, begin + columns);
      continue;
    }
    const scores = Float64Array.from(prediction.subarray(begin, begin + columns));
    const terms = definition.row(scores, targetsOf(call, row), classWeights, spec.options as never);
    const value = Math.fround(Math.fround(terms.value) * weight);
    sum += value;
    if (values !== undefined) values[row] = value;
    gradient?.set(
      terms.gradient.map((g) => g * weight * scale),
      begin,
    );
    const bends = vector === undefined ? terms.hessian : terms.hessianVector?.(Float64Array.from(vector.subarray(begin, begin + columns)));
    hessian?.set(bends?.map((h) => h * weight * scale) ?? [], begin);
  }
  return sum;
}
