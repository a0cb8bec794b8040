"""The losses of a real prediction and a real target: see losses.py for the columns of the table."""

import mpmath
from mpmath import mpf

from loss_inputs import real_pairs, residual_pairs

FILE = "losses-regression.json"


def beta_kinks(t, beta):
    return {beta: "right", -beta: "left"} if beta > 0 else {mpf(0): "flat"}  # |r| < beta is quadratic


def epsilon_kinks(t, epsilon):
    return {epsilon: "right", -epsilon: "left"} if epsilon > 0 else {mpf(0): "flat"}  # active at equality


def smape_kinks(t):
    """sign(0) = 0 for the residual, and for the prediction in |p|."""
    return {mpf(0): "mean", mpf(t): "flat"}


def smape(p, t):
    return 200 * abs(p - t) / (abs(p) + abs(t)) if p or t else mpf(0)


def wing(r, t, width, curvature):
    if abs(r) < width:
        return width * mpmath.log(1 + abs(r) / curvature)
    return abs(r) - (width - width * mpmath.log(1 + width / curvature))


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
    ("pseudoHuber", [{"delta": 1}, {"delta": 1.35}, {"delta": 0.1}], residual_pairs,
     lambda r, t, delta: delta**2 * (mpmath.sqrt(1 + (r / delta)**2) - 1), None),
    ("quantile", [{"q": 0.5}, {"q": 0.9}, {"q": 0.1}], residual_pairs,
     lambda r, t, q: (1 - q) * r if r > 0 else -q * r, lambda t, q: {mpf(0): "flat"}),
    ("expectile", [{"tau": 0.5}, {"tau": 0.9}, {"tau": 0.1}], residual_pairs,
     lambda r, t, tau: abs(tau - (r > 0)) * r**2, lambda t, tau: {mpf(0): "left"}),
    ("epsilonInsensitive", [{"epsilon": 0.1}, {"epsilon": 0.5}, {"epsilon": 0}], residual_pairs,
     lambda r, t, epsilon: max(0, abs(r) - epsilon), epsilon_kinks),
    ("squaredEpsilonInsensitive", [{"epsilon": 0.1}, {"epsilon": 0.5}], residual_pairs,
     lambda r, t, epsilon: max(0, abs(r) - epsilon)**2, epsilon_kinks),
    ("meanAbsolutePercentageError", [{"epsilon": 1e-7}, {"epsilon": 0.5}], residual_pairs,
     lambda r, t, epsilon: 100 * abs(r) / max(abs(t), epsilon), lambda t, epsilon: {mpf(0): "flat"}),
    ("symmetricMeanAbsolutePercentageError", [{}], real_pairs, smape, smape_kinks),
    ("wing", [{"width": 10, "curvature": 2}, {"width": 0.5, "curvature": 0.1}], residual_pairs, wing,
     lambda t, width, curvature: {width: "right", -width: "left", mpf(0): "even"}),
]


def peers():
    """What others have, in float64: (residual or prediction, target, **options) → terms, or terms and gradients."""
    import torch
    import torch.nn.functional as functional
    from sklearn._loss._loss import CyPinballLoss
    from sklearn.linear_model._sgd_fast import EpsilonInsensitive, SquaredEpsilonInsensitive

    from peer_forms import keras_loss, sklearn_loss, sklearn_sgd_loss, unless

    def of_zero(function):
        return lambda r, t, **options: function(r, torch.zeros_like(r), reduction="none", **options)

    def sklearn(wrap, kind):
        return lambda r, t, **options: wrap(kind(*options.values()))(r, torch.zeros_like(r))

    percentage = keras_loss("mean_absolute_percentage_error")

    return {
        "meanSquaredError": of_zero(functional.mse_loss), "meanAbsoluteError": of_zero(functional.l1_loss),
        "halfSquaredError": lambda r, t: functional.mse_loss(r, torch.zeros_like(r), reduction="none") / 2,
        "huber": of_zero(functional.huber_loss), "smoothL1": of_zero(functional.smooth_l1_loss),
        "logCosh": lambda r, t: torch.log1p(2 * torch.sinh(r / 2) ** 2),
        # scikit-learn has the gradient -q at 0, and 0 on the edge of the tube.
        "quantile": unless(lambda r, t, q: r == 0, sklearn(sklearn_loss, CyPinballLoss)),
        "epsilonInsensitive": unless(lambda r, t, epsilon: abs(r) == epsilon, sklearn(sklearn_sgd_loss, EpsilonInsensitive)),
        "squaredEpsilonInsensitive": sklearn(sklearn_sgd_loss, SquaredEpsilonInsensitive),
        # Keras's epsilon is the double 1e-7 whatever is asked for.
        "meanAbsolutePercentageError": unless(lambda r, t, epsilon: abs(t) <= epsilon, lambda r, t, epsilon: percentage(t + r, t)),
    }
