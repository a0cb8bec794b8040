"""Holds trajectories of norm_rules.py against PyTorch, optax and Keras, step by step in float64."""

import os
import tempfile

os.environ["KERAS_BACKEND"] = "torch"
os.environ.setdefault("KERAS_HOME", os.path.join(tempfile.gettempdir(), "golden-keras"))

import jax
import jax.numpy as jnp
import keras
import numpy as np
import optax
import torch
from optax import contrib

CLOSE = {"rtol": 1e-10, "atol": 1e-13}
NEAR = {"rtol": 1e-5, "atol": 1e-6}


def optax_lars(o):
    return optax.lars(o["learningRate"], o.get("weightDecay", 0.0), trust_coefficient=o.get("trustCoefficient", 1e-3),
                      eps=o.get("epsilon", 0.0), momentum=o.get("momentum", 0.9), nesterov=o.get("nesterov", False))


def optax_lamb(o):
    return optax.lamb(o["learningRate"], o.get("beta1", 0.9), o.get("beta2", 0.999), o.get("epsilon", 1e-6), o.get("epsilonRoot", 0.0),
                      o.get("weightDecay", 0.0))


def optax_novograd(o):
    return optax.novograd(o.get("learningRate", 0.01), o.get("beta1", 0.95), o.get("beta2", 0.98), o.get("epsilon", 1e-8),
                          o.get("epsilonRoot", 0.0), o.get("weightDecay", 0.0))


def optax_sm3(o):
    return optax.chain(optax.scale_by_sm3(o.get("momentum", 0.9), 1.0, o.get("epsilonRoot", 1e-8)),
                       optax.scale_by_learning_rate(o.get("learningRate", 0.1)))


def optax_adafactor(o):
    return optax.adafactor(o["learningRate"], min_dim_size_to_factor=1, decay_rate=-o.get("beta2Decay", -0.8), eps=o["epsilon1"],
                           clipping_threshold=float(o.get("clipThreshold", 1)), weight_decay_rate=o.get("weightDecay"))


def optax_muon(o):
    rms = o.get("rmsRate", 0.2) if o.get("adjustLearningRate") == "matchRms" else None
    return contrib.muon(o["learningRate"], beta=o.get("momentum", 0.95), eps=o["epsilon"], weight_decay=o["weightDecay"],
                        nesterov=o.get("nesterov", True), consistent_rms=rms)


def optax_prodigy(o):
    return contrib.prodigy(o["learningRate"], (o.get("beta1", 0.9), o.get("beta2", 0.999)), o.get("beta3"), o.get("epsilon", 1e-8),
                           o.get("initialDistance", 1e-6), o.get("distanceFactor", 1.0), o.get("weightDecay", 0.0))


OPTAX = {"Lars": optax_lars, "Lamb": optax_lamb, "NovoGrad": optax_novograd, "SM3": optax_sm3, "Adafactor": optax_adafactor,
         "Muon": optax_muon, "Prodigy": optax_prodigy}
# The paper's rule is optax's too; for Lars without weight decay.
SAME = {"Lamb": lambda o: True, "NovoGrad": lambda o: True, "SM3": lambda o: True, "Lars": lambda o: not o.get("weightDecay")}


def optax_run(made, start, sequence):
    parameters = [jnp.asarray(p, jnp.float64) for p in start]
    state = made.init(parameters)
    step = jax.jit(made.update)
    for gradient in sequence:
        updates, state = step([jnp.asarray(g) for g in gradient], state, parameters)
        parameters = optax.apply_updates(parameters, updates)
        yield [np.asarray(p) for p in parameters]


def torch_adafactor(parameters, o):
    return torch.optim.Adafactor(
        parameters, o.get("learningRate", 0.01), o.get("beta2Decay", -0.8), (o.get("epsilon1", 2**-23), o.get("epsilon2", 1e-3)),
        o.get("clipThreshold", 1.0), o.get("weightDecay", 0.0), maximize=o.get("maximize", False))


def torch_muon(parameters, o):
    adjust = {"matchRms": "match_rms_adamw"}.get(o.get("adjustLearningRate"), "original")
    return torch.optim.Muon(
        parameters, o.get("learningRate", 1e-3), o.get("weightDecay", 0.1), o.get("momentum", 0.95), o.get("nesterov", True),
        tuple(o.get("newtonSchulzCoefficients", (3.4445, -4.775, 2.0315))), o.get("epsilon", 1e-7), o.get("newtonSchulzSteps", 5), adjust)


def torch_run(make, options, start, sequence):
    parameters = [torch.tensor(p, dtype=torch.float64, requires_grad=True) for p in start]
    optimizer = make(parameters, options)
    for gradient in sequence:
        for p, g in zip(parameters, gradient):
            p.grad = torch.tensor(g)
        optimizer.step()
        yield [p.detach().numpy().copy() for p in parameters]


def keras_lamb(o):
    return keras.optimizers.Lamb(o["learningRate"], o.get("beta1", 0.9), o.get("beta2", 0.999), o["epsilon"], weight_decay=o.get("weightDecay"))


def keras_adafactor(o):
    return keras.optimizers.Adafactor(o["learningRate"], o.get("beta2Decay", -0.8), o["epsilon1"], o.get("epsilon2", 1e-3),
                                      float(o.get("clipThreshold", 1.0)), weight_decay=o.get("weightDecay"))


def keras_muon(o):
    return keras.optimizers.Muon(o["learningRate"], weight_decay=o["weightDecay"], momentum=o.get("momentum", 0.95),
                                 nesterov=o.get("nesterov", True), rms_rate=o.get("rmsRate", 0.2))


KERAS = {"Lamb": keras_lamb, "Adafactor": keras_adafactor, "Muon": keras_muon}


def keras_run(made, start, sequence):
    variables = [keras.Variable(p, dtype="float64") for p in start]
    made.build(variables)
    for gradient in sequence:
        made.apply([keras.ops.convert_to_tensor(g, "float64") for g in gradient], variables)
        yield [v.numpy().copy() for v in variables]


def runs(name, o, start, sequence):
    """The trajectories of the libraries that follow the same rule, each with how close they must be."""
    convention = o.get("convention", "pytorch" if name in ("Adafactor", "Muon") else "paper")
    if convention == "optax" or convention == "paper" and SAME.get(name, lambda o: False)(o):
        # optax takes the decay of Adafactor from a power in float32.
        yield optax_run(OPTAX[name](o), start, sequence), NEAR if name == "Adafactor" else CLOSE
    if convention == "keras":
        # Keras's learning rate and some of its constants are float32 numbers.
        yield keras_run(KERAS[name](o), start, sequence), NEAR
    if convention == "pytorch" and name == "Adafactor" and o.get("relativeStep", True):
        yield torch_run(torch_adafactor, o, start, sequence), CLOSE
    if convention == "pytorch" and name == "Muon" and o.get("rmsRate", 0.2) == 0.2:
        # PyTorch orthogonalizes in bfloat16.
        yield torch_run(torch_muon, o, start, sequence), {"rtol": 0, "atol": 0.1 * len(sequence) * o.get("learningRate", 1e-3)}


def check(name, options, start, sequence, rows):
    """Asserts that the libraries agree; says with how many."""
    count = 0
    for theirs, close in runs(name, options, start, sequence):
        count += 1
        for step, (own, other) in enumerate(zip(rows, theirs)):
            for p, q in zip(own, other):
                np.testing.assert_allclose(p, q, **close, err_msg=f"{name} {options} step {step}")
    return count
