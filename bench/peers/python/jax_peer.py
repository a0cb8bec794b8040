"""JAX on the CPU with optax, everything jitted."""

import sys

import data
from serve import Unsupported, pick, serve
from timing import Variant

CHECK_STEPS = 3  # rows/row.mjs
LEARNING_RATE = 1e-3


def load():
    global jax, jnp, np, optax
    import jax
    import jax.numpy as jnp
    import numpy as np
    import optax


def loss_function(name):
    return {
        "meanSquaredError": lambda prediction, target: jnp.mean(optax.squared_error(prediction, target)),
        "huber": lambda prediction, target: jnp.mean(optax.huber_loss(prediction, target)),
        "binaryCrossEntropy": lambda logits, target: jnp.mean(optax.sigmoid_binary_cross_entropy(logits, target)),
        "crossEntropy": lambda logits, labels: jnp.mean(optax.softmax_cross_entropy_with_integer_labels(logits, labels)),
    }[name]


def loss_variants(row):
    prediction, target = (jnp.asarray(array) for array in data.loss_inputs(row))
    value_and_grad = jax.jit(jax.value_and_grad(loss_function(row["loss"])))

    def run():
        return jax.block_until_ready(value_and_grad(prediction, target))

    def check(probes):
        value, gradient = run()
        return value, pick([np.asarray(gradient)], probes)

    return {"jit": Variant(run, check)}


def adam_variants(row):
    parameter, gradient = (jnp.array(array) for array in data.stepping_inputs(row))
    adam = optax.adam(LEARNING_RATE)
    state = adam.init(parameter)

    def update(parameter, state, gradient):
        updates, state = adam.update(gradient, state, parameter)
        return optax.apply_updates(parameter, updates), state

    step = jax.jit(update, donate_argnums=(0, 1))

    def run():
        nonlocal parameter, state
        parameter, state = jax.block_until_ready(step(parameter, state, gradient))

    def check(probes):
        for _ in range(CHECK_STEPS):
            run()
        return 0, pick([np.asarray(parameter)], probes)

    return {"jit": Variant(run, check)}


def initial_parameters(row):
    return [(jnp.array(weights), jnp.zeros(weights.shape[1])) for weights in data.initial_weights(row)]


def forward(parameters, x):
    for weights, bias in parameters[:-1]:
        x = jax.nn.relu(x @ weights + bias)
    weights, bias = parameters[-1]
    return x @ weights + bias


def step_function(row, adam):
    """(parameters, state), (x, y) → (parameters, state), value: the shape that lax.scan takes."""
    loss = loss_function(row["loss"])
    value_and_grad = jax.value_and_grad(lambda parameters, x, y: loss(forward(parameters, x), y))

    def step(carry, batch):
        parameters, state = carry
        value, gradients = value_and_grad(parameters, *batch)
        updates, state = adam.update(gradients, state, parameters)
        return (optax.apply_updates(parameters, updates), state), value

    return step


def flat(parameters):
    return [np.asarray(array) for layer in parameters for array in layer]


def jit_variant(row, inputs, targets):
    """The loop in Python around one jitted step; steps are awaited at the end of a timed batch only."""
    batches = [(jnp.asarray(x), jnp.asarray(y)) for x, y in zip(inputs, targets)]
    adam = optax.adam(LEARNING_RATE)
    parameters = initial_parameters(row)
    carry = (parameters, adam.init(parameters))
    step = jax.jit(step_function(row, adam), donate_argnums=0)
    position = 0

    def run():
        nonlocal carry, position
        carry, value = step(carry, batches[position % len(batches)])
        position += 1
        return value

    def finish():
        jax.block_until_ready(carry)

    def check(probes):
        total = sum(float(run()) for _ in range(CHECK_STEPS))
        return total / CHECK_STEPS, pick(flat(carry[0]), probes)

    return Variant(run, check, finish)


def scan_variant(row, inputs, targets):
    """A whole epoch compiled as one lax.scan."""
    adam = optax.adam(LEARNING_RATE)
    parameters = initial_parameters(row)
    carry = (parameters, adam.init(parameters))
    epoch = jax.jit(lambda carry, batches: jax.lax.scan(step_function(row, adam), carry, batches), donate_argnums=0)
    batches = (jnp.asarray(inputs), jnp.asarray(targets))
    first = (batches[0][:CHECK_STEPS], batches[1][:CHECK_STEPS])

    def run():
        nonlocal carry
        carry, values = jax.block_until_ready(epoch(carry, batches))
        return values

    def check(probes):
        nonlocal carry
        carry, values = epoch(carry, first)
        return jnp.mean(values), pick(flat(carry[0]), probes)

    return Variant(run, check, calls_per_run=row["steps"])


def training_variants(row):
    inputs, targets = data.training_batches(row, row["steps"])
    return {"jit": jit_variant(row, inputs, targets), "scan": scan_variant(row, inputs, targets)}


class Jax:
    def describe(self):
        load()
        return {"jax": jax.__version__, "optax": optax.__version__, "python": sys.version.split()[0]}

    def prepare(self, row):
        jax.clear_caches()
        if row["kind"] in ("pointwise", "rowwise"):
            return loss_variants(row)
        if row["kind"] == "adam":
            return adam_variants(row)
        if row["kind"] == "training":
            return training_variants(row)
        raise Unsupported(f"nothing to do for {row['kind']} rows")


serve(Jax())
