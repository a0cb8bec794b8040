"""Timing inside a Python peer's process: the same rules as bench/timing.mjs."""

import math
import time

BATCH_SECONDS = 0.002
WARM_UP_SECONDS = 0.1
WARM_UP_RUNS = 1000
MAX_BATCHES = 500


class Variant:
    """`run` does the work once; `finish` waits for what a run only started; `check(probes)` gives value and probes."""

    def __init__(self, run, check, finish=None, calls_per_run=1):
        self.run, self.check, self.finish, self.calls_per_run = run, check, finish, calls_per_run


def stopwatch(variant, runs):
    """Seconds for `runs` runs."""
    run = variant.run
    start = time.perf_counter()
    for _ in range(runs):
        run()
    if variant.finish:
        variant.finish()
    return time.perf_counter() - start


def warm_up(variant):
    """Runs until compilers and caches are warm; returns the seconds that one run takes then."""
    stopwatch(variant, 1)  # compiles, where something compiles
    runs = 1
    seconds = spent = stopwatch(variant, 1)
    while spent < WARM_UP_SECONDS:
        runs = min(2 * runs, WARM_UP_RUNS)
        seconds = stopwatch(variant, runs)
        spent += seconds
    return seconds / runs


def time_batches(variant, per_run, budget):
    """Seconds per call, one number per batch; at least one batch is timed whatever it takes."""
    runs = max(1, math.ceil(BATCH_SECONDS / per_run))
    if runs * per_run < budget / 4:
        stopwatch(variant, runs)
    per_call, spent = [], 0.0
    while not per_call or (spent + runs * per_run < budget and len(per_call) < MAX_BATCHES):
        elapsed = stopwatch(variant, runs)
        spent += elapsed
        per_call.append(elapsed / runs / variant.calls_per_run)
    return per_call
