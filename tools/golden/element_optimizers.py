"""Trajectories of the elementwise optimizers in float64, over the start and the gradients of optimizers.json (never closed loop).

Each comes from the library that the case names as its peer (element_peers.py), or from the paper's rule in NumPy (element_rules.py). Option
names are the library's; what a case leaves out is the peer's default, and DEFAULTS says what the peer does not know.
Run: python tools/golden/element_optimizers.py
"""

import numpy as np
import torch

import element_peers
import element_rules
import golden_io
import optimizers

FILE = "optimizers-elements.json"
DIGITS = 10  # written of each number: far more than float32 is held to
S = optimizers.SCHEDULE

CASES = [
    ("SGD", "keras", {}), ("SGD", "keras", {"learningRate": S, "momentum": 0.9}),
    ("SGD", "keras", {"learningRate": S, "momentum": 0.8, "nesterov": True, "weightDecay": 0.1}),
    ("SGD", "optax", {"learningRate": S, "momentum": 0.9, "nesterov": True}),
    ("Adam", "keras", {}), ("Adam", "keras", {"learningRate": 0.05, "epsilon": 1e-3, "weightDecay": 0.1}),
    ("Adam", "keras", {"learningRate": S, "amsgrad": True}),
    ("Adam", "optax", {"learningRate": 0.05, "epsilonRoot": 1e-4}), ("Adam", "optax", {"learningRate": 0.05, "amsgrad": True, "beta2": 0.9}),
    ("AdamW", "keras", {"learningRate": 0.05}), ("AdamW", "keras", {"learningRate": S, "weightDecay": 0.1}),
    ("NAdam", "pytorch", {}), ("NAdam", "pytorch", {"learningRate": 0.05, "momentumDecay": 0.1, "weightDecay": 0.1}),
    ("NAdam", "pytorch", {"learningRate": S, "decoupledWeightDecay": True, "weightDecay": 0.1, "maximize": True, "beta1": 0.8}),
    ("NAdam", "keras", {"learningRate": 0.05}), ("NAdam", "optax", {"learningRate": 0.05, "epsilonRoot": 1e-4}),
    ("RAdam", "pytorch", {"learningRate": 0.05}), ("RAdam", "pytorch", {"learningRate": S, "beta2": 0.9, "weightDecay": 0.1, "epsilon": 1e-3}),
    ("RAdam", "optax", {"learningRate": 0.05, "beta2": 0.99, "epsilon": 1e-3, "epsilonRoot": 1e-4, "threshold": 4.5}),
    ("Adamax", "pytorch", {}), ("Adamax", "pytorch", {"learningRate": S, "beta2": 0.9, "epsilon": 1e-3, "weightDecay": 0.1}),
    ("Adamax", "keras", {"learningRate": 0.05, "epsilon": 1e-2}), ("Adamax", "optax", {"learningRate": 0.05}),
    ("AdaBelief", "paper", {"learningRate": 0.05}), ("AdaBelief", "paper", {"learningRate": S, "beta2": 0.9, "epsilon": 1e-3, "weightDecay": 0.1}),
    ("AdaBelief", "optax", {"learningRate": 0.05, "epsilonRoot": 1e-6}),
    ("Yogi", "paper", {}), ("Yogi", "paper", {"learningRate": S, "beta2": 0.99, "epsilon": 1e-2, "initialAccumulator": 0.01}),
    ("Yogi", "optax", {"learningRate": 0.05}), ("Yogi", "optax", {"learningRate": S, "epsilon": 1e-2, "epsilonRoot": 1e-4, "initialAccumulator": 0.01}),
    ("Adagrad", "pytorch", {}), ("Adagrad", "pytorch", {"learningRate": 0.1, "learningRateDecay": 0.1, "initialAccumulator": 0.5, "weightDecay": 0.1}),
    ("Adagrad", "keras", {"learningRate": 0.05, "epsilon": 0.01}), ("Adagrad", "optax", {"learningRate": S}),
    ("Adadelta", "pytorch", {}), ("Adadelta", "pytorch", {"learningRate": 0.5, "rho": 0.8, "epsilon": 1e-3, "weightDecay": 0.1, "maximize": True}),
    ("Adadelta", "keras", {"learningRate": 1.0, "weightDecay": 0.01}), ("Adadelta", "optax", {"learningRate": S}),
    ("RMSprop", "pytorch", {}), ("RMSprop", "pytorch", {"learningRate": 0.01, "rho": 0.9, "weightDecay": 0.1, "epsilon": 1e-2}),
    ("RMSprop", "pytorch", {"learningRate": S, "momentum": 0.9}), ("RMSprop", "pytorch", {"learningRate": 0.01, "centered": True, "epsilon": 1e-3}),
    ("RMSprop", "pytorch", {"learningRate": S, "centered": True, "momentum": 0.8, "epsilon": 1e-2}),
    ("RMSprop", "keras", {"epsilon": 1e-3}), ("RMSprop", "keras", {"learningRate": S, "momentum": 0.5, "epsilon": 1e-3}),
    ("RMSprop", "keras", {"learningRate": 0.01, "momentum": 0.9, "centered": True, "epsilon": 1e-2, "weightDecay": 0.1}),
    ("RMSprop", "optax", {"learningRate": S, "momentum": 0.5, "centered": True, "epsilon": 1e-2}), ("RMSprop", "optax", {"learningRate": 0.01}),
    ("Rprop", "pytorch", {}), ("Rprop", "pytorch", {"learningRate": 0.1, "etaMinus": 0.25, "etaPlus": 1.5, "stepMin": 0.01, "stepMax": 0.5}),
    ("Rprop", "pytorch", {"learningRate": 0.5, "stepMax": 0.25, "maximize": True}), ("Rprop", "optax", {"learningRate": 0.5, "stepMax": 0.25}),
    ("ASGD", "pytorch", {}), ("ASGD", "pytorch", {"learningRate": S, "lambda": 0.1, "alpha": 0.5, "t0": 5, "weightDecay": 0.1}),
    ("Lion", "paper", {}), ("Lion", "paper", {"learningRate": S, "beta1": 0.8, "beta2": 0.95, "weightDecay": 0.1, "maximize": True}),
    ("Lion", "keras", {"weightDecay": 0.1}), ("Lion", "optax", {"learningRate": 0.01}),
    ("SignSGD", "paper", {}), ("SignSGD", "paper", {"learningRate": S, "momentum": 0.9, "weightDecay": 0.1, "decoupledWeightDecay": True}),
    ("Adan", "paper", {}), ("Adan", "paper", {"learningRate": 0.05, "weightDecay": 0.2}),
    ("Adan", "paper", {"learningRate": S, "beta1": 0.9, "beta2": 0.8, "beta3": 0.95, "epsilon": 1e-3, "maximize": True}),
    ("Adan", "optax", {"learningRate": 0.05, "weightDecay": 0.2}), ("Adan", "optax", {"learningRate": 0.05, "epsilonRoot": 1e-4, "epsilon": 1e-3}),
    ("AdEMAMix", "paper", {}), ("AdEMAMix", "paper", {"learningRate": 0.01, "beta3": 0.99, "alpha": 8, "weightDecay": 0.1}),
    ("AdEMAMix", "paper", {"learningRate": S, "beta3": 0.999, "warmupSteps": 12, "epsilonRoot": 1e-4}),
    ("ADOPT", "paper", {}), ("ADOPT", "paper", {"learningRate": S, "beta2": 0.99, "epsilon": 1e-2, "weightDecay": 0.1}),
    ("MADGRAD", "paper", {}), ("MADGRAD", "paper", {"learningRate": S, "momentum": 0.5, "epsilon": 1e-3, "weightDecay": 0.1}),
    ("MADGRAD", "optax", {"learningRate": 0.01, "epsilon": 1e-2}), ("MADGRAD", "optax", {"learningRate": S, "momentum": 0}),
    ("Ftrl", "keras", {}), ("Ftrl", "keras", {"learningRate": 0.05, "l1": 0.1, "l2": 0.05, "l2Shrinkage": 0.02, "beta": 0.1}),
    ("Ftrl", "keras", {"learningRate": 0.05, "learningRatePower": -0.75, "initialAccumulator": 0.5, "l1": 0.05}),
    ("Ftrl", "keras", {"learningRate": 0.05, "learningRatePower": 0, "l2": 0.5, "weightDecay": 0.1}),
    ("ScheduleFreeAdamW", "paper", {}),
    ("ScheduleFreeAdamW", "paper", {"learningRate": S, "warmupSteps": 8, "weightPower": 1, "weightDecay": 0.1, "beta1": 0.8}),
    ("ScheduleFreeAdamW", "optax", {"learningRate": 0.05, "weightDecay": 0.1, "weightLearningRatePower": 1}),
    ("ScheduleFreeAdamW", "keras", {"learningRate": 0.05}), ("ScheduleFreeAdamW", "keras", {"learningRate": 0.05, "warmupSteps": 10, "weightDecay": 0.1}),
    ("Sophia", "paper", {"learningRate": 0.01}), ("Sophia", "paper", {"learningRate": S, "gamma": 0.5, "updateInterval": 3, "weightDecay": 0.1}),
    ("Sophia", "optax", {"learningRate": 0.01}), ("Sophia", "optax", {"learningRate": S, "gamma": 0.5, "clipThreshold": 0.5, "updateInterval": 1}),
]
# The library's default learning rates where the peer has none, or another.
RATES = {"SGD": 1e-3, "Adam": 1e-3, "AdamW": 1e-3, "NAdam": 2e-3, "RAdam": 1e-3, "Adamax": 2e-3, "Adagrad": 1e-2, "Adadelta": 1.0,
         "RMSprop": 1e-2, "Rprop": 1e-2, "ASGD": 1e-2, "Lion": 1e-4, "SignSGD": 1e-4, "AdaBelief": 1e-3, "Yogi": 1e-2, "Adan": 1e-3,
         "AdEMAMix": 1e-3, "ADOPT": 1e-3, "MADGRAD": 1e-2, "Ftrl": 1e-3, "ScheduleFreeAdamW": 2.5e-3, "Sophia": 1e-4}
KERAS_RATES = {"SGD": 1e-2, "ScheduleFreeAdamW": 2.5e-3}
# What a paper's rule is with the peer that has it.
PAPERS = {"AdaBelief": ("optax", {"epsilon": 1e-8, "epsilonRoot": 1e-8}), "Lion": ("optax", {"weightDecay": 0.0}),
          "SignSGD": ("optax", {}), "AdEMAMix": ("optax", {}), "ADOPT": ("optax", {"beta2": 0.9999, "epsilon": 1e-6})}
DEFAULTS = {("Lion", "optax"): {"weightDecay": 1e-3}, ("Sophia", "optax"): {"weightDecay": 1e-4}}
# Optimizers whose default is not what "convention" would have to say.
DEFAULT_CONVENTION = {name: "pytorch" for name in ("SGD", "Adam", "AdamW", "NAdam", "RAdam", "Adamax", "Adagrad", "Adadelta", "RMSprop",
                                                  "Rprop", "ASGD")} | {"Ftrl": "keras"}


def hessians():
    """Estimates of a diagonal: mostly positive, some 0 or below, for the rule that reads one."""
    h = np.random.RandomState(12).standard_normal((optimizers.STEPS, optimizers.SIZE)) + 1
    h[:, 7] = 0
    h[:, 11] = -1
    h[:, 12] *= 100
    return h.astype(np.float32)


def run(name, convention, options, start, sequence, curvature):
    default = KERAS_RATES.get(name, 1e-3) if convention == "keras" else RATES[name]
    peer, own = PAPERS.get(name, ("rule", {})) if convention == "paper" else (convention, DEFAULTS.get((name, convention), {}))
    full = {"learningRate": default, **own, **options}
    if peer == "rule":
        return element_rules.paper_run(element_rules.RULES[name], full, start, sequence, curvature, optimizers.rate)
    return element_peers.RUNNERS[peer](name, full, start, sequence, curvature)


def case(name, convention, options, *data):
    rows = run(name, convention, options, *data)
    assert np.isfinite(rows).all(), f"{name} {convention} {options}"
    said = {} if DEFAULT_CONVENTION.get(name, "paper") == convention else {"convention": convention}
    short = [[float(f"{x:.{DIGITS}g}") for x in row] for row in rows]
    return {"optimizer": name, "options": {**options, **said}, "trajectory": short}


def build():
    torch.set_num_threads(1)
    data = optimizers.starts(), optimizers.gradients(), hessians()
    return {"generator": "tools/golden/element_optimizers.py", "versions": golden_io.versions("torch", "optax", "jax", "keras", "numpy"),
            "note": "start, gradients and schedule are those of optimizers.json; trajectory[k] is the parameters after step k",
            "hessians": data[2], "cases": [case(*entry, *data) for entry in CASES]}


if __name__ == "__main__":
    golden_io.write(FILE, build())
