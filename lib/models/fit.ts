/** Training: runs of whole epochs on a backend, one after the other. */
import { typeError } from "../errors";
import type { Compiled } from "./compiled";
import type { FitPlan } from "./fit-options";
import { type History, HistoryBuilder } from "./history";
import type { ModelParameters } from "./parameters";
import type { NetworkKernel, TrainingRun } from "./spec";

/** What a training needs of the model that it trains. */
export interface Trainee {
  readonly compiled: Compiled;
  readonly parameters: ModelParameters;
  readonly kernel: NetworkKernel;
  readonly seed: number;
  /** The number of the first epoch, which names its shuffle. */
  readonly firstEpoch: number;
  /** Marks the model as busy with a run, and again as idle. */
  occupy(run: TrainingRun | undefined): void;
  /** Throws once the model has been disposed of. */
  checkAlive(): void;
}

/** Learning rates computed ahead, at most so many per group and run, but for at least one epoch. */
const ratesPerRun = 2 ** 17;

function epochsPerRun({ onEpoch }: FitPlan, compiled: Compiled, steps: number, left: number): number {
  if (onEpoch !== undefined) return 1;
  return compiled.hasConstantRates ? left : Math.min(left, Math.max(1, Math.floor(ratesPerRun / steps)));
}

/** One run on the backend, during which nothing else may touch parameters and state. */
async function runEpochs(trainee: Trainee, run: TrainingRun, plan: FitPlan, steps: number, epochs: number, done: number): Promise<void> {
  const { compiled, parameters } = trainee;
  const rates = compiled.rates(steps * epochs);
  if (done === 0 || plan.onEpoch !== undefined) {
    parameters.check(compiled);
    run.load();
  }
  trainee.occupy(run);
  compiled.optimizer.hold();
  try {
    await run.run({ epochs, firstEpoch: trainee.firstEpoch + done, ...rates });
  } finally {
    trainee.occupy(undefined);
    compiled.optimizer.release();
  }
}

/** Takes over what a run has made; the steps of a run that was cancelled count as well. */
function takeOver({ compiled, parameters }: Trainee, run: TrainingRun, numbers: Float64Array): void {
  parameters.check(compiled);
  const { steps, refused } = run.store(numbers);
  compiled.optimizer.advance(steps);
  if (refused) throw compiled.optimizer.nonFiniteError();
}

async function trainEpochs(trainee: Trainee, run: TrainingRun, plan: FitPlan, history: HistoryBuilder): Promise<void> {
  const steps = Math.ceil(plan.samples.rows / plan.batchSize);
  for (let done = 0; done < plan.epochs; ) {
    plan.signal?.throwIfAborted();
    const epochs = epochsPerRun(plan, trainee.compiled, steps, plan.epochs - done);
    const numbers = new Float64Array(epochs * history.width);
    await runEpochs(trainee, run, plan, steps, epochs, done);
    takeOver(trainee, run, numbers);
    trainee.checkAlive();
    plan.signal?.throwIfAborted();
    done += epochs;
    history.add(numbers);
    if (plan.onEpoch === undefined) continue;
    const goOn = await plan.onEpoch(history.report(plan.epochs, steps));
    trainee.checkAlive();
    if (goOn === false) return;
  }
}

/** Trains a model. The samples are copied before this returns its promise. */
export async function fitModel(trainee: Trainee, plan: FitPlan): Promise<History> {
  const { compiled, parameters } = trainee;
  const history = new HistoryBuilder(compiled.scorer, plan.validation !== undefined);
  const run = trainee.kernel.train({
    ...compiled.scorer.plan(plan.batchSize),
    shuffle: plan.shuffle,
    seed: plan.seed ?? trainee.seed,
    groups: compiled.groups(parameters.list),
    policy: compiled.optimizer.policy.numbers,
    stopsAtNonFinite: compiled.optimizer.policy.options.nonFinite === "throw",
    tensors: compiled.tensors(parameters.list),
    samples: plan.samples,
    validation: plan.validation,
  });
  const cancel = (): void => run.cancel();
  plan.signal?.addEventListener("abort", cancel);
  try {
    await trainEpochs(trainee, run, plan, history);
  } finally {
    plan.signal?.removeEventListener("abort", cancel);
    run.dispose();
  }
  return history.history();
}

/** The error for what a model can't do while it trains. */
export function busyError(method: string) {
  return typeError("ERR_BUSY", `${method}: expected a model that is idle, received one in the middle of an epoch`);
}
