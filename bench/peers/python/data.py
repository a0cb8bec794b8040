"""The inputs of every row: the same numbers as bench/data.mjs, bit by bit."""

import math

import numpy as np

STREAMS = dict(prediction=1, target=2, label=3, parameter=4, gradient=5, inputs=6, outputs=7, weights=100)


def bits(stream, length):
    """32 well-mixed bits per index (lowbias32)."""
    x = np.arange(length, dtype=np.uint32) + np.uint32((stream * 0x9E3779B9) & 0xFFFFFFFF)
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x7FEB352D)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0x846CA68B)
    return x ^ (x >> np.uint32(16))


def uniform(stream, length, low, high):
    """Uniform float32 numbers in [low, high)."""
    step = (high - low) * 2.0**-24
    return (low + step * (bits(stream, length) >> np.uint32(8)).astype(np.float64)).astype(np.float32)


def labels(stream, length, classes):
    """Class labels 0 … classes − 1."""
    step = classes * 2.0**-24
    return np.floor(step * (bits(stream, length) >> np.uint32(8)).astype(np.float64)).astype(np.int32)


def pointwise_inputs(row):
    binary = row["loss"] == "binaryCrossEntropy"
    reach, n = (8, row["elements"]) if binary else (4, row["elements"])
    target = labels(STREAMS["target"], n, 2).astype(np.float32) if binary else uniform(STREAMS["target"], n, -reach, reach)
    return uniform(STREAMS["prediction"], n, -reach, reach), target


def rowwise_inputs(row):
    logits = uniform(STREAMS["prediction"], row["elements"], -5, 5).reshape(row["rows"], row["classes"])
    return logits, labels(STREAMS["label"], row["rows"], row["classes"])


def loss_inputs(row):
    return rowwise_inputs(row) if row["kind"] == "rowwise" else pointwise_inputs(row)


def stepping_inputs(row):
    n = row["elements"]
    return uniform(STREAMS["parameter"], n, -1, 1), uniform(STREAMS["gradient"], n, -1, 1)


def training_batches(row, steps):
    """`steps` batches: inputs (steps, batch, features) and labels (steps, batch) or targets (steps, batch, 1)."""
    batch, features, outputs = row["batchSize"], row["widths"][0], row["widths"][-1]
    samples = steps * batch
    inputs = uniform(STREAMS["inputs"], samples * features, 0, 1).reshape(steps, batch, features)
    if row["loss"] == "crossEntropy":
        return inputs, labels(STREAMS["label"], samples, outputs).reshape(steps, batch)
    return inputs, uniform(STREAMS["outputs"], samples * outputs, -1, 1).reshape(steps, batch, outputs)


def initial_weights(row):
    """Glorot-uniform weights per layer, inputs × outputs; biases start at 0."""
    layers = []
    for layer, (inputs, outputs) in enumerate(zip(row["widths"], row["widths"][1:])):
        reach = math.sqrt(6 / (inputs + outputs))
        layers.append(uniform(STREAMS["weights"] + layer, inputs * outputs, -reach, reach).reshape(inputs, outputs))
    return layers
