"""PyTorch: eager, or with `--compile` what torch.compile makes of the same lines."""

import os
import sys

import data
from serve import Unsupported, pick, serve
from timing import Variant

CHECK_STEPS = 3  # rows/row.mjs
LEARNING_RATE = 1e-3
COMPILED = "--compile" in sys.argv


def load():
    global torch, F
    import torch
    import torch.nn.functional as F

    torch.set_num_threads(int(os.environ["STEEPEST_THREADS"]))


def maybe_compiled(function):
    return torch.compile(function) if COMPILED else function


def loss_function(name):
    return {
        "meanSquaredError": F.mse_loss,
        "huber": F.huber_loss,
        "binaryCrossEntropy": F.binary_cross_entropy_with_logits,
        "crossEntropy": F.cross_entropy,
    }[name]


def target_tensor(row, target):
    tensor = torch.from_numpy(target)
    return tensor.long() if row["loss"] == "crossEntropy" else tensor


def loss_variants(row):
    """A fresh graph and a fresh gradient per call."""
    prediction, target = data.loss_inputs(row)
    prediction = torch.from_numpy(prediction).requires_grad_()
    target = target_tensor(row, target)
    loss = loss_function(row["loss"])
    value_of = maybe_compiled(lambda prediction: loss(prediction, target))

    def run():
        prediction.grad = None
        value = value_of(prediction)
        value.backward()
        return value

    def check(probes):
        value = run().item()
        return value, pick([prediction.grad.numpy()], probes)

    return {"compiled" if COMPILED else "eager": Variant(run, check)}


def adam_kinds():
    """The options of Adam to measure: PyTorch's default on the CPU is a loop over the parameters."""
    if COMPILED:
        return {"compiled": {}}
    return {"default": {}, "foreach": {"foreach": True}, "fused": {"fused": True}}


def adam_variant(row, options):
    parameter, gradient = data.stepping_inputs(row)
    parameter = torch.from_numpy(parameter).requires_grad_()
    parameter.grad = torch.from_numpy(gradient)
    run = maybe_compiled(torch.optim.Adam([parameter], lr=LEARNING_RATE, **options).step)

    def check(probes):
        for _ in range(CHECK_STEPS):
            run()
        return 0, pick([parameter.detach().numpy()], probes)

    return Variant(run, check)


def network(row):
    modules = []
    weights = data.initial_weights(row)
    for weight in weights:
        linear = torch.nn.Linear(*weight.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(weight).T)
            linear.bias.zero_()
        modules += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


def training_variant(row, options):
    inputs, targets = data.training_batches(row, row["steps"])
    batches = [(torch.from_numpy(x), target_tensor(row, y)) for x, y in zip(inputs, targets)]
    model = network(row)
    adam = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, **options)
    loss = loss_function(row["loss"])
    value_of = maybe_compiled(lambda x, y: loss(model(x), y))
    position = 0

    def run():
        nonlocal position
        x, y = batches[position % len(batches)]
        position += 1
        adam.zero_grad()
        value = value_of(x, y)
        value.backward()
        adam.step()
        return value

    def check(probes):
        total = sum(run().item() for _ in range(CHECK_STEPS))
        tensors = [parameter.detach().numpy().T for parameter in model.parameters()]
        return total / CHECK_STEPS, pick(tensors, probes)

    return Variant(run, check)


def training_variants(row):
    kinds = {"fused": {"fused": True}} if COMPILED else {"default": {}, "fused": {"fused": True}}
    return {name: training_variant(row, options) for name, options in kinds.items()}


class Torch:
    def describe(self):
        load()
        return {"torch": torch.__version__, "python": sys.version.split()[0], "threads": torch.get_num_threads()}

    def prepare(self, row):
        torch.compiler.reset()  # each row is compiled for its own sizes
        if row["kind"] in ("pointwise", "rowwise"):
            return loss_variants(row)
        if row["kind"] == "adam":
            return {name: adam_variant(row, options) for name, options in adam_kinds().items()}
        if row["kind"] == "training":
            return training_variants(row)
        raise Unsupported(f"nothing to do for {row['kind']} rows")


serve(Torch())
