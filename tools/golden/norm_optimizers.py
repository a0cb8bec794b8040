"""Trajectories in float64 of optimizers that look at whole tensors, over one fixed sequence of gradients (never closed loop).

They come from the rules in norm_rules.py; each is asserted against the library that has it (norm_peers.py). Option names are the
library's. Gradients and starts are float32 numbers.
Run: python tools/golden/norm_optimizers.py
"""

import jax
import numpy as np
import torch

import golden_io
import norm_peers
import norm_rules

FILE = "optimizers-norms.json"
STEPS = 22
SHAPES = [(4, 3), (3, 5), (6,), (2, 2, 3)]
DIGITS = 10  # written of each number: far more than float32 is held to

CASES = [
    ("Lars", {"learningRate": 0.5}),
    ("Lars", {"learningRate": 0.5, "weightDecay": 0.01, "trustCoefficient": 0.02}),
    ("Lars", {"learningRate": 0.1, "weightDecay": 0.1, "nesterov": True, "momentum": 0.8, "epsilon": 0.1}),
    ("Lars", {"learningRate": 0.5, "weightDecay": 0.1, "trustCoefficient": 0.02, "convention": "optax"}),
    ("Lars", {"learningRate": 0.1, "nesterov": True, "epsilon": 1e-3, "convention": "optax"}),
    ("Lamb", {"learningRate": 0.01}),
    ("Lamb", {"learningRate": 0.01, "weightDecay": 0.1, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-4}),
    ("Lamb", {"learningRate": 0.01, "weightDecay": 0.1, "epsilonRoot": 1e-4, "convention": "optax"}),
    ("Lamb", {"learningRate": 0.01, "convention": "keras"}),
    ("Lamb", {"learningRate": 0.01, "weightDecay": 0.5, "convention": "keras"}),
    ("NovoGrad", {}),
    ("NovoGrad", {"learningRate": 0.05, "weightDecay": 0.1, "beta1": 0.8, "beta2": 0.5, "epsilon": 1e-3}),
    ("NovoGrad", {"learningRate": 0.05, "convention": "optax"}),
    ("NovoGrad", {"learningRate": 0.05, "weightDecay": 0.1, "epsilonRoot": 0.01, "convention": "optax"}),
    ("SM3", {}),
    ("SM3", {"learningRate": 0.05, "momentum": 0.5, "epsilonRoot": 0.01}),
    ("Adafactor", {}),
    ("Adafactor", {"learningRate": 0.5, "weightDecay": 0.1, "clipThreshold": 1.25}),
    ("Adafactor", {"learningRate": 0.1, "beta2Decay": -0.5, "epsilon1": 0.05, "epsilon2": 0.1}),
    ("Adafactor", {"learningRate": 0.5, "maximize": True, "relativeStep": False}),
    ("Adafactor", {"convention": "keras"}),
    ("Adafactor", {"learningRate": 0.5, "weightDecay": 0.1, "clipThreshold": 2, "convention": "keras"}),
    ("Adafactor", {"learningRate": 0.1, "convention": "optax"}),
    ("Adafactor", {"learningRate": 0.1, "weightDecay": 0.01, "clipThreshold": 0.5, "convention": "optax"}),
    ("Adafactor", {"learningRate": 0.1, "convention": "paper"}),
    ("Prodigy", {"initialDistance": 0.05}),
    ("Prodigy", {"weightDecay": 0.01, "initialDistance": 0.1, "distanceFactor": 2, "epsilon": 0.1}),
    ("Prodigy", {"convention": "optax"}),
    ("Prodigy", {"learningRate": 0.5, "beta3": 0.9, "weightDecay": 0.1, "initialDistance": 0.1, "distanceFactor": 3, "epsilon": 0.1, "convention": "optax"}),
    ("Muon", {}),
    ("Muon", {"learningRate": 0.02, "momentum": 0.8, "nesterov": False, "weightDecay": 0, "epsilon": 1}),
    ("Muon", {"learningRate": 0.02, "adjustLearningRate": "matchRms", "rmsRate": 0.3, "newtonSchulzSteps": 3}),
    ("Muon", {"learningRate": 0.02, "newtonSchulzSteps": 8, "newtonSchulzCoefficients": [1.5, -0.5, 0]}),
    ("Muon", {"learningRate": 0.02, "convention": "keras"}),
    ("Muon", {"learningRate": 0.02, "nesterov": False, "weightDecay": 0.1, "rmsRate": 0.5, "convention": "keras"}),
    ("Muon", {"learningRate": 0.02, "convention": "optax"}),
    ("Muon", {"learningRate": 0.02, "weightDecay": 0.1, "adjustLearningRate": "matchRms", "convention": "optax"}),
    ("Muon", {"learningRate": 0.02, "nesterov": False, "convention": "optax"}),
]
# What no library has: the paper's own rules, and options that are only here.
ALONE = [case for case in CASES if case[1].get("convention", "paper") == "paper" and (
    case[0] == "Prodigy" or case[0] == "Lars" and "weightDecay" in case[1] or case[0] == "Adafactor" and "convention" in case[1]
    or case[0] == "Adafactor" and "relativeStep" in case[1] or case[0] == "Muon" and "rmsRate" in case[1])]
# What an option left out is under a convention, where that is not the rule's own default.
DEFAULTS = {
    ("Lamb", "keras"): {"epsilon": 1e-7},
    ("NovoGrad", "optax"): {"beta1": 0.9, "beta2": 0.25, "epsilon": 1e-6},
    ("Adafactor", "keras"): {"learningRate": 1e-3, "epsilon1": 1e-30},
    ("Adafactor", "optax"): {"epsilon1": 1e-30, "relativeStep": False},
    ("Adafactor", "paper"): {"epsilon1": 1e-30},
    ("Prodigy", "optax"): {"learningRate": 0.1},
    ("Muon", "keras"): {"weightDecay": 0.004, "adjustLearningRate": "matchRms"},
    ("Muon", "optax"): {"weightDecay": 0.0, "epsilon": 1e-8},
}


def gradients():
    """Ordinary ones; a spike, all zeros, a flip of the sign; the vector rests at first; one row and one element always rest."""
    random = np.random.RandomState(21)
    steps = [[random.standard_normal(shape) for shape in SHAPES] for _ in range(STEPS)]
    for step, tensors in enumerate(steps):
        tensors[0][1, 2] *= 1e3 if step == 6 else 1
        tensors[1][2] = 0
        tensors[2] *= step >= 4
        tensors[3][0, 1, 1] = 0
        tensors[3] *= 1e-4 if step >= 12 else 1
        if step == 10:
            for tensor in tensors:
                tensor[:] = 0
    steps[15] = [-tensor for tensor in steps[14]]
    return [[tensor.astype(np.float32) for tensor in tensors] for tensors in steps]


def starts():
    """The vector starts at 0, where a ratio of norms has no meaning."""
    random = np.random.RandomState(22)
    made = [0.5 * random.standard_normal(shape) for shape in SHAPES]
    made[2][:] = 0
    return [tensor.astype(np.float32) for tensor in made]


def tensors_of(name):
    """Muon takes matrices; the covers of SM3 for three dimensions are another choice here than in optax."""
    return {"Muon": [0, 1], "SM3": [0, 1, 2]}.get(name, [0, 1, 2, 3])


def trajectory(name, options, start, sequence):
    full = {**DEFAULTS.get((name, options.get("convention")), {}), **options}
    chosen = tensors_of(name)
    parameters, state, rows = [start[k].astype(np.float64) for k in chosen], {}, []
    double = [[tensors[k].astype(np.float64) for k in chosen] for tensors in sequence]
    for t, gradient in enumerate(double, 1):
        parameters = norm_rules.RULES[name](parameters, gradient, state, t, **full)
        rows.append(parameters)
    peers = norm_peers.check(name, full, [start[k] for k in chosen], double, rows)
    assert peers > 0 or (name, options) in ALONE, f"{name} {options}: no library agrees"
    return [np.concatenate([p.ravel() for p in row]) for row in rows]


def case(name, options, start, sequence):
    rows = [[float(f"{x:.{DIGITS}g}") for x in row] for row in trajectory(name, options, start, sequence)]
    return {"optimizer": name, "options": options, "tensors": tensors_of(name), "trajectory": rows}


def build():
    torch.set_num_threads(1)
    jax.config.update("jax_enable_x64", True)
    sequence, start = gradients(), starts()
    flat = lambda tensors: np.concatenate([tensor.ravel() for tensor in tensors])
    return {"generator": "tools/golden/norm_optimizers.py", "versions": golden_io.versions("numpy", "torch", "optax", "jax", "keras"),
            "note": "the tensors of `shapes` end to end; trajectory[k] of a case is those of its `tensors` after step k",
            "shapes": [list(shape) for shape in SHAPES], "start": flat(start), "gradients": [flat(tensors) for tensors in sequence],
            "cases": [case(name, options, start, sequence) for name, options in CASES]}


if __name__ == "__main__":
    golden_io.write(FILE, build())
