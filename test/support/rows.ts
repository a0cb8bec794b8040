/** Scores and targets for rowwise losses, drawn from the domains that their definitions declare. */
import type { losses } from "steepest";
import type { RowwiseSubject } from "./catalogue";
import { normal } from "./numbers";

type Random = () => number;
type Domain = ReturnType<losses.RowwiseDefinition["domain"]>;

export type Labels = Int32Array | Uint16Array | Uint8Array;
export type Target = losses.Values | Labels;

/** Rows of probabilities that are multiples of 2⁻¹², so that each row sums to 1 exactly. */
export function softTargets(rows: number, classes: number, random: Random): Float32Array {
  const targets = new Float32Array(rows * classes);
  for (let row = 0; row < rows; ++row) {
    let left = 4096;
    for (let c = 0; c + 1 < classes; ++c) {
      const share = Math.floor(random() * random() * left);
      targets[row * classes + c] = share / 4096;
      left -= share;
    }
    targets[row * classes + classes - 1] = left / 4096;
  }
  return targets;
}

/** The targets that say the same as labels. */
export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  const targets = new Float32Array(labels.length * classes);
  Array.from(labels).forEach((label, row) => {
    if (label >= 0 && label < classes) targets[row * classes + label] = 1;
  });
  return targets;
}

export function randomLabels(rows: number, classes: number, random: Random): Int32Array {
  return Int32Array.from({ length: rows }, () => Math.floor(random() * classes));
}

/** Applies `change` to every row of a matrix. */
function byRow(data: Float32Array, classes: number, change: (row: Float32Array) => ArrayLike<number>): Float32Array {
  for (let begin = 0; begin < data.length; begin += classes) data.set(change(data.subarray(begin, begin + classes)), begin);
  return data;
}

function logSoftmax(row: Float32Array): Float64Array {
  const scores = Float64Array.from(row);
  const maximum = Math.max(...scores);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - maximum), 0);
  return scores.map((score) => score - maximum - Math.log(total));
}

const normals = (length: number, random: Random, scale: number) => Float32Array.from({ length }, () => scale * normal(random));

const draws: Readonly<Record<Domain["prediction"], (rows: number, classes: number, random: Random, scale: number) => Float32Array>> = {
  logits: (rows, classes, random, scale) => normals(rows * classes, random, scale),
  logProbabilities: (rows, classes, random, scale) => byRow(normals(rows * classes, random, scale), classes, logSoftmax),
  probabilities: (rows, classes, random, scale) =>
    byRow(normals(rows * classes, random, scale), classes, (row) => logSoftmax(row).map(Math.exp)),
  shares: (rows, classes, random) => Float32Array.from({ length: rows * classes }, () => Math.min(1, Math.max(0, 1.2 * random() - 0.1))),
};

/** Random scores of a loss's domain; logits have the given scale. */
export function scoresOf({ definition, resolved }: RowwiseSubject, rows: number, classes: number, random: Random, scale = 3): Float32Array {
  return draws[definition.domain(resolved as never).prediction](rows, classes, random, scale);
}

/** Scores of a loss's domain on multiples of 2⁻⁸, so that neither one ± a small step nor a difference of scores is rounded. */
export function gridScoresOf({ definition, resolved }: RowwiseSubject, length: number, random: Random): Float32Array {
  const domain = definition.domain(resolved as never).prediction;
  const draw = () => {
    if (domain === "probabilities" || domain === "shares") return 16 + Math.floor(random() * 224);
    const logit = Math.round(2 * normal(random) * 256);
    return domain === "logits" ? logit : -Math.abs(logit) - 1;
  };
  return Float32Array.from({ length }, () => draw() / 256);
}

/** A kind of target that a loss takes. */
export interface TargetKind {
  readonly title: string;
  /** Whether `draw` gives a label per row. */
  readonly labelled: boolean;
  draw(rows: number, classes: number, random: Random): Target;
}

function matrixKind(title: string, draw: (rows: number, classes: number, random: Random) => Float32Array): TargetKind {
  return { title, labelled: false, draw: (rows, classes, random) => ({ data: draw(rows, classes, random), shape: [rows, classes] }) };
}

const labels: TargetKind = { title: "labels", labelled: true, draw: randomLabels };
const hot = matrixKind("one-hot targets", (rows, classes, random) => oneHot(randomLabels(rows, classes, random), classes));
const soft = matrixKind("soft targets", softTargets);
const entries = (title: string, draw: (random: Random) => number) =>
  matrixKind(title, (rows, classes, random) => Float32Array.from({ length: rows * classes }, () => draw(random)));

const kinds: Readonly<Record<Domain["target"], readonly TargetKind[]>> = {
  classes: [labels, soft],
  oneHot: [labels, hot],
  probabilities: [soft],
  logProbabilities: [matrixKind("log-probabilities", (rows, classes, random) => draws.logProbabilities(rows, classes, random, 2))],
  multiHot: [entries("multi-hot targets", (random) => (random() < 0.4 ? 1 : 0))],
  relevance: [entries("relevance", (random) => Math.floor(random() * 5))],
};

/** Every kind of target that a loss takes. */
export function targetKinds({ definition, resolved }: RowwiseSubject): readonly TargetKind[] {
  return kinds[definition.domain(resolved as never).target];
}

/** Whether a loss takes a label per row. */
export function takesLabels(subject: RowwiseSubject): boolean {
  return targetKinds(subject).some(({ labelled }) => labelled);
}

/** The rows of numbers behind targets of any kind, as the textbook form takes them. */
export function denseTargets(target: Target, classes: number): Float32Array {
  if (target instanceof Float32Array) return target;
  return "data" in target ? target.data : oneHot(target, classes);
}
