"""The losses of a yes-or-no target: see losses.py for the columns of the table."""

import mpmath
from mpmath import mpf

from loss_inputs import label_pairs, logit_pairs, probability_pairs

FILE = "losses-binary.json"


def softplus(x):
    return mpmath.log(1 + mpmath.exp(x))


def clamped_log(x):
    """PyTorch's logarithm of a probability, never below -100."""
    return max(mpmath.log(x), mpf(-100)) if x > 0 else mpf(-100)


def signed(target, targets):
    """Targets 0/1 as -1/+1 where the option says so."""
    return 2 * target - 1 if targets == "zeroOne" else target


def cross_entropy(log_positive, log_negative, target, positive_weight, smoothing):
    smooth = target * (1 - smoothing) + smoothing / 2
    return -(positive_weight * smooth * log_positive + (1 - smooth) * log_negative)


def binary(x, t, fromLogits=True, positiveWeight=mpf(1), labelSmoothing=mpf(0)):
    logs = (-softplus(-x), -softplus(x)) if fromLogits else (clamped_log(x), clamped_log(1 - x))
    return cross_entropy(*logs, t, positiveWeight, labelSmoothing)


def binary_kinks(t, fromLogits=True, **options):
    # Where a logarithm is clamped its derivative is 0; the domain ends at 0 and 1.
    return {} if fromLogits else {mpf(0): "right", mpf(1): "left"}


def margin_kinks(t, targets="signed"):
    """A hinge is active at margin 1: the side of smaller margins."""
    sign = signed(t, targets)
    return {sign: "left" if sign > 0 else "right"}


SMOOTHED = [{}, {"positiveWeight": 3}, {"labelSmoothing": 0.1}, {"positiveWeight": 3, "labelSmoothing": 0.1}]

TABLE = [
    ("binaryCrossEntropy", SMOOTHED, logit_pairs, binary, binary_kinks),
    ("binaryCrossEntropy", [{"fromLogits": False, **options} for options in SMOOTHED], probability_pairs, binary, binary_kinks),
    ("hinge", [{}, {"targets": "zeroOne"}], label_pairs,
     lambda p, t, targets="signed": max(0, 1 - signed(t, targets) * p), margin_kinks),
    ("squaredHinge", [{}, {"targets": "zeroOne"}], label_pairs,
     lambda p, t, targets="signed": max(0, 1 - signed(t, targets) * p) ** 2, margin_kinks),
]


def peers():
    """The losses that PyTorch has, in float64: (prediction, target, **options) → terms."""
    import torch
    import torch.nn.functional as functional

    def cross_entropy(p, t, fromLogits=True, positiveWeight=1, labelSmoothing=0):
        t = t * (1 - labelSmoothing) + labelSmoothing / 2
        weight = torch.tensor(float(positiveWeight))
        if fromLogits:
            return functional.binary_cross_entropy_with_logits(p, t, pos_weight=weight, reduction="none")
        ends = [functional.binary_cross_entropy(p, torch.full_like(p, end), reduction="none") for end in (1.0, 0.0)]
        return weight * t * ends[0] + (1 - t) * ends[1]

    def hinge(p, t, targets="signed"):
        slack = 1 - (2 * t - 1 if targets == "zeroOne" else t) * p
        return torch.where(slack >= 0, slack, 0)  # clamp_min takes the other side at equality

    return {"binaryCrossEntropy": cross_entropy, "hinge": hinge,
            "squaredHinge": lambda *args, **options: hinge(*args, **options) ** 2}
