"""Trajectories of elementwise optimizers by PyTorch, optax and Keras themselves, in float64.

A runner takes the optimizer's name, the library's option names (with a learning rate), the start and the gradients, and returns the
parameters after each step. Decay that a library places elsewhere than its optimizer is done around it, as its own helpers do.
"""

import os
import tempfile

os.environ["KERAS_BACKEND"] = "jax"  # of torch, its ScheduleFreeAdamW reads a state that it has just written
os.environ.setdefault("KERAS_HOME", os.path.join(tempfile.gettempdir(), "golden-keras"))

import jax
import jax.numpy as jnp
import keras
import numpy as np
import optax
import torch
from optax import contrib

import optimizers

jax.config.update("jax_enable_x64", True)

TORCH = {"learningRate": "lr", "weightDecay": "weight_decay", "epsilon": "eps", "decoupledWeightDecay": "decoupled_weight_decay",
         "momentumDecay": "momentum_decay", "learningRateDecay": "lr_decay", "initialAccumulator": "initial_accumulator_value",
         "lambda": "lambd"}
PAIRS = {"betas": ("beta1", "beta2", (0.9, 0.999)), "etas": ("etaMinus", "etaPlus", (0.5, 1.2)),
         "step_sizes": ("stepMin", "stepMax", (1e-6, 50))}
PAIRED = {name for first, second, _ in PAIRS.values() for name in (first, second)}


def torch_options(name, options):
    named = {TORCH.get(key, key): value for key, value in options.items() if key not in PAIRED and key != "learningRate"}
    if name == "RMSprop" and "rho" in named:
        named["alpha"] = named.pop("rho")
    for target, (first, second, defaults) in PAIRS.items():
        if first in options or second in options:
            named[target] = (options.get(first, defaults[0]), options.get(second, defaults[1]))
    return named


def torch_run(name, options, start, sequence, _hessians):
    parameter = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, name)([parameter], lr=optimizers.rate(options["learningRate"], 0), **torch_options(name, options))
    rows = []
    for step, gradient in enumerate(sequence):
        optimizer.param_groups[0]["lr"] = optimizers.rate(options["learningRate"], step)
        parameter.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        rows.append(parameter.detach().numpy().copy())
    return rows


def scheduled(value):
    """A learning rate as optax takes it."""
    if not isinstance(value, dict):
        return value
    span = value["initial"] - value["final"]
    return lambda count: value["final"] + span * (1 + jnp.cos(jnp.pi * jnp.minimum(count / value["steps"], 1))) / 2


def betas(o, *names):
    return {f"b{name[-1]}": o[name] for name in names if name in o}


def epsilons(o):
    return {theirs: o[ours] for ours, theirs in (("epsilon", "eps"), ("epsilonRoot", "eps_root")) if ours in o}


def given_hessian():
    """A diagonal of the hessian that comes with each call."""
    return optax.GradientTransformationExtraArgs(lambda params: optax.EmptyState(), lambda updates, state, params=None, h=None, **_: (h, state))


def sophia_scale(o):
    return contrib._sophia.scale_by_sophia(o.get("beta1", 0.965), o.get("beta2", 0.99), o.get("epsilon", 1e-8), o.get("gamma", 0.01),
                                           o.get("clipThreshold", 1.0), o.get("updateInterval", 10), hessian_diagonal_fn=given_hessian())


def ademamix_scale(o):
    steps = o.get("warmupSteps", 0)
    beta1, beta3, alpha = o.get("beta1", 0.9), o.get("beta3", 0.9999), o.get("alpha", 5.0)
    if steps == 0:
        return contrib._ademamix.scale_by_ademamix(beta1, o.get("beta2", 0.999), beta3, alpha, **epsilons(o))
    warm = lambda count: jnp.minimum((count + 1) / steps, 1)  # the paper counts steps from 1
    life = lambda share: (1 - share) / jnp.log(beta1) + share / jnp.log(beta3)
    slow = lambda count: jnp.minimum(jnp.exp(1 / life(warm(count))), beta3)
    return contrib._ademamix.scale_by_ademamix(beta1, o.get("beta2", 0.999), slow, lambda count: alpha * warm(count), **epsilons(o))


def adagrad_scale(o):
    return optax.scale_by_rss(o.get("initialAccumulator", 0.1), o.get("epsilon", 1e-7))


# What scales a gradient before weight decay and the learning rate.
SCALES = {
    "Adam": lambda o: optax.scale_by_amsgrad(**betas(o, "beta1", "beta2"), **epsilons(o)) if o.get("amsgrad")
    else optax.scale_by_adam(**betas(o, "beta1", "beta2"), **epsilons(o)),
    "NAdam": lambda o: optax.scale_by_adam(**betas(o, "beta1", "beta2"), **epsilons(o), nesterov=True),
    "RAdam": lambda o: optax.scale_by_radam(**betas(o, "beta1", "beta2"), **epsilons(o), threshold=o.get("threshold", 5.0)),
    "Adamax": lambda o: optax.scale_by_adamax(**betas(o, "beta1", "beta2"), **epsilons(o)),
    "AdaBelief": lambda o: optax.scale_by_belief(**betas(o, "beta1", "beta2"), **epsilons(o)),
    "Yogi": lambda o: optax.scale_by_yogi(**betas(o, "beta1", "beta2"), **epsilons(o),
                                          initial_accumulator_value=o.get("initialAccumulator", 1e-6)),
    "Adagrad": adagrad_scale,
    "Adadelta": lambda o: optax.scale_by_adadelta(o.get("rho", 0.9), o.get("epsilon", 1e-6)),
    "SGD": lambda o: optax.trace(o["momentum"], o.get("nesterov", False)) if "momentum" in o else optax.identity(),
    "SignSGD": lambda o: optax.chain(optax.ema(o["momentum"], debias=False), optax.scale_by_sign()) if "momentum" in o
    else optax.scale_by_sign(),
    "Lion": lambda o: optax.scale_by_lion(**betas(o, "beta1", "beta2")),
    "Adan": lambda o: optax.scale_by_adan(**betas(o, "beta1", "beta2", "beta3"), **{"eps_root": 1e-8, **epsilons(o)}),
    "AdEMAMix": ademamix_scale,
    "ADOPT": lambda o: contrib._adopt.scale_by_adopt(**betas(o, "beta1", "beta2"), **epsilons(o)),
    "Sophia": sophia_scale,
}


def rmsprop(o):
    return optax.rmsprop(scheduled(o["learningRate"]), o.get("rho", 0.9), o.get("epsilon", 1e-8), centered=o.get("centered", False),
                         momentum=o.get("momentum"))


# Those that place the learning rate themselves.
WHOLE = {
    "RMSprop": rmsprop,
    "Rprop": lambda o: optax.rprop(o["learningRate"], o.get("etaMinus", 0.5), o.get("etaPlus", 1.2), o.get("stepMin", 1e-6),
                                   o.get("stepMax", 50.0)),
    "MADGRAD": lambda o: contrib.madgrad(scheduled(o["learningRate"]), o.get("momentum", 0.9), eps=o.get("epsilon", 1e-6)),
    "ScheduleFreeAdamW": lambda o: contrib.schedule_free_adamw(
        o["learningRate"], b1=o.get("beta1", 0.9), b2=o.get("beta2", 0.999), eps=o.get("epsilon", 1e-8),
        weight_decay=o.get("weightDecay", 0.0), weight_lr_power=o.get("weightLearningRatePower", 2.0)),
}
# Those whose weight decay is optax's own, decoupled, where nothing else is said.
DECOUPLED = ("Lion", "Adan", "AdEMAMix", "Sophia")
INSIDE = ("ScheduleFreeAdamW",)


def optax_run(name, options, start, sequence, hessians):
    decay = options.get("weightDecay", 0.0)
    decoupled = name in DECOUPLED or options.get("decoupledWeightDecay", False)
    if name in WHOLE:
        rule = WHOLE[name](options)
    else:
        rule = optax.chain(SCALES[name](options), optax.add_decayed_weights(decay if decoupled else 0.0),
                           optax.scale_by_learning_rate(scheduled(options["learningRate"])))
    sign = -1 if options.get("maximize") else 1
    p, rows = jnp.asarray(start, jnp.float64), []
    state = rule.init(p)
    for step, gradient in enumerate(sequence):
        g = sign * jnp.asarray(gradient, jnp.float64) + (0 if decoupled or name in INSIDE else decay) * p
        extra = {"h": jnp.asarray(hessians[step], jnp.float64)} if name == "Sophia" else {}
        updates, state = rule.update(g, state, p, **extra)
        p = optax.apply_updates(p, updates)
        rows.append(np.array(p))
    return rows


KERAS = {"beta1": "beta_1", "beta2": "beta_2", "weightDecay": "weight_decay", "initialAccumulator": "initial_accumulator_value",
         "learningRatePower": "learning_rate_power", "l1": "l1_regularization_strength", "l2": "l2_regularization_strength",
         "l2Shrinkage": "l2_shrinkage_regularization_strength", "warmupSteps": "warmup_steps"}
KERAS_CLASS = {"NAdam": "Nadam"}


def keras_run(name, options, start, sequence, _hessians):
    keras.config.set_floatx("float64")
    named = {KERAS.get(key, key): value for key, value in options.items() if key not in ("learningRate", "maximize")}
    variable = keras.Variable(start.astype(np.float64), dtype="float64", name="p")
    optimizer = getattr(keras.optimizers, KERAS_CLASS.get(name, name))(learning_rate=optimizers.rate(options["learningRate"], 0), **named)
    optimizer.build([variable])
    sign, rows = (-1 if options.get("maximize") else 1), []
    for step, gradient in enumerate(sequence):
        optimizer.learning_rate = optimizers.rate(options["learningRate"], step)
        optimizer.apply([jnp.asarray(sign * gradient.astype(np.float64))], [variable])
        rows.append(np.array(variable.value))
    return rows


RUNNERS = {"pytorch": torch_run, "optax": optax_run, "keras": keras_run}
