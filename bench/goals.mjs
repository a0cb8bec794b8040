/** What this project set out to reach, each goal computed from the rows of the run. */
import { bandwidthShare, cellsOf, compare, counterparts, fastest, meanRatio, ourCells } from "./comparisons.mjs";
import { duration, percent, times } from "./format.mjs";
import { familyOf } from "./rows/index.mjs";

/**
 * @typedef {{ goal: string, needed: string, measured: string, met: "yes" | "no" | "not measured" }} Goal
 * @typedef {import("./comparisons.mjs").RowResult} RowResult
 */

const unmeasured = (goal, needed, why) => ({ goal, needed, measured: why, met: "not measured" });
const verdict = (met) => (met ? "yes" : "no");

const ours = (result, variant) => ourCells(result).find((cell) => cell.variant === variant);

/** Our variant against the fastest counterpart of a peer; `theirVariant` picks one of the peer's. */
function against(result, variant, peer, theirVariant) {
  const cells = counterparts(result, peer, variant).filter((cell) => !theirVariant || cell.variant === theirVariant);
  return compare(ours(result, variant), fastest(cells));
}

/** Every row's ratio, with its id. */
function ratios(results, variant, peer, theirVariant) {
  return results
    .map((result) => ({ id: result.row.id, ...against(result, variant, peer, theirVariant) }))
    .filter(({ ratio }) => ratio !== undefined);
}

const rowCount = (count) => `${count} row${count === 1 ? "" : "s"}`;

const leastOf = (found) => found.reduce((least, entry) => (entry.ratio < least.ratio ? entry : least));

/** No row below `needed`. */
function leastGoal(goal, found, needed) {
  const text = `≥ ${needed}× in every row`;
  if (found.length === 0) return unmeasured(goal, text, "no measured pair in this run");
  const least = leastOf(found);
  return {
    goal,
    needed: text,
    measured: `least ${times(least.ratio)} (${least.id}), ${rowCount(found.length)}`,
    met: verdict(least.ratio >= needed),
  };
}

function meanGoal(goal, found, needed) {
  const text = `geometric mean ≥ ${needed}×`;
  if (found.length === 0) return unmeasured(goal, text, "no measured pair in this run");
  const { mean, count } = meanRatio(found);
  return { goal, needed: text, measured: `${times(mean)} over ${rowCount(count)}`, met: verdict(mean >= needed) };
}

/** Rows at 1 Mi elements against JavaScript. */
function goalsAtOneMebi(results) {
  const large = results.filter(({ row }) => /^(losses|optimizers)\/.*\/1Mi$/.test(row.id));
  const variants = { losses: ["new", "out"], optimizers: ["step"] };
  return [
    ["plain", 8],
    ["tfjs-wasm", 20],
  ].flatMap(([peer, needed]) =>
    Object.entries(variants).flatMap(([family, names]) =>
      names.map((variant) => {
        const rows = large.filter(({ row }) => familyOf(row) === family);
        return leastGoal(`${family} at 1 Mi (${variant}) against ${peer}`, ratios(rows, variant, peer), needed);
      }),
    ),
  );
}

function goalsAgainstTorch(results) {
  const losses = results.filter(({ row }) => familyOf(row) === "losses");
  return ["new", "out"].flatMap((variant) => {
    const found = ratios(losses, variant, "torch");
    const goal = `losses (${variant}) against PyTorch eager, forward and backward`;
    return [leastGoal(goal, found, 2), meanGoal(goal, found, 8)];
  });
}

const tie = 0.95;
const atTheLimit = 0.85;

/** Not slower than the fused kernel; a tie counts where memory limits both. */
function adamGoal(results) {
  const goal = "Adam against PyTorch's fused kernel";
  const needed = `≥ 1× in every row (≥ ${tie}× where both reach ${percent(atTheLimit)} of the bandwidth)`;
  const found = results
    .filter(({ row }) => row.kind === "adam")
    .map((result) => {
      const mine = ours(result, "step");
      const fused = cellsOf(result, "torch").find(({ variant }) => variant === "fused");
      const limited = [mine, fused].every((cell) => (bandwidthShare(result, cell) ?? 0) >= atTheLimit);
      return { id: result.row.id, limited, ...compare(mine, fused) };
    })
    .filter(({ ratio }) => ratio !== undefined);
  if (found.length === 0) return unmeasured(goal, needed, "no measured pair in this run");
  const misses = found.filter(({ ratio, limited }) => ratio < (limited ? tie : 1));
  const list = found.map(({ id, ratio, limited }) => `${id.split("/").at(-1)} ${times(ratio)}${limited ? " (at the limit)" : ""}`);
  return { goal, needed, measured: list.join(", "), met: verdict(misses.length === 0) };
}

function overheadGoal(results) {
  const goal = "valueAndGradient of 64 elements with `out`";
  const limit = 0.5e-6;
  const found = results
    .filter(({ row }) => familyOf(row) === "overhead")
    .map((result) => ({ id: result.row.id, seconds: ours(result, "out")?.seconds }))
    .filter(({ seconds }) => seconds !== undefined);
  if (found.length === 0) return unmeasured(goal, `≤ ${duration(limit)}`, "no overhead row in this run");
  const list = found.map(({ id, seconds }) => `${id.split("/")[1]} ${duration(seconds)}`);
  return { goal, needed: `≤ ${duration(limit)}`, measured: list.join(", "), met: verdict(found.every(({ seconds }) => seconds <= limit)) };
}

const small = "training/10-20-3/32";
const digits = "training/784-128-10/32";

/** [row, our variant, peer, its variant (any: the fastest), least ratio] */
const trainingTargets = [
  [small, "fit", "torch", undefined, 150],
  [small, "fit", "jax", "jit", 12],
  [digits, "fit", "torch", undefined, 6],
  [digits, "fit", "jax", "scan", 1.3],
  [small, "loop", "torch", undefined, 40],
  [small, "loop", "jax", "jit", 5],
];

function trainingGoals(results) {
  return trainingTargets.map(([id, variant, peer, theirVariant, least]) => {
    const goal = `${id} by ${variant} against ${peer}${theirVariant ? ` ${theirVariant}` : ", its fastest eager Adam"}`;
    const result = results.find(({ row }) => row.id === id);
    const found = result && against(result, variant, peer, theirVariant);
    if (!found) return unmeasured(goal, `≥ ${least}×`, "no measured pair in this run");
    return { goal, needed: `≥ ${least}×`, measured: times(found.ratio), met: verdict(found.ratio >= least) };
  });
}

/** Memory-bound rows, largest size of each work: shown, no number is demanded. */
function bandwidthLine(results) {
  const goal = "memory-bound rows (16 Mi) with their share of the measured bandwidth";
  const shares = results
    .filter(({ row }) => row.id.endsWith("/16Mi"))
    .flatMap((result) =>
      ourCells(result).map((cell) => ({ name: `${result.row.id.split("/")[1]} ${cell.variant}`, share: bandwidthShare(result, cell) })),
    )
    .filter(({ share }) => share !== undefined);
  if (shares.length === 0) return unmeasured(goal, "shown", "no such row, or no roofline, in this run");
  return { goal, needed: "shown", measured: shares.map(({ name, share }) => `${name} ${percent(share)}`).join(", "), met: "yes" };
}

/**
 * @param {RowResult[]} results
 * @returns {Goal[]}
 */
export function judgeGoals(results) {
  return [
    ...goalsAtOneMebi(results),
    ...goalsAgainstTorch(results),
    adamGoal(results),
    overheadGoal(results),
    ...trainingGoals(results),
    bandwidthLine(results),
  ];
}
