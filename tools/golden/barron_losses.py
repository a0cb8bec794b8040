"""Barron's general robust loss: see losses.py for the columns of the table. Shapes next to the limits 0, 2 and -inf are
where the published form loses its digits."""

import mpmath
import numpy as np
from mpmath import mpf

from loss_inputs import residual_pairs

FILE = "losses-adaptive.json"


def barron(r, t, alpha=mpf(1), scale=mpf(1)):
    square = (r / scale) ** 2
    if alpha == 2:
        return square / 2
    if alpha == 0:
        return mpmath.log(square / 2 + 1)
    if alpha == -mpmath.inf:
        return 1 - mpmath.exp(-square / 2)
    b = abs(alpha - 2)
    return b / alpha * ((square / b + 1) ** (alpha / 2) - 1)


BELOW_TWO = float(np.nextafter(np.float32(2), np.float32(0)))
ABOVE_TWO = float(np.nextafter(np.float32(2), np.float32(3)))
SHAPES = [{}, *({"alpha": alpha} for alpha in (
    2, BELOW_TWO, ABOVE_TWO, 2 - 1e-5, 2 + 1e-5, 0, 1e-30, -1e-30, 1e-7, -1e-7, 1e-3, 0.3, 1.5, 0.99999994, -2, -10, -1e4, -1e10, -1e30,
    float("-inf"), 4, 10, 1e30))]
SCALED = [{"alpha": alpha, "scale": scale} for alpha, scale in (
    (1, 0.1), (BELOW_TWO, 3), (0, 1e20), (-2, 1e-20), (1.5, 1e-45), (-0.5, 3e38), (float("-inf"), 0.7), (3, 1e5))]

TABLE = [("generalRobust", SHAPES + SCALED, residual_pairs, barron, None)]


def peers():
    """The published form in float64, away from the limits where it cancels."""
    import torch

    def general_robust(r, t, alpha=1.0, scale=1.0):
        square = (r / scale) ** 2
        if alpha in (2, 0, -np.inf):
            return {2: square / 2, 0: torch.log1p(square / 2), -np.inf: -torch.expm1(-square / 2)}[alpha]
        b = abs(alpha - 2)
        return b / alpha * torch.expm1(alpha / 2 * torch.log1p(square / b))

    return {"generalRobust": general_robust}
