"""Two small networks trained by PyTorch and by Keras from stored starting weights, without shuffling, in float64 and float32.

Keras's mean over float64 goes through float32, so the float64 run of Keras is its Adam's formula over PyTorch's gradients,
asserted against Keras's float64 fit; its float32 run is the real fit, which computes 1 - beta2^t in float32.

The loss of an epoch is the mean over its samples of the losses at the time of each step (each batch weighted by its size; the
last one is smaller). Kernels are stored [inputs, outputs], row by row, as in Keras: the transpose of PyTorch's.
Run: python tools/golden/training.py
"""

import os
import tempfile

os.environ["KERAS_BACKEND"] = "torch"
os.environ.setdefault("KERAS_HOME", os.path.join(tempfile.gettempdir(), "golden-keras"))

import keras
import numpy as np
import torch

import golden_io
import layers

FILE = "training.json"
SAMPLES, EPOCHS, BATCH = 200, 10, 32
F = np.float32


def start_weights(sizes, seed):
    """Kernels and biases uniform within 1/sqrt(inputs), PyTorch's default range."""
    random = np.random.RandomState(seed)
    pairs = list(zip(sizes, sizes[1:]))
    return [{"kernel": random.uniform(-1, 1, (n, m)).astype(F) / F(n**0.5), "bias": random.uniform(-1, 1, m).astype(F) / F(n**0.5)}
            for n, m in pairs]


def classifier_data():
    """Three classes: the largest of three noisy linear scores."""
    random = np.random.RandomState(21)
    x = random.standard_normal((SAMPLES, 10)).astype(F)
    scores = x @ random.standard_normal((10, 3)) + 0.3 * random.standard_normal((SAMPLES, 3))
    return x, scores.argmax(1)


def regression_data():
    random = np.random.RandomState(22)
    x = random.standard_normal((SAMPLES, 8)).astype(F)
    y = np.sin(x[:, 0]) + x[:, 1] * 0.5 - np.abs(x[:, 2]) + 0.1 * random.standard_normal(SAMPLES)
    return x, y.astype(F).reshape(-1, 1)


def torch_network(weights, dtype):
    parts = []
    for layer in weights:
        linear = torch.nn.Linear(*layer["kernel"].shape, dtype=dtype)
        linear.weight.data = torch.tensor(layer["kernel"].T, dtype=dtype).contiguous()
        linear.bias.data = torch.tensor(layer["bias"], dtype=dtype)
        parts += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*parts[:-1])


class KerasAdam:
    """Keras's update: epsilon is added to the root before the bias of the second moment is corrected."""

    def __init__(self, parameters, rate, epsilon):
        self.rate, self.epsilon, self.steps = rate, epsilon, 0
        self.slots = [(p, torch.zeros_like(p), torch.zeros_like(p)) for p in parameters]

    def zero_grad(self):
        for parameter, _, _ in self.slots:
            parameter.grad = None

    @torch.no_grad()
    def step(self):
        self.steps += 1
        alpha = self.rate * (1 - 0.999**self.steps) ** 0.5 / (1 - 0.9**self.steps)
        for parameter, m, v in self.slots:
            m += (parameter.grad - m) * (1 - 0.9)
            v += (parameter.grad**2 - v) * (1 - 0.999)
            parameter -= m * alpha / (v.sqrt() + self.epsilon)


def adam(parameters, options):
    if options.get("convention") == "keras":
        return KerasAdam(list(parameters), options["learningRate"], options["epsilon"])
    return torch.optim.Adam(parameters, lr=options["learningRate"], eps=options.get("epsilon", 1e-8))


def torch_run(x, y, weights, loss, options, dtype):
    network = torch_network(weights, dtype)
    optimizer = adam(network.parameters(), options)
    inputs, targets = torch.tensor(x, dtype=dtype), torch.tensor(y, dtype=dtype if y.dtype == F else torch.int64)
    history = []
    for _ in range(EPOCHS):
        total = 0.0
        for a, b in zip(inputs.split(BATCH), targets.split(BATCH)):
            optimizer.zero_grad()
            value = loss(network(a), b)
            value.backward()
            optimizer.step()
            total += value.item() * len(a)
        history.append(total / SAMPLES)
    ends = [{"kernel": part.weight.detach().numpy().T.ravel(), "bias": part.bias.detach().numpy()}
            for part in network if isinstance(part, torch.nn.Linear)]
    return {"loss": history, "weights": ends}


def keras_fit(x, y, weights, options, floats):
    keras.config.set_floatx(floats)
    keras.config.set_dtype_policy(floats)  # the policy does not follow floatx once a layer exists
    dense = [keras.layers.Dense(10, activation="relu"), keras.layers.Dense(1)]
    network = keras.Sequential([keras.Input((x.shape[1],)), *dense])
    network.set_weights([array for layer in weights for array in layer.values()])
    network.compile(optimizer=keras.optimizers.Adam(options["learningRate"], epsilon=options["epsilon"]), loss="mse")
    history = network.fit(x.astype(floats), y.astype(floats), epochs=EPOCHS, batch_size=BATCH, shuffle=False, verbose=0)
    ends = [dict(zip(("kernel", "bias"), (array.ravel() for array in layer.get_weights()))) for layer in dense]
    return {"loss": [F(value) for value in history.history["loss"]], "weights": ends}


def agree(run, other, tolerance):
    np.testing.assert_allclose(run["loss"], other["loss"], rtol=tolerance)
    for layer, same in zip(run["weights"], other["weights"]):
        for name in ("kernel", "bias"):
            np.testing.assert_allclose(layer[name], same[name], atol=tolerance)


def keras_run(x, y, weights, options):
    options = {"convention": "keras", **options}
    formula = torch_run(x, y, weights, torch.nn.MSELoss(), options, torch.float64)
    fitted = {floats: keras_fit(x, y, weights, options, floats) for floats in ("float64", "float32")}
    agree(fitted["float64"], formula, 5e-7)
    agree(fitted["float32"], formula, 1e-5)
    return {"library": "keras", "options": options, "float64": formula, "float32": fitted["float32"]}


def example(name, x, y, weights, loss, runs):
    """One data set with its starting weights and several runs over it."""
    target = {"labels": y} if y.ndim == 1 else {"target": y.ravel()}
    flat = [{"activation": "relu" if layer is not weights[-1] else "linear", "shape": layer["kernel"].shape,
             "kernel": layer["kernel"].ravel(), "bias": layer["bias"]} for layer in weights]
    return {"name": name, "samples": SAMPLES, "inputs": x.shape[1], "epochs": EPOCHS, "batchSize": BATCH, "loss": loss,
            "optimizer": "Adam", "x": x.ravel(), **target, "layers": flat, "runs": runs}


def torch_runs(x, y, weights, loss, option_sets):
    return [{"library": "torch", "options": options,
             **{str(dtype)[6:]: torch_run(x, y, weights, loss, options, dtype) for dtype in (torch.float64, torch.float32)}}
            for options in option_sets]


def classifier():
    x, y = classifier_data()
    weights = start_weights((10, 20, 3), 23)
    runs = torch_runs(x, y, weights, torch.nn.CrossEntropyLoss(), [{"learningRate": 1e-3}, {"learningRate": 1e-2}])
    return example("classifier", x, y, weights, "crossEntropy", runs)


def regressor():
    x, y = regression_data()
    weights = start_weights((8, 10, 1), 24)
    option_sets = [{"learningRate": rate, "epsilon": 1e-7} for rate in (1e-3, 1e-2)]
    runs = [keras_run(x, y, weights, options) for options in option_sets]
    runs += torch_runs(x, y, weights, torch.nn.MSELoss(), option_sets)
    return example("regressor", x, y, weights, "meanSquaredError", runs)


def build():
    torch.set_num_threads(1)
    return {"generator": "tools/golden/training.py", "versions": golden_io.versions("torch", "keras", "numpy"),
            "note": "kernels are [inputs, outputs]; an epoch's loss is the mean over its samples; no shuffling",
            "examples": [classifier(), regressor()], "layers": layers.cases()}


if __name__ == "__main__":
    golden_io.write(FILE, build())
