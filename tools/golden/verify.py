"""Holds the golden losses and cross-entropy.json against PyTorch, SciPy, Keras and scikit-learn in float64, within 1e-12 on ordinary numbers.

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
CLIPPED = {"binaryFocal": 15.0, "asymmetric": 15.0}  # Keras keeps probabilities within [1e-7, 1 - 1e-7]; 1 - sigmoid cancels


def numbers(column, kind=np.float64):
    return np.array([float(item) for item in column], kind)


def peers_of(kind):
    """The peers of all families, one or a tuple per loss; `peers` are written for PyTorch, `numpy_peers` give value and gradient as arrays."""
    return {name: peer for family in losses.FAMILIES if hasattr(family, kind) for name, peer in getattr(family, kind)().items()}


PEERS = peers_of("peers")
NUMPY_PEERS = peers_of("numpy_peers")
POINTWISE_RESIDUAL = {row[0] for family in losses.FAMILIES for row in family.TABLE if row[2] is losses.residual_pairs}


def usable(name, options, p):
    """Where PyTorch's float64 can answer: not too large, and not where a clamped logarithm's backward is its own convention."""
    if options.get("fromLogits", True):
        return np.abs(p) < CLIPPED.get(name, ORDINARY) * min(1, options.get("scale", 1))
    return (p > 1e-10) & (p < 1)


def differentiated(peer):
    """A peer written for PyTorch as one that gives its answer by output; it may give arrays itself."""
    def terms(p, t, **options):
        at = torch.tensor(p, requires_grad=True)
        answer = peer(at, torch.tensor(t), **options)
        if isinstance(answer, dict):
            return answer
        if isinstance(answer, tuple):
            return {key: item.detach().numpy() for key, item in zip(("value", "gradient"), answer)}
        return {"value": answer.detach().numpy(), "gradient": torch.autograd.grad(answer.sum(), at)[0].numpy()}
    return terms


def paired(peer):
    """A peer that gives value and gradient, with their names."""
    return lambda *args, **options: dict(zip(("value", "gradient"), peer(*args, **options)))


def peers_for(name):
    """What gives the outputs of a loss elsewhere."""
    listed = lambda found: found if isinstance(found, tuple) else (found,)
    return [*map(differentiated, listed(PEERS.get(name, ()))), *map(paired, listed(NUMPY_PEERS.get(name, ())))]


def check_loss(entry, peer):
    name, options, cases = entry["loss"], entry["options"], entry["cases"]
    p, t = numbers(cases["prediction"], np.float32), numbers(cases["target"], np.float32)
    x = p - t if name in POINTWISE_RESIDUAL else p
    keep = usable(name, options, x)
    rounded = {key: float(np.float32(item)) if type(item) in (int, float) or item == "-Infinity" else item for key, item in options.items()}
    answers = peer(x[keep].astype(float), t[keep].astype(float), **rounded)
    answered = ~np.isnan(answers["value"])
    tolerance = SINGLE if answers["value"].dtype == np.float32 else TOLERANCE
    for key, theirs in answers.items():
        np.testing.assert_allclose(numbers(cases[key])[keep][answered], theirs[answered], **tolerance, err_msg=f"{name} {options} {key}")
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
    entries = [entry for family in losses.FAMILIES for entry in read(family.FILE)["losses"]]
    counts = [check_loss(entry, peer) for entry in entries for peer in peers_for(entry["loss"])]
    rows = [case for case in read(cross_entropy.FILE)["cases"] if comparable(case)]
    for case in rows:
        check_row(case)
    print(f"The peers agree: {sum(counts)} points of {len(counts)} option sets, {len(rows)} cross-entropy cases")


if __name__ == "__main__":
    main()
