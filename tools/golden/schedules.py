"""Learning-rate schedules from their formulas with 50 digits, asserted against optax and PyTorch. The first step is 0.

cosineDecay: final + (initial - final) ((1 + cos(pi min(step / steps, 1))) / 2)^exponent (optax.cosine_decay_schedule);
step: initial factor^floor(step / every) (torch.optim.lr_scheduler.StepLR).
Run: python tools/golden/schedules.py
"""

import jax
import numpy as np
import optax
import torch
from mpmath import mp, mpf

import golden_io

FILE = "schedules.json"
CASES = [
    ("constant", {"value": 0.01}),
    ("cosineDecay", {"initial": 0.1, "steps": 20}),
    ("cosineDecay", {"initial": 0.1, "steps": 20, "final": 0.001}),
    ("cosineDecay", {"initial": 0.1, "steps": 7, "final": 0.02, "exponent": 2}),
    ("cosineDecay", {"initial": 1, "steps": 13, "exponent": 0.5}),
    ("cosineDecay", {"initial": 0.001, "steps": 10, "final": 0.1}),
    ("cosineDecay", {"initial": 0.5, "steps": 1, "final": 0.25}),
    ("step", {"initial": 0.1, "every": 5}),
    ("step", {"initial": 0.3, "every": 1, "factor": 0.9}),
    ("step", {"initial": 1, "every": 10, "factor": 0.5}),
    ("step", {"initial": 0.01, "every": 8, "factor": 2}),
]
LAST = 30


def constant(at, value):
    return mpf(value)


def cosine_decay(at, initial, steps, final=0.0, exponent=1):
    cosine = (1 + mp.cos(mp.pi * min(mpf(at) / steps, 1))) / 2
    return final + (mpf(initial) - final) * cosine**exponent


def step(at, initial, every, factor=0.1):
    return mpf(initial) * mpf(factor) ** (at // every)


FORMULAS = {"constant": constant, "cosineDecay": cosine_decay, "step": step}


def torch_step(initial, every, factor=0.1):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=initial)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, every, factor)
    rates = []
    for _ in range(LAST + 1):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def library(name, options):
    """The same schedule from the library that the definition follows."""
    if name == "step":
        return torch_step(**options)
    if name == "constant":
        made = optax.constant_schedule(options["value"])
    else:
        alpha = options.get("final", 0) / options["initial"]
        made = optax.cosine_decay_schedule(options["initial"], options["steps"], alpha, options.get("exponent", 1))
    return [float(made(at)) for at in range(LAST + 1)]


def case(name, options):
    rates = [float(FORMULAS[name](at, **options)) for at in range(LAST + 1)]
    np.testing.assert_allclose(rates, library(name, options), rtol=1e-12, atol=1e-17)
    return {"schedule": name, "options": options, "rates": rates}


def build():
    mp.dps = 50
    jax.config.update("jax_enable_x64", True)
    return {"generator": "tools/golden/schedules.py", "versions": golden_io.versions("mpmath", "optax", "jax", "torch"),
            "note": "rates[k] is the learning rate of step k", "cases": [case(name, options) for name, options in CASES]}


if __name__ == "__main__":
    golden_io.write(FILE, build())
