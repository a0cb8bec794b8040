"""The losses of a real prediction and a real target: see losses.py for the columns of the table."""

import mpmath
from mpmath import mpf

from loss_inputs import residual_pairs

FILE = "losses-regression.json"


def beta_kinks(t, beta):
    return {beta: "right", -beta: "left"} if beta > 0 else {mpf(0): "flat"}  # |r| < beta is quadratic


TABLE = [
    ("meanSquaredError", [{}], residual_pairs, lambda r, t: r**2, None),
    ("halfSquaredError", [{}], residual_pairs, lambda r, t: r**2 / 2, None),
    ("meanAbsoluteError", [{}], residual_pairs, lambda r, t: abs(r), lambda t: {mpf(0): "flat"}),
    ("huber", [{"delta": 1}, {"delta": 1.35}, {"delta": 0.1}], residual_pairs,
     lambda r, t, delta: r**2 / 2 if abs(r) <= delta else delta * (abs(r) - delta / 2),
     lambda t, delta: {delta: "left", -delta: "right"}),
    ("smoothL1", [{"beta": 1}, {"beta": 0.5}, {"beta": 0}], residual_pairs,
     lambda r, t, beta: r**2 / (2 * beta) if abs(r) < beta else abs(r) - beta / 2, beta_kinks),
    ("logCosh", [{}], residual_pairs, lambda r, t: mpmath.log(mpmath.cosh(r)), None),
]


def peers():
    """The losses that PyTorch has, in float64: (residual or prediction, target, **options) → terms."""
    import torch
    import torch.nn.functional as functional

    def of_zero(function):
        return lambda r, t, **options: function(r, torch.zeros_like(r), reduction="none", **options)

    return {
        "meanSquaredError": of_zero(functional.mse_loss), "meanAbsoluteError": of_zero(functional.l1_loss),
        "halfSquaredError": lambda r, t: functional.mse_loss(r, torch.zeros_like(r), reduction="none") / 2,
        "huber": of_zero(functional.huber_loss), "smoothL1": of_zero(functional.smooth_l1_loss),
        "logCosh": lambda r, t: torch.log1p(2 * torch.sinh(r / 2) ** 2),
    }
