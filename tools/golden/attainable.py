"""Prints how near plain float32 arithmetic comes to optimizers.json and training.json: what a test can ask for.

Run: python tools/golden/attainable.py
"""

import json

import numpy as np

import golden_io
import optimizers
import training


def numbers(column):
    return np.array([float(item) for item in column])


def distance(case, file):
    """The largest |difference| / max(|p|, the largest update so far) of the NumPy formula in float32."""
    worst = 0.0
    groups = case.get("groups", [{"from": 0, "to": optimizers.SIZE, "options": {}}])
    for group in groups:
        part = slice(group["from"], group["to"])
        p, state, update = numbers(file["start"])[part].astype(np.float32), {}, 0.0
        for step, (gradient, expected) in enumerate(zip(file["gradients"], case["trajectory"])):
            now = {key: optimizers.rate(value, step) for key, value in {**case["options"], **group["options"]}.items()}
            after = optimizers.RULES[case["optimizer"]](p, numbers(gradient)[part].astype(np.float32), state, step, **now)
            update, p = np.maximum(update, np.abs(after - p)), after
            difference = np.abs(p - numbers(expected)[part])
            worst = max(worst, np.max(difference / np.maximum(np.maximum(np.abs(p), update), np.finfo(np.float32).tiny)))
    return worst


def gap(run):
    """The largest difference between the float64 and the float32 run, in losses and weights."""
    double, single = run["float64"], run["float32"]
    losses = np.abs(numbers(double["loss"]) - numbers(single["loss"])).max()
    weights = [np.abs(numbers(a[name]) - numbers(b[name])).max()
               for a, b in zip(double["weights"], single["weights"]) for name in a]
    return losses, max(weights)


def main():
    file = json.loads((golden_io.FOLDER / optimizers.FILE).read_text())
    print(f"optimizers in float32: within {max(distance(case, file) for case in file['cases']):.1e}")
    for example in json.loads((golden_io.FOLDER / training.FILE).read_text())["examples"]:
        for run in example["runs"]:
            losses, weights = gap(run)
            rate = run["options"]["learningRate"]
            print(f"{example['name']}, {run['library']}, rate {rate} in float32: losses within {losses:.1e}, weights {weights:.1e}")


if __name__ == "__main__":
    main()
