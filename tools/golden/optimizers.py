"""Trajectories of PyTorch's SGD, Adam and AdamW in float64 over one fixed sequence of gradients (never closed loop).

Each trajectory is asserted against the formula written out in NumPy. Option names are the library's; options left out are
PyTorch's defaults. Gradients and starts are float32 numbers.
Run: python tools/golden/optimizers.py
"""

import math

import numpy as np
import torch

import golden_io

FILE = "optimizers.json"
STEPS, SIZE = 25, 24
TORCH = {"learningRate": "lr", "weightDecay": "weight_decay", "epsilon": "eps"}
SCHEDULE = {"schedule": "cosineDecay", "initial": 0.05, "steps": 20, "final": 0.001}


def gradients():
    """Ordinary, zero, alternating, sparse, drifting and spiking (1e3, 1e-8) columns."""
    g = np.random.RandomState(7).standard_normal((STEPS, SIZE))
    steps = np.arange(STEPS)
    g[:, 0] = 0
    g[:, 1] = np.where(steps % 2, 1, -1)
    g[:, 2] = np.where(steps % 5 == 0, g[:, 2], 0)
    g[:, 3] = np.where(steps == 6, 1e3, g[:, 3])
    g[:, 4] = np.where(steps == 0, -1e3, g[:, 4])
    g[:, 5] = 1e-8 * g[:, 5]
    g[:, 6] = np.where(steps >= 10, 1e-8, g[:, 6])
    g[:, 7] = 0.5
    g[:, 8] = np.where(steps < 4, 0, -0.25)
    g[10] = 0
    g[20] = -g[19]
    return g.astype(np.float32)


def starts():
    start = 0.5 * np.random.RandomState(10).standard_normal(SIZE)
    start[[0, 9]] = 2, 0
    return start.astype(np.float32)


def rate(value, step):
    """The learning rate of a step, the first step being 0."""
    if not isinstance(value, dict):
        return value
    cosine = (1 + math.cos(math.pi * min(step / value["steps"], 1))) / 2
    return value["final"] + (value["initial"] - value["final"]) * cosine


def torch_options(options, step=0):
    """The library's option names as PyTorch's."""
    named = {TORCH.get(key, key): value for key, value in options.items() if key not in ("beta1", "beta2")}
    if "beta1" in options:
        named["betas"] = (options["beta1"], options["beta2"])
    if "lr" in named:
        named["lr"] = rate(named["lr"], step)
    return named


def torch_trajectory(name, groups, start, sequence):
    """Parameters after each step, of groups [(slice, options)]."""
    parameters = [torch.tensor(start[part], dtype=torch.float64, requires_grad=True) for part, _ in groups]
    built = [{"params": [p], **torch_options(options)} for p, (_, options) in zip(parameters, groups)]
    optimizer = getattr(torch.optim, name)(built)
    rows = []
    for step, gradient in enumerate(sequence):
        for group, parameter, (part, options) in zip(optimizer.param_groups, parameters, groups):
            group["lr"] = torch_options(options, step).get("lr", group["lr"])
            parameter.grad = torch.tensor(gradient[part], dtype=torch.float64)
        optimizer.step()
        rows.append(np.concatenate([p.detach().numpy() for p in parameters]))
    return rows


def sgd(p, gradient, state, step, learningRate=1e-3, momentum=0, dampening=0, nesterov=False, weightDecay=0, maximize=False):
    g = (-gradient if maximize else gradient) + weightDecay * p
    if momentum == 0:
        return p - learningRate * g
    state["m"] = momentum * state["m"] + (1 - dampening) * g if step else g
    return p - learningRate * (g + momentum * state["m"] if nesterov else state["m"])


def adam(p, gradient, state, step, learningRate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, weightDecay=0, amsgrad=False,
         maximize=False, decoupled=False):
    g = -gradient if maximize else gradient
    p, g = (p * (1 - learningRate * weightDecay), g) if decoupled else (p, g + weightDecay * p)
    state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
    state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g * g
    state["top"] = np.maximum(state.get("top", 0), state["v"])  # over the raw second moment, as in PyTorch
    second = np.sqrt((state["top"] if amsgrad else state["v"]) / (1 - beta2 ** (step + 1)))
    return p - learningRate * state["m"] / (1 - beta1 ** (step + 1)) / (second + epsilon)


def adamw(p, gradient, state, step, weightDecay=0.01, **options):
    return adam(p, gradient, state, step, weightDecay=weightDecay, decoupled=True, **options)


RULES = {"SGD": sgd, "Adam": adam, "AdamW": adamw}


def formula_trajectory(name, groups, start, sequence):
    parts = []
    for part, options in groups:
        p, state, rows = start[part].astype(np.float64), {}, []
        for step, gradient in enumerate(sequence):
            now = {key: rate(value, step) for key, value in options.items()}
            p = RULES[name](p, gradient[part].astype(np.float64), state, step, **now)
            rows.append(p)
        parts.append(rows)
    return np.concatenate(parts, axis=1)


CASES = [
    ("SGD", {}), ("SGD", {"learningRate": 0.1}), ("SGD", {"learningRate": 0.05, "momentum": 0.9}),
    ("SGD", {"learningRate": 0.05, "momentum": 0.9, "dampening": 0.1}),
    ("SGD", {"learningRate": 0.05, "momentum": 0.9, "nesterov": True}),
    ("SGD", {"learningRate": 0.05, "weightDecay": 0.01}),
    ("SGD", {"learningRate": 0.05, "momentum": 0.9, "nesterov": True, "weightDecay": 0.01}),
    ("SGD", {"learningRate": 0.05, "momentum": 0.9, "weightDecay": 0.01, "maximize": True}),
    ("SGD", {"learningRate": SCHEDULE, "momentum": 0.9}),
    ("Adam", {}), ("Adam", {"learningRate": 0.05}), ("Adam", {"learningRate": 0.05, "amsgrad": True}),
    ("Adam", {"learningRate": 0.05, "weightDecay": 0.01}),
    ("Adam", {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6}),
    ("Adam", {"learningRate": 0.05, "weightDecay": 0.01, "maximize": True}), ("Adam", {"learningRate": SCHEDULE}),
    ("AdamW", {}), ("AdamW", {"learningRate": 0.05, "weightDecay": 0.1}),
    ("AdamW", {"learningRate": 0.05, "amsgrad": True}), ("AdamW", {"learningRate": 0.05, "maximize": True}),
    ("AdamW", {"learningRate": SCHEDULE, "weightDecay": 0.1}),
]
GROUPED = [
    ("SGD", {"momentum": 0.9}, [(0, 10, {"learningRate": 0.1}), (10, SIZE, {"learningRate": 0.01})]),
    ("Adam", {}, [(0, 10, {"learningRate": 0.05}), (10, SIZE, {"learningRate": 0.005, "weightDecay": 0.1})]),
    ("AdamW", {}, [(0, 10, {"learningRate": 0.05, "weightDecay": 0}), (10, SIZE, {"learningRate": 0.005})]),
]


def trajectory(name, groups, start, sequence):
    rows = torch_trajectory(name, groups, start, sequence)
    np.testing.assert_allclose(rows, formula_trajectory(name, groups, start, sequence), rtol=1e-12, atol=1e-14)
    return rows


def build():
    torch.set_num_threads(1)
    sequence, start = gradients(), starts()
    cases = [{"optimizer": name, "options": options, "trajectory": trajectory(name, [(slice(0, SIZE), options)], start, sequence)}
             for name, options in CASES]
    for name, shared, groups in GROUPED:
        merged = [(slice(first, last), {**shared, **options}) for first, last, options in groups]
        listed = [{"from": first, "to": last, "options": options} for first, last, options in groups]
        cases.append({"optimizer": name, "options": shared, "groups": listed, "trajectory": trajectory(name, merged, start, sequence)})
    rates = [rate(SCHEDULE, step) for step in range(STEPS)]
    return {"generator": "tools/golden/optimizers.py", "versions": golden_io.versions("torch", "numpy"),
            "note": "trajectory[k] is the parameters after step k; the schedule's rate at step k is learningRates[k]",
            "start": start, "gradients": sequence, "learningRates": rates, "cases": cases}


if __name__ == "__main__":
    golden_io.write(FILE, build())
