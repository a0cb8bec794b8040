"""The schedules of PyTorch, optax and Keras that are the same as those of schedules.py, with the same options."""

import os
import tempfile
import warnings

os.environ["KERAS_BACKEND"] = "torch"
os.environ.setdefault("KERAS_HOME", os.path.join(tempfile.gettempdir(), "golden-keras"))

import keras
import optax
import torch
from torch.optim import lr_scheduler


def stepped(initial, make, count):
    """The rates of a scheduler of PyTorch."""
    warnings.filterwarnings("ignore", module="torch")
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=initial)
    scheduler = make(optimizer)
    rates = [float(optimizer.param_groups[0]["lr"])]
    while len(rates) < count:
        optimizer.step()
        scheduler.step()
        rates.append(float(optimizer.param_groups[0]["lr"]))
    return rates


def torch_parts(name, options):
    """Learning rate and constructor of the scheduler of PyTorch, or None."""
    o = dict(options)
    start = o.get("initial")
    if name == "constant":
        return o["value"], lambda opt: lr_scheduler.ConstantLR(opt, 1.0)
    if name == "linear" and o["from"] > 0:
        base = max(o["from"], o["to"])
        return base, lambda opt: lr_scheduler.LinearLR(opt, o["from"] / base, o["to"] / base, o["steps"])
    if name == "polynomial" and not o.get("final") and not o.get("cycle"):
        return start, lambda opt: lr_scheduler.PolynomialLR(opt, o["steps"], o.get("power", 1))
    if name == "step":
        return start, lambda opt: lr_scheduler.StepLR(opt, o["every"], o.get("factor", 0.1))
    if name == "exponential" and o.get("every", 1) == 1 and "final" not in o:
        return start, lambda opt: lr_scheduler.ExponentialLR(opt, o["factor"])
    if name == "cosineRestarts" and type(o.get("multiplier", 1)) is int and "decay" not in o:
        return start, lambda opt: lr_scheduler.CosineAnnealingWarmRestarts(opt, o["period"], o.get("multiplier", 1), o.get("final", 0))
    if name == "cyclic":
        mode = {"exponential": "exp_range"}.get(o.get("mode"), o.get("mode", "triangular"))
        return o["low"], lambda opt: lr_scheduler.CyclicLR(
            opt, o["low"], o["high"], o["up"], o.get("down"), mode, o.get("factor", 1), cycle_momentum=False)
    return None


def torch_one_cycle(peak, steps, warmupFraction=0.3, initialDivisor=25, finalDivisor=1e4, anneal="cosine", threePhase=False, count=0):
    """Ends with its last step; what comes after is the last rate again."""
    made = lambda opt: lr_scheduler.OneCycleLR(
        opt, peak, steps, pct_start=warmupFraction, anneal_strategy={"cosine": "cos"}.get(anneal, anneal), cycle_momentum=False,
        div_factor=initialDivisor, final_div_factor=finalDivisor, three_phase=threePhase)
    rates = stepped(peak, made, min(count, steps))
    return rates + rates[-1:] * (count - len(rates))


def torch_sequence(parts, boundaries, count):
    """PyTorch's schedulers of one optimizer have one base rate, so these schedules must begin with the same one."""
    made = [torch_parts(*part) for part in parts]
    if None in made or len(made) < 2 or len({base for base, _ in made}) > 1:
        return None
    return stepped(made[0][0], lambda opt: lr_scheduler.SequentialLR(opt, [make(opt) for _, make in made], boundaries), count)


def torch_product(parts, count):
    made = [torch_parts(*part) for part in parts]
    if None in made or any(base != 1 for base, _ in made[1:]):
        return None  # only the first brings a rate, the others factors
    return stepped(made[0][0], lambda opt: lr_scheduler.ChainedScheduler([make(opt) for _, make in made]), count)


def optax_one_cycle(peak, steps, warmupFraction=0.3, initialDivisor=25, finalDivisor=1e4, anneal="cosine", threePhase=False):
    """optax counts the steps between the first rate and the last, one fewer."""
    top = warmupFraction * steps - 1
    if threePhase or anneal != "cosine" or top != round(top) or not 0 < top < steps - 1:
        return None
    return optax.cosine_onecycle_schedule(steps - 1, peak, (top + 0.5) / (steps - 1), initialDivisor, finalDivisor)


def optax_stable(peak, warmup, stable, decay, final=0.0, shape="linear"):
    if shape == "sqrt":
        return None
    down = optax.linear_schedule(peak, final, decay) if shape == "linear" else optax.cosine_decay_schedule(peak, decay, final / peak)
    up = optax.linear_schedule(0.0, peak, warmup)
    return optax.join_schedules([up, optax.constant_schedule(peak), down], [warmup, warmup + stable])


def optax_schedule(schedule):
    """The schedule of optax, or None."""
    name, *arguments = schedule
    o = arguments[-1]
    if name == "constant":
        return optax.constant_schedule(o["value"])
    if name == "linear":
        return optax.linear_schedule(o["from"], o["to"], o["steps"])
    if name == "polynomial" and not o.get("cycle"):
        return optax.polynomial_schedule(o["initial"], o.get("final", 0.0), o.get("power", 1), o["steps"])
    if name == "step":
        return optax.exponential_decay(o["initial"], o["every"], o.get("factor", 0.1), staircase=True)
    if name == "piecewiseConstant":
        v = o["values"]
        return optax.piecewise_constant_schedule(v[0], {b: after / before for b, before, after in zip(o["boundaries"], v, v[1:])})
    if name == "exponential":
        return optax.exponential_decay(o["initial"], o.get("every", 1), o["factor"], 0, o.get("staircase", False), o.get("final"))
    if name == "cosineDecay":
        return optax.cosine_decay_schedule(o["initial"], o["steps"], o.get("final", 0) / o["initial"], o.get("exponent", 1))
    if name == "oneCycle":
        return optax_one_cycle(**o)
    if name == "warmupStableDecay":
        return optax_stable(**o)
    return optax_combined(name, arguments)


def optax_combined(name, arguments):
    if name == "warmup":
        after, options = optax_schedule(arguments[0]), arguments[1]
        return optax.join_schedules([optax.linear_schedule(options.get("from", 0.0), float(after(0)), options["steps"]), after], [options["steps"]])
    if name == "sequence":
        return optax.join_schedules([optax_schedule(part) for part in arguments[0]], arguments[1])
    return None


def keras_schedule(name, options):
    """The schedule of Keras, or None."""
    schedules, o = keras.optimizers.schedules, dict(options)
    if name == "polynomial":
        return schedules.PolynomialDecay(o["initial"], o["steps"], o.get("final", 0.0), o.get("power", 1.0), o.get("cycle", False))
    if name == "inverseTime":
        return schedules.InverseTimeDecay(o["initial"], o.get("every", 1), o["rate"], o.get("staircase", False))
    if name == "cosineRestarts":
        return schedules.CosineDecayRestarts(
            o["initial"], o["period"], float(o.get("multiplier", 1)), o.get("decay", 1.0), o.get("final", 0.0) / o["initial"])
    return None


def torch_rates(schedule, count):
    name, *arguments = schedule
    if name == "oneCycle":
        return torch_one_cycle(**arguments[0], count=count)
    if name == "sequence":
        return torch_sequence(*arguments, count)
    if name == "product":
        return torch_product(*arguments, count)
    parts = torch_parts(name, arguments[0]) if len(arguments) == 1 else None
    return parts and stepped(*parts, count)


def keras_rates(schedule, count):
    if schedule[0] not in ("polynomial", "inverseTime", "cosineRestarts"):
        return None
    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    made = keras_schedule(*schedule)
    rates = [float(made(at)) for at in range(count)]
    keras.config.set_floatx(before)
    return rates


def rates(schedule, count):
    """The rates of the first steps by the name of each library that has the schedule."""
    made = optax_schedule(schedule)
    theirs = {
        "torch": torch_rates(schedule, count),
        "optax": made and [float(made(at)) for at in range(count)],
        "keras": keras_rates(schedule, count),
    }
    return {name: numbers for name, numbers in theirs.items() if numbers}


def plateau(options, observed):
    """ReduceLROnPlateau of PyTorch, whose reductions smaller than eps do not count: 0, so that all do."""
    o = dict(options)
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=o["initial"])
    mode = {"absolute": "abs"}.get(o.get("thresholdMode"), "rel")
    scheduler = lr_scheduler.ReduceLROnPlateau(
        optimizer, o.get("mode", "min"), o.get("factor", 0.1), o.get("patience", 10), o.get("threshold", 1e-4), mode, o.get("cooldown", 0),
        o.get("minimum", 0), eps=0)
    rates = []
    for value in observed:
        scheduler.step(float(value))
        rates.append(float(optimizer.param_groups[0]["lr"]))
    return rates
