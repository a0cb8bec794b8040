import { checkInteger, describe } from "../check";
import { typeError } from "../errors";
import { checkNames, type OptionSpec, type OptionsOf, resolveOptions } from "../options";
import { checkRate } from "./checks";
import { type ScheduleNotes, scheduleOf } from "./define";
import type { Schedule } from "./schedule";

const required = { initial: { domain: "nonNegative", meaning: "the rate at the start" } } as const;

const optional = {
  factor: { initial: 0.1, domain: "rate", meaning: "what the rate is multiplied by" },
  patience: { initial: 10, domain: "count", meaning: "how many observations in a row may fail to improve before the next reduces" },
  threshold: { initial: 1e-4, domain: "nonNegative", meaning: "by how much an observation must beat the best to count" },
  thresholdMode: { initial: "relative", domain: ["relative", "absolute"], meaning: "whether `threshold` is a part of the best" },
  cooldown: { initial: 0, domain: "count", meaning: "how many observations after a reduction count nothing" },
  minimum: { initial: 0, domain: "nonNegative", meaning: "the least rate" },
  mode: { initial: "min", domain: ["min", "max"], meaning: "whether observations should fall or rise" },
} as const;

/** The options of {@link reduceOnPlateau}. */
export type ReduceOnPlateauOptions = { /** The rate at the start. */ readonly initial: number } & {
  readonly [Name in keyof typeof optional]?: OptionsOf<typeof optional>[Name] | undefined;
};

/** What {@link reduceOnPlateau} remembers, as plain data. */
export interface PlateauState {
  /** The rate now. */
  readonly rate: number;
  /** The best observation; null before the first that is a number. */
  readonly best: number | null;
  /** Observations since the last improvement. */
  readonly bad: number;
  /** Observations left that count nothing. */
  readonly cooling: number;
}

/** A schedule whose rate depends on what it has observed, not on the step. */
export interface PlateauSchedule extends Schedule {
  /**
   * Takes the latest value of what should improve, say the validation loss of an epoch, and returns the rate from now on.
   * @throws TypeError ERR_INVALID_TYPE for what is no number.
   */
  observe(value: number): number;
  /** What it remembers. */
  state(): PlateauState;
  /** Goes on from a state. @throws TypeError or RangeError with a code for what is none; nothing has changed then. */
  load(state: PlateauState): void;
}

const definition = {
  name: "reduceOnPlateau",
  summary: "The rate times `factor` whenever more than `patience` observations in a row have brought no improvement.",
  formula:
    "an observation improves if it is below best·(1 − threshold), or best − threshold; with mode `max` above best·(1 + threshold), or best + threshold",
  source: "torch.optim.lr_scheduler.ReduceLROnPlateau with eps = 0",
  required,
  options: optional,
} as const satisfies ScheduleNotes;

type Resolved = OptionsOf<typeof optional> & { readonly initial: number };

function checkOptions(given: ReduceOnPlateauOptions): Resolved {
  checkNames(given, [...Object.keys(required), ...Object.keys(optional)], definition.name);
  const specs = { ...required, ...optional } as unknown as Readonly<Record<string, OptionSpec>>;
  return resolveOptions(specs, given, definition.name) as Resolved;
}

function checkState(state: unknown): PlateauState {
  const owner = `${definition.name}: load`;
  if (typeof state !== "object" || state === null) {
    throw typeError("ERR_INVALID_TYPE", `${owner}: expected a state, received ${describe(state)}`);
  }
  const { rate, best, bad, cooling } = state as PlateauState;
  if (best !== null && (typeof best !== "number" || Number.isNaN(best))) {
    throw typeError("ERR_INVALID_VALUE", `${owner}: best: expected a number or null, received ${describe(best)}`);
  }
  return {
    rate: checkRate(rate, `${owner}: rate`),
    best,
    bad: checkInteger(bad, `${owner}: bad`, 0),
    cooling: checkInteger(cooling, `${owner}: cooling`, 0),
  };
}

function improves(value: number, best: number | null, { mode, threshold, thresholdMode }: Resolved): boolean {
  const sign = mode === "min" ? -1 : 1;
  if (best === null) return sign * value > Number.NEGATIVE_INFINITY;
  const bar = thresholdMode === "relative" ? best * (1 + sign * threshold) : best + sign * threshold;
  return mode === "min" ? value < bar : value > bar;
}

/** The state after one more observation. */
function observed(before: PlateauState, value: number, options: Resolved): PlateauState {
  const better = improves(value, before.best, options);
  const best = better ? value : before.best;
  const bad = better || before.cooling > 0 ? 0 : before.bad + 1;
  if (bad <= options.patience) return { rate: before.rate, best, bad, cooling: Math.max(0, before.cooling - 1) };
  const rate = Math.min(before.rate, Math.max(before.rate * options.factor, options.minimum));
  return { rate, best, bad: 0, cooling: options.cooldown };
}

/**
 * The rate times `factor` whenever more than `patience` observations in a row have brought no improvement. Unlike the other
 * schedules it has a state: `observe(value)` after each epoch, `state()` and `load(state)` to continue elsewhere.
 * @throws TypeError or RangeError with a code that names the option, what was expected and what was received.
 */
export const reduceOnPlateau = Object.assign(
  (given: ReduceOnPlateauOptions): PlateauSchedule => {
    const options = checkOptions(given);
    let now: PlateauState = { rate: options.initial, best: null, bad: 0, cooling: 0 };
    const observe = (value: number): number => {
      if (typeof value !== "number") {
        throw typeError("ERR_INVALID_TYPE", `${definition.name}: observe: expected a number, received ${describe(value)}`);
      }
      now = observed(now, value, options);
      return now.rate;
    };
    const load = (state: PlateauState): void => {
      now = checkState(state);
    };
    return Object.assign(
      scheduleOf(definition.name, () => now.rate),
      { observe, load, state: () => now },
    );
  },
  { definition },
);
