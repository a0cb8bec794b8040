"""Holds the golden losses and cross-entropy.json against PyTorch, Keras and scikit-learn in float64, within 1e-12 on ordinary numbers.

Run: python tools/golden/verify.py
"""

import json

import numpy as np
import torch
import torch.nn.functional as functional

import cross_entropy
import golden_io
import losses

TOLERANCE = {"rtol": 1e-12, "atol": 1e-12}
SINGLE = {"rtol": 3e-7, "atol": 3e-7}  # where a peer answers in float32
ORDINARY = 120.0  # beyond this PyTorch's float64 cancels or overflows


def numbers(column, kind=np.float64):
    return np.array([float(item) for item in column], kind)


PEERS = {name: peer for family in losses.FAMILIES for name, peer in family.peers().items()}
POINTWISE_RESIDUAL = {row[0] for family in losses.FAMILIES for row in family.TABLE if row[2] is losses.residual_pairs}


def usable(name, options, p):
    """Where PyTorch's float64 can answer: not too large, and not where a clamped logarithm's backward is its own convention."""
    if options.get("fromLogits", True):
        return np.abs(p) < ORDINARY
    return (p > 1e-10) & (p < 1)


def check_loss(entry):
    name, options, cases = entry["loss"], entry["options"], entry["cases"]
    p, t = numbers(cases["prediction"], np.float32), numbers(cases["target"], np.float32)
    x = p - t if name in POINTWISE_RESIDUAL else p
    keep = usable(name, options, x)
    rounded = {key: float(np.float32(item)) if type(item) in (int, float) else item for key, item in options.items()}
    at = torch.tensor(x[keep].astype(float), requires_grad=True)
    found = PEERS[name](at, torch.tensor(t[keep].astype(float)), **rounded)
    value, gradient = found if isinstance(found, tuple) else (found, torch.autograd.grad(found.sum(), at)[0])
    answered = ~torch.isnan(value.detach()).numpy()
    tolerance = SINGLE if value.dtype == torch.float32 else TOLERANCE
    for key, theirs in (("value", value.detach()), ("gradient", gradient)):
        ours = numbers(cases[key])[keep][answered]
        np.testing.assert_allclose(ours, theirs.numpy()[answered], **tolerance, err_msg=f"{name} {options} {key}")
    return int(answered.sum())


def soft_targets(case):
    return numbers(case["targets"], np.float32).reshape(case["shape"]).astype(float)


def check_row(case):
    """Losses and gradients with reduction sum; the mean where PyTorch divides as the library does (labels)."""
    options = case["options"]
    logits = torch.tensor(numbers(case["logits"], np.float32).reshape(case["shape"]).astype(float), requires_grad=True)
    soft = "targets" in case
    target = torch.tensor(soft_targets(case) if soft else case["labels"])
    weight = torch.tensor(options["classWeights"], dtype=torch.float64) if "classWeights" in options else None
    common = {"weight": weight, "label_smoothing": np.float32(options.get("labelSmoothing", 0)).item()}
    common |= {} if soft else {"ignore_index": options.get("ignoreIndex", -100)}
    values = functional.cross_entropy(logits, target, reduction="none", **common)
    gradient = torch.autograd.grad(values.sum(), logits)[0].numpy().ravel()
    np.testing.assert_allclose(numbers(case["value"]), values.detach().numpy(), **TOLERANCE, err_msg=case["name"])
    np.testing.assert_allclose(numbers(case["gradient"]), gradient, **TOLERANCE, err_msg=case["name"])
    if not soft and case["denominator"]:
        mean = functional.cross_entropy(logits, target, **common).item()
        np.testing.assert_allclose(float(case["mean"]), mean, **TOLERANCE, err_msg=case["name"])


def comparable(case):
    """PyTorch gives NaN for 0 * log 0 in soft targets."""
    return not ("targets" in case and "-Infinity" in case["logits"])


def main():
    read = lambda name: json.loads((golden_io.FOLDER / name).read_text())
    entries = [entry for family in losses.FAMILIES for entry in read(family.FILE)["losses"] if entry["loss"] in PEERS]
    counts = [check_loss(entry) for entry in entries]
    rows = [case for case in read(cross_entropy.FILE)["cases"] if comparable(case)]
    for case in rows:
        check_row(case)
    print(f"PyTorch, Keras and scikit-learn agree: {sum(counts)} points of {len(counts)} option sets, {len(rows)} cross-entropy cases")


if __name__ == "__main__":
    main()
