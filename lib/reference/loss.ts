/** The losses in plain TypeScript: the definitions' textbook forms, in double precision, one element after the other. */
import type { LossKernel } from "../backend";
import { overlap } from "../check";
import { Failure, resultCount, TargetKind, targetMask, targetShift, Wanted } from "../losses/arrays";
import type { PointwiseDefinition, ProjectionDefinition, RowwiseDefinition } from "../losses/definition";
import { firstOutside } from "../losses/domain";
import type { LossSpec } from "../losses/spec";
import { evaluateJointElements } from "./joint-loss";
import { type Call, classWeight, isIgnored, targetsOf, weigh } from "./loss-call";
import { evaluateProjection } from "./projection-loss";

/** What a survey finds before anything is written: the denominator's parts, or why the call is refused. */
interface Survey {
  readonly failure: number;
  readonly index: number;
  /** The prediction that the index belongs to. */
  readonly input?: number;
  readonly mass: number;
  readonly count: number;
}

const refused = (failure: number, index: number): Survey => ({ failure, index, mass: 0, count: 0 });

/** Binds a loss to its textbook form. */
export function bindReferenceLoss(spec: LossSpec): LossKernel {
  const result = new Float64Array(resultCount);
  const evaluate: LossKernel["evaluate"] = (
    ...[flags, rows, columns, prediction, targets, weightCount, weights, values, gradient, hessian, ...further]
  ) => {
    const [second, secondGradient, secondHessian, third, thirdGradient, thirdHessian, depth, vector] = further;
    const call: Call = {
      wanted: flags,
      ...{ rows, columns, depth: depth ?? 0, kind: (flags >> targetShift) & targetMask },
      ...{ targets, weights: weightCount === 0 ? undefined : weights, values, vector },
      inputs: [prediction, second, third].filter((input) => input !== undefined),
      gradients: [gradient, secondGradient, thirdGradient],
      hessians: [hessian, secondHessian, thirdHessian],
    };
    return evaluateCall(call, spec, result);
  };
  return { evaluate, result };
}

const evaluators = { pointwise: evaluateElements, joint: evaluateJointElements, rowwise: evaluateRows, projection: evaluateProjection };

function evaluateCall(call: Call, spec: LossSpec, result: Float64Array): number {
  const byRow = spec.definition.shape === "rowwise" || spec.definition.shape === "projection";
  const survey = surveyCall(call, spec, byRow);
  result.set([0, survey.count, survey.index, 0, survey.input ?? 0]);
  if (survey.failure !== Failure.none) return survey.failure;
  const { rows, columns } = call;
  const terms = byRow ? rows : rows * columns;
  const scale = scaleOf(spec, survey.mass, terms);
  const sum = evaluators[spec.definition.shape](call, spec, scale);
  result[0] = survey.count === 0 ? 0 : sum * scale;
  result[3] = spec.reduction === "mean" ? survey.mass : spec.reduction === "sumOverBatchSize" ? terms : rows;
  return Failure.none;
}

function scaleOf(spec: LossSpec, mass: number, terms: number): number {
  if (spec.reduction === "sum" || spec.reduction === "none") return 1;
  const denominator = spec.reduction === "mean" ? mass : terms;
  return denominator === 0 ? 0 : 1 / denominator;
}

function surveyCall(call: Call, spec: LossSpec, rowwise: boolean): Survey {
  if (anyOverlap(call)) return refused(Failure.overlap, 0);
  const outside = surveyDomains(call, spec);
  if (outside !== undefined) return outside;
  const bad = call.weights === undefined ? -1 : call.weights.findIndex((weight) => !(weight >= 0));
  if (bad >= 0) return refused(Failure.weight, bad);
  return rowwise ? surveyRows(call, spec) : surveyElements(call);
}

function surveyDomains({ wanted, inputs, targets, weights, kind }: Call, { domains }: LossSpec): Survey | undefined {
  if ((wanted & Wanted.unchecked) !== 0) return undefined;
  const last = domains.length - 1;
  for (const [input, domain] of domains.entries()) {
    const numbers = input < last ? inputs[input] : targets;
    if (!(numbers instanceof Float32Array) || (input === last && kind !== TargetKind.soft)) continue;
    const index = firstOutside(domain, numbers, weights);
    if (index >= 0) return { ...refused(input < last ? Failure.prediction : Failure.target, index), input };
  }
  return undefined;
}

function anyOverlap({ inputs, targets, weights, values, gradients, hessians, vector }: Call): boolean {
  const outputs = [values, ...gradients, ...hessians].filter((array) => array !== undefined);
  const read = [...inputs, targets, weights, vector].filter((array) => array !== undefined);
  return outputs.some(
    (output, i) => read.some((other) => overlap(output, other)) || outputs.some((other, k) => k !== i && overlap(output, other)),
  );
}

function surveyElements({ weights, inputs: [prediction] }: Call): Survey {
  const { length } = prediction as Float32Array;
  if (weights === undefined) return { failure: Failure.none, index: 0, mass: length, count: length };
  const span = weights.length === 0 ? 0 : length / weights.length;
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
    mass += weight * ((spec.definition as RowwiseDefinition | ProjectionDefinition).classMass ? classMass(call, spec, row) : 1);
  }
  return { failure: Failure.none, index: 0, mass, count };
}

/** The class weight of a row: of its label, or of its soft targets, Σ t·w. */
function classMass(call: Call, spec: LossSpec, row: number): number {
  const targets = targetsOf(call, row);
  return targets.reduce((sum, target, c) => (target === 0 ? sum : sum + Math.fround(target * classWeight(spec, c))), 0);
}

/** The only prediction and its outputs. */
function firstOf({ inputs, gradients, hessians }: Call): [Float32Array, Float32Array | undefined, Float32Array | undefined] {
  return [inputs[0] as Float32Array, gradients[0], hessians[0]];
}

function evaluateElements(call: Call, spec: LossSpec, scale: number): number {
  const { targets, weights, values } = call;
  const [prediction, gradient, hessian] = firstOf(call);
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
  const { columns, weights, values, vector } = call;
  const [prediction, gradient, hessian] = firstOf(call);
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
