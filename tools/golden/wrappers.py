"""What wraps an optimizer, in float64 on fixed gradients: optax's lookahead, MultiSteps, apply_if_finite and sam; PyTorch's averaged
models and gradient scaler.

Run: python tools/golden/wrappers.py
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import torch
from optax import contrib

import golden_io

FILE = "wrappers.json"
STEPS, SIZE = 20, 6
SGD, ADAM = {"learningRate": 0.1, "momentum": 0.9}, {"learningRate": 0.05}
RHO = 0.2


def gradients():
    return np.random.RandomState(31).standard_normal((STEPS, SIZE)).astype(np.float32)


def start():
    return np.random.RandomState(32).standard_normal(SIZE).astype(np.float32)


def bent():
    """The gradient slope·p + shift, by which a sharpness-aware optimizer is driven."""
    random = np.random.RandomState(33)
    return np.abs(random.standard_normal(SIZE)).astype(np.float32), random.standard_normal(SIZE).astype(np.float32)


def optax_of(name):
    return optax.sgd(SGD["learningRate"], SGD["momentum"]) if name == "SGD" else optax.adam(ADAM["learningRate"])


def torch_of(name, parameters):
    if name == "SGD":
        return torch.optim.SGD(parameters, SGD["learningRate"], SGD["momentum"])
    return torch.optim.Adam(parameters, ADAM["learningRate"])


def lookahead(name, every, rate):
    made = optax.lookahead(optax_of(name), every, rate)
    params = optax.LookaheadParams.init_synced(jnp.asarray(start(), jnp.float64))
    state, rows, slow = made.init(params), [], []
    for gradient in gradients():
        updates, state = made.update(jnp.asarray(gradient, jnp.float64), state, params)
        params = optax.apply_updates(params, updates)
        rows.append(np.asarray(params.fast))
        slow.append(np.asarray(params.slow))
    return {"wrapper": "lookahead", "options": {"every": every, "rate": rate}, "trajectory": rows, "averages": slow}


def plain(made, sequence):
    params = jnp.asarray(start(), jnp.float64)
    state, rows = made.init(params), []
    for gradient in sequence:
        updates, state = made.update(jnp.asarray(gradient, jnp.float64), state, params)
        params = optax.apply_updates(params, updates)
        rows.append(np.asarray(params))
    return rows


def accumulation(name, steps):
    made = optax.MultiSteps(optax_of(name), steps)
    return {"wrapper": "gradientAccumulation", "options": {"steps": steps}, "trajectory": plain(made, gradients())}


def skip(name):
    sequence = gradients().astype(np.float64)
    sequence[3, 2], sequence[7, 0], sequence[8, 1] = np.nan, np.inf, -np.inf
    made = optax.apply_if_finite(optax_of(name), 5)
    return {"wrapper": "skipNotFinite", "options": {}, "spoiled": [[3, 2, "NaN"], [7, 0, "Infinity"], [8, 1, "-Infinity"]],
            "trajectory": plain(made, sequence)}


class Holder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.p = torch.nn.Parameter(torch.tensor(start(), dtype=torch.float64))


def averaging(name, wrapper, options, average, due):
    """`due(steps)` says whether the average takes the parameters after so many steps."""
    model = Holder()
    averaged, optimizer, rows, averages = torch.optim.swa_utils.AveragedModel(model, avg_fn=average), torch_of(name, model.parameters()), [], []
    for step, gradient in enumerate(gradients()):
        model.p.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        begun = step >= options.get("start", 0)
        if begun and due(step - options.get("start", 0)):
            averaged.update_parameters(model)
        rows.append(model.p.detach().numpy().copy())
        averages.append((averaged.module.p if begun else model.p).detach().numpy().copy())
    return {"wrapper": wrapper, "options": options, "trajectory": rows, "averages": averages}


def exponential(name, decay, begin):
    average = torch.optim.swa_utils.get_ema_avg_fn(decay)
    return averaging(name, "exponentialAveraging", {"decay": decay, "start": begin}, average, lambda steps: True)


def stochastic(name, begin, every):
    average = torch.optim.swa_utils.get_swa_avg_fn()
    return averaging(name, "stochasticAveraging", {"start": begin, "every": every}, average, lambda steps: steps % every == 0)


def loss_scale(name):
    options = {"initial": 1024, "growth": 4, "backoff": 0.25, "interval": 3}
    scaler = torch.amp.GradScaler("cpu", options["initial"], options["growth"], options["backoff"], options["interval"])
    model = Holder()
    optimizer, rows, scales = torch_of(name, model.parameters()), [], []
    for step, gradient in enumerate(gradients()):
        scaler.scale(torch.zeros(()))  # makes its scale
        scales.append(scaler.get_scale())
        model.p.grad = torch.tensor(gradient, dtype=torch.float64) * scaler.get_scale()
        if step in (4, 5, 11):
            model.p.grad[step % SIZE] = torch.inf
        scaler.step(optimizer)
        scaler.update()
        rows.append(model.p.detach().numpy().copy())
    return {"wrapper": "dynamicLossScale", "options": options, "spoiled": [[step, step % SIZE, "Infinity"] for step in (4, 5, 11)],
            "scales": scales, "trajectory": rows}


def sharpness(name):
    slope, shift = (x.astype(np.float64) for x in bent())
    gradient = lambda p, _: jnp.asarray(slope) * p + jnp.asarray(shift)
    made = contrib.sam(optax_of(name), optax.chain(contrib.normalize(), optax.sgd(RHO)), sync_period=2, opaque_mode=True)
    params = jnp.asarray(start(), jnp.float64)
    state, rows = made.init(params), []
    for _ in range(STEPS):
        updates, state = made.update(gradient(params, 0), state, params, grad_fn=gradient)
        params = optax.apply_updates(params, updates)
        rows.append(np.asarray(params))
    return {"wrapper": "sharpnessAware", "options": {"rho": RHO}, "trajectory": rows}


def build():
    torch.set_num_threads(1)
    jax.config.update("jax_enable_x64", True)
    cases = []
    for name, options in (("SGD", SGD), ("Adam", ADAM)):
        made = [lookahead(name, 3, 0.5), lookahead(name, 1, 0.25), accumulation(name, 4), accumulation(name, 1), skip(name),
                exponential(name, 0.9, 0), exponential(name, 0.5, 4), stochastic(name, 0, 1), stochastic(name, 3, 4), loss_scale(name),
                sharpness(name)]
        cases += [{"optimizer": name, "inner": options, **case} for case in made]
    slope, shift = bent()
    return {"generator": "tools/golden/wrappers.py", "versions": golden_io.versions("optax", "jax", "torch", "numpy"),
            "note": "gradients whose `spoiled` elements (step, element, value) are not finite; those of sharpnessAware are slope*p + shift",
            "start": start(), "gradients": gradients(), "slope": slope, "shift": shift, "cases": cases}


if __name__ == "__main__":
    golden_io.write(FILE, build())
