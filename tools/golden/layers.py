"""Dense layers with each activation, forward and backward, in float64 by PyTorch's autograd; part of training.json.

Kernels are [inputs, outputs] as in Keras, the transpose of PyTorch's. The first row of inputs is 0 and the first bias is 0,
so one pre-activation is exactly 0 (relu's gradient there is 0); the last row is large enough to saturate.
"""

import numpy as np
import torch

F = np.float32
ACTIVATIONS = {"linear": lambda z: z, "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
               "softmax": lambda z: torch.softmax(z, -1)}
ROWS, INPUTS, OUTPUTS = 6, 4, 3


def double(values):
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def inputs(seed):
    random = np.random.RandomState(seed)
    x = random.standard_normal((ROWS, INPUTS))
    x[0] = 0
    x[-1] *= 20
    kernel, bias = random.standard_normal((INPUTS, OUTPUTS)), random.standard_normal(OUTPUTS)
    bias[0] = 0
    return [values.astype(F) for values in (x, kernel, bias, random.standard_normal((ROWS, OUTPUTS)))]


def case(activation, seed):
    x, kernel, bias, upstream = inputs(seed)
    leaves = [double(values) for values in (x, kernel, bias)]
    output = ACTIVATIONS[activation](leaves[0] @ leaves[1] + leaves[2])
    gradients = torch.autograd.grad(output, leaves, torch.tensor(upstream, dtype=torch.float64))
    names = ("inputGradient", "kernelGradient", "biasGradient")
    return {"layer": "dense", "activation": activation, "rows": ROWS, "inputs": INPUTS, "outputs": OUTPUTS,
            "input": x.ravel(), "kernel": kernel.ravel(), "bias": bias, "upstream": upstream.ravel(),
            "output": output.detach().numpy().ravel(), **{name: g.numpy().ravel() for name, g in zip(names, gradients)}}


def cases():
    return [case(activation, 40 + index) for index, activation in enumerate(ACTIVATIONS)]
