"""Learning-rate schedules from their formulas with 50 digits, asserted against PyTorch, optax and Keras where one of them has
the schedule (schedule_peers.py). The first step is 0.

A schedule is written as its name with its arguments, (name, *arguments), also where it is an argument of another.
Run: python tools/golden/schedules.py
"""

import jax
import numpy as np
import torch
from mpmath import mp, mpf

import golden_io
import schedule_peers

FILE = "schedules.json"
LAST = 30
COSINE = ("cosineDecay", {"initial": 0.1, "steps": 12, "final": 0.001})
HALVES = ("step", {"initial": 1, "every": 6, "factor": 0.5})
CASES = [
    ("constant", {"value": 0.01}),
    ("linear", {"from": 0.02, "to": 0.1, "steps": 7}),
    ("linear", {"from": 0.3, "to": 0, "steps": 25}),
    ("linear", {"from": 0.3, "to": 0.1, "steps": 1}),
    ("polynomial", {"initial": 0.1, "steps": 20}),
    ("polynomial", {"initial": 0.1, "steps": 20, "power": 2}),
    ("polynomial", {"initial": 0.1, "final": 0.01, "steps": 9, "power": 0.5}),
    ("polynomial", {"initial": 0.1, "final": 0.01, "steps": 7, "cycle": True}),
    ("polynomial", {"initial": 0.1, "final": 0.01, "steps": 10, "power": 3, "cycle": True}),
    ("step", {"initial": 0.1, "every": 5}),
    ("step", {"initial": 0.3, "every": 1, "factor": 0.9}),
    ("step", {"initial": 1, "every": 10, "factor": 0.5}),
    ("step", {"initial": 0.01, "every": 8, "factor": 2}),
    ("piecewiseConstant", {"values": [0.1], "boundaries": []}),
    ("piecewiseConstant", {"values": [0.1, 0.01, 0.001], "boundaries": [5, 20]}),
    ("piecewiseConstant", {"values": [0.1, 0.5, 0.2, 0.4], "boundaries": [1, 2, 30]}),
    ("exponential", {"initial": 0.1, "factor": 0.9}),
    ("exponential", {"initial": 0.1, "factor": 0.5, "every": 8}),
    ("exponential", {"initial": 0.1, "factor": 0.5, "every": 8, "staircase": True}),
    ("exponential", {"initial": 0.1, "factor": 0.8, "final": 0.02}),
    ("exponential", {"initial": 0.001, "factor": 1.5, "every": 2, "final": 0.05}),
    ("inverseTime", {"initial": 0.1, "rate": 0.5}),
    ("inverseTime", {"initial": 0.1, "rate": 2, "every": 8}),
    ("inverseTime", {"initial": 0.1, "rate": 2, "every": 8, "staircase": True}),
    ("inverseSquareRoot", {"peak": 0.1, "warmup": 10}),
    ("inverseSquareRoot", {"peak": 0.1, "warmup": 0.5}),
    ("cosineDecay", {"initial": 0.1, "steps": 20}),
    ("cosineDecay", {"initial": 0.1, "steps": 20, "final": 0.001}),
    ("cosineDecay", {"initial": 0.1, "steps": 7, "final": 0.02, "exponent": 2}),
    ("cosineDecay", {"initial": 1, "steps": 13, "exponent": 0.5}),
    ("cosineDecay", {"initial": 0.001, "steps": 10, "final": 0.1}),
    ("cosineDecay", {"initial": 0.5, "steps": 1, "final": 0.25}),
    ("cosineRestarts", {"initial": 0.1, "period": 10}),
    ("cosineRestarts", {"initial": 0.1, "period": 4, "multiplier": 2, "final": 0.001}),
    ("cosineRestarts", {"initial": 0.1, "period": 5, "multiplier": 1.5, "final": 0.01, "decay": 0.5}),
    ("cosineRestarts", {"initial": 0.1, "period": 1, "multiplier": 3, "decay": 0.8}),
    ("oneCycle", {"peak": 0.1, "steps": 20}),
    ("oneCycle", {"peak": 0.1, "steps": 25, "anneal": "linear", "warmupFraction": 0.4, "initialDivisor": 10, "finalDivisor": 100}),
    ("oneCycle", {"peak": 0.1, "steps": 25, "threePhase": True}),
    ("oneCycle", {"peak": 0.1, "steps": 26, "threePhase": True, "anneal": "linear", "warmupFraction": 0.4375}),
    ("oneCycle", {"peak": 0.1, "steps": 20, "warmupFraction": 0.0}),
    ("oneCycle", {"peak": 0.1, "steps": 20, "warmupFraction": 1.0}),
    ("oneCycle", {"peak": 0.1, "steps": 1}),
    ("cyclic", {"low": 0.001, "high": 0.1, "up": 5}),
    ("cyclic", {"low": 0.001, "high": 0.1, "up": 3, "down": 7, "mode": "triangular2"}),
    ("cyclic", {"low": 0, "high": 0.1, "up": 4, "down": 2, "mode": "exponential", "factor": 0.95}),
    ("warmup", COSINE, {"steps": 5}),
    ("warmup", HALVES, {"steps": 1, "from": 0.25}),
    ("warmup", ("constant", {"value": 0.1}), {"steps": 40, "from": 0.2}),
    ("warmupStableDecay", {"peak": 0.1, "warmup": 5, "stable": 10, "decay": 8}),
    ("warmupStableDecay", {"peak": 0.1, "warmup": 4, "stable": 6, "decay": 10, "final": 0.01, "shape": "cosine"}),
    ("warmupStableDecay", {"peak": 0.1, "warmup": 4, "stable": 6, "decay": 10, "final": 0.01, "shape": "sqrt"}),
    ("warmupStableDecay", {"peak": 0.1, "warmup": 0, "stable": 0, "decay": 12, "shape": "sqrt"}),
    ("sequence", [HALVES], []),
    ("sequence", [("linear", {"from": 0.01, "to": 0.1, "steps": 4}), COSINE], [4]),
    ("sequence", [("constant", {"value": 0.1}), HALVES, ("exponential", {"initial": 0.2, "factor": 0.9})], [3, 18]),
    ("product", [HALVES]),
    ("product", [("exponential", {"initial": 0.1, "factor": 0.9}), HALVES]),
    ("product", [HALVES, COSINE, ("constant", {"value": 3})]),
]
PLATEAUS = [
    {"initial": 0.1, "patience": 2},
    {"initial": 0.1, "patience": 0, "factor": 0.5, "minimum": 0.01},
    {"initial": 0.1, "patience": 1, "cooldown": 3, "factor": 0.7, "threshold": 0.05},
    {"initial": 0.1, "patience": 2, "factor": 0.5, "threshold": 0.1, "thresholdMode": "absolute"},
    {"initial": 0.1, "patience": 1, "factor": 0.9, "threshold": 0.1, "mode": "max"},
    {"initial": 0.1, "patience": 1, "factor": 0.9, "threshold": 0.2, "mode": "max", "thresholdMode": "absolute", "cooldown": 1},
    {"initial": 0.1},
]


def polynomial(at, initial, steps, final=0, power=1, cycle=False):
    length = steps * max(1, -(-at // steps)) if cycle else steps
    return final + (mpf(initial) - final) * (1 - min(mpf(at) / length, 1)) ** mpf(power)


def exponential(at, initial, factor, every=1, staircase=False, final=None):
    rate = mpf(initial) * mpf(factor) ** (at // every if staircase else mpf(at) / every)
    return rate if final is None else max(rate, final) if factor < 1 else min(rate, final)


def inverse_square_root(at, peak, warmup):
    return peak * (mpf(at) / warmup if at < warmup else mp.sqrt(mpf(warmup) / at))


def cosine(start, end, part):
    return end + (mpf(start) - end) * (1 + mp.cos(mp.pi * part)) / 2


def cosine_decay(at, initial, steps, final=0.0, exponent=1):
    return final + (mpf(initial) - final) * cosine(1, 0, min(mpf(at) / steps, 1)) ** exponent


def cosine_restarts(at, initial, period, multiplier=1, final=0.0, decay=1):
    begin, length, height = mpf(0), mpf(period), mpf(1)
    while at >= begin + length:
        begin, length, height = begin + length, length * multiplier, height * decay
    return final + height * (cosine(initial, final, (at - begin) / length) - final)


def one_cycle(at, peak, steps, warmupFraction=0.3, initialDivisor=25, finalDivisor=1e4, anneal="cosine", threePhase=False):
    between = cosine if anneal == "cosine" else lambda start, end, part: start + (end - start) * part
    initial, top = mpf(peak) / initialDivisor, mpf(warmupFraction) * steps - 1
    stops = [(0, initial), (top, mpf(peak))] + [(2 * top, initial)] * threePhase + [(steps - 1, initial / finalDivisor)]
    now = min(at, steps - 1)
    for (begin, start), (end, rate) in zip(stops, stops[1:]):
        if now <= end:
            return rate if begin == end else between(start, rate, (now - begin) / (mpf(end) - begin))


def cyclic(at, low, high, up, down=None, mode="triangular", factor=1):
    total = up + (down or up)
    into = at % total
    share = mpf(into) / up if into <= up else mpf(total - into) / (total - up)
    height = {"triangular": 1, "triangular2": mpf(2) ** -(at // total), "exponential": mpf(factor) ** at}[mode]
    return low + (mpf(high) - low) * share * height


def warmup(at, after, options):
    steps, start = options["steps"], options.get("from", 0)
    return start + (rate(after, 0) - start) * at / steps if at < steps else rate(after, at - steps)


def warmup_stable_decay(at, peak, warmup, stable, decay, final=0.0, shape="linear"):
    if at < warmup:
        return mpf(peak) * at / warmup
    part = min(max(mpf(at) - warmup - stable, 0) / decay, 1)
    left = {"linear": 1 - part, "cosine": cosine(1, 0, part), "sqrt": 1 - mp.sqrt(part)}[shape]
    return final + (mpf(peak) - final) * left


def sequence(at, parts, boundaries):
    part = sum(at >= boundary for boundary in boundaries)
    return rate(parts[part], at - ([0] + boundaries)[part])


FORMULAS = {
    "constant": lambda at, value: mpf(value),
    "linear": lambda at, steps, to, **start: start["from"] + (mpf(to) - start["from"]) * min(mpf(at) / steps, 1),
    "polynomial": polynomial,
    "step": lambda at, initial, every, factor=0.1: mpf(initial) * mpf(factor) ** (at // every),
    "piecewiseConstant": lambda at, values, boundaries: mpf(values[sum(at >= boundary for boundary in boundaries)]),
    "exponential": exponential,
    "inverseTime": lambda at, initial, rate, every=1, staircase=False: initial / (1 + rate * (mpf(at // every) if staircase else mpf(at) / every)),
    "inverseSquareRoot": inverse_square_root,
    "cosineDecay": cosine_decay,
    "cosineRestarts": cosine_restarts,
    "oneCycle": one_cycle,
    "cyclic": cyclic,
    "warmupStableDecay": warmup_stable_decay,
}
COMBINED = {"warmup": warmup, "sequence": sequence, "product": lambda at, parts: mp.fprod(rate(part, at) for part in parts)}


def rate(schedule, at):
    name, *arguments = schedule
    return COMBINED[name](at, *arguments) if name in COMBINED else FORMULAS[name](at, **arguments[0])


def written(value):
    """A schedule, or a list of them, as JSON has it."""
    if isinstance(value, tuple):
        return {"schedule": value[0], "arguments": [written(item) for item in value[1:]]}
    return [written(item) for item in value] if isinstance(value, list) else value


def case(schedule):
    rates = [float(rate(schedule, at)) for at in range(LAST + 1)]
    peers = schedule_peers.rates(schedule, LAST + 1)
    for peer, theirs in peers.items():
        np.testing.assert_allclose(rates, theirs, rtol=1e-12, atol=1e-17, err_msg=f"{schedule} {peer}")
    return {**written(schedule), "rates": rates}, len(peers)


def observations():
    """Falling, then level with a little noise, then worse, with one that is no number; all positive."""
    random = np.random.RandomState(3)
    values = np.concatenate([np.linspace(2, 1, 8), 1 + 0.02 * random.standard_normal(20), np.linspace(1, 3, 12), np.linspace(3, 0.5, 6)])
    values[12] = np.nan
    return values


def plateau(options, observed):
    rates = schedule_peers.plateau(options, observed)
    return {"schedule": "reduceOnPlateau", "arguments": [options], "rates": rates}


def build():
    mp.dps = 50
    torch.set_num_threads(1)
    jax.config.update("jax_enable_x64", True)
    cases, peers = zip(*[case(schedule) for schedule in CASES])
    alone = {schedule[0] for schedule, count in zip(CASES, peers) if count} ^ {schedule[0] for schedule in CASES}
    assert alone == {"inverseSquareRoot"}, alone
    observed = observations()
    return {"generator": "tools/golden/schedules.py", "versions": golden_io.versions("mpmath", "optax", "jax", "torch", "keras"),
            "note": "rates[k] is the learning rate of step k; of a plateau, the rate after the observations up to k",
            "cases": list(cases), "observed": observed, "plateaus": [plateau(options, observed) for options in PLATEAUS]}


if __name__ == "__main__":
    golden_io.write(FILE, build())
