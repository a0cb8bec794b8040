/**
 * Timing inside a peer's process. A benchmark library is not used here: its unit is "all samples of A, then all of B",
 * while a ratio on a machine with changing clocks needs A and B in turns; what remains is the thirty lines below.
 * peers/python/timing.py does the same.
 *
 * @typedef {object} Variant
 * @property {() => unknown} run     one run of the work; may return a promise if `asynchronous`
 * @property {boolean} [asynchronous]
 * @property {number} [callsPerRun]  e.g. the steps of one `fit`; times are reported per call
 * @property {(probes: number[]) => unknown} check  { value, probes }: what it computes, before anything is timed
 */

const batchSeconds = 0.002;
const warmUpSeconds = 0.1;
const warmUpRuns = 1000; // enough for V8's optimising compiler
const maxBatches = 500;

const now = () => Number(process.hrtime.bigint()) * 1e-9;

/** Seconds for `runs` runs. */
async function stopwatch(variant, runs) {
  const start = now();
  if (variant.asynchronous) for (let i = 0; i < runs; i++) await variant.run();
  else for (let i = 0; i < runs; i++) variant.run();
  return now() - start;
}

/** Runs until compilers and caches are warm; returns the seconds that one run takes then. */
export async function warmUp(variant) {
  let runs = 1;
  let seconds = await stopwatch(variant, runs);
  for (let spent = seconds; spent < warmUpSeconds; spent += seconds) {
    runs = Math.min(2 * runs, warmUpRuns);
    seconds = await stopwatch(variant, runs);
  }
  return seconds / runs;
}

/**
 * @param {Variant} variant
 * @param {number} perRun   seconds of one run, from warmUp
 * @param {number} seconds  budget; at least one batch is timed whatever it takes
 * @returns {Promise<number[]>} seconds per call, one number per batch
 */
export async function timeBatches(variant, perRun, seconds) {
  const runs = Math.max(1, Math.ceil(batchSeconds / perRun));
  // Other processes ran since our last turn: one batch to get the caches back, where there is time for it.
  if (runs * perRun < seconds / 4) await stopwatch(variant, runs);
  const perCall = [];
  for (let spent = 0; perCall.length === 0 || (spent + runs * perRun < seconds && perCall.length < maxBatches); ) {
    const elapsed = await stopwatch(variant, runs);
    spent += elapsed;
    perCall.push(elapsed / runs / (variant.callsPerRun ?? 1));
  }
  return perCall;
}
