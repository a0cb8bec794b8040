"""Negative log-likelihoods and deviances of a real target: see losses.py for the columns of the table."""

import mpmath
from mpmath import mpf

from loss_inputs import count_pairs, log_mean_pairs, non_negative_pairs, residual_pairs

FILE = "losses-likelihood.json"


def poisson(x, t, logInput=True, full=False, epsilon=mpf(0)):
    value = mpmath.exp(x) - t * x if logInput else x - t * mpmath.log(x + epsilon)
    if full and t > 1:
        value += t * mpmath.log(t) - t + mpmath.log(2 * mpmath.pi * t) / 2
    return value


def student(r, t, degrees, scale):
    kernel = (degrees + 1) / 2 * mpmath.log(1 + (r / scale) ** 2 / degrees)
    return kernel + mpmath.log(degrees * mpmath.pi) / 2 + mpmath.log(scale) \
        - mpmath.loggamma((degrees + 1) / 2) + mpmath.loggamma(degrees / 2)


TABLE = [
    ("meanSquaredLogarithmicError", [{}], non_negative_pairs, lambda p, t: mpmath.log((1 + p) / (1 + t)) ** 2, None),
    ("poisson", [{}, {"full": True}], count_pairs, poisson, None),
    ("poisson", [{"logInput": False, "epsilon": 1e-8}, {"logInput": False, "full": True, "epsilon": 1e-8}],
     non_negative_pairs, poisson, None),
    ("gamma", [{}], log_mean_pairs, lambda x, t: x + t * mpmath.exp(-x), None),
    ("studentTNLL", [{"degrees": 3, "scale": 1}, {"degrees": 0.5, "scale": 2}, {"degrees": 1000, "scale": 0.1}],
     residual_pairs, student, None),
]


def peers():
    """What others have, in float64: (residual or prediction, target, **options) → terms, or terms and gradients."""
    import torch
    import torch.nn.functional as functional
    from sklearn._loss._loss import CyHalfGammaLoss

    from peer_forms import keras_loss, sklearn_loss, unless

    def poisson(x, t, logInput=True, full=False, epsilon=0.0):
        return functional.poisson_nll_loss(x, t, log_input=logInput, full=full, eps=epsilon, reduction="none")

    def cancels(x, t, logInput=True, **options):
        """Where float64 itself keeps too few digits: a rate near a huge count, and ln(rate + epsilon) near 0."""
        if not logInput:
            return (abs(x - 1) < 1e-3) | (t > 1e6) & (abs(torch.log(x / t)) < 2)
        return (t > 1e6) & (abs(x - torch.log(t)) < 2)

    def student(r, t, degrees, scale):
        return -torch.distributions.StudentT(degrees, r, scale).log_prob(torch.zeros_like(r))

    logarithmic = keras_loss("mean_squared_logarithmic_error")
    return {
        # Keras takes smaller numbers for 1e-7.
        "meanSquaredLogarithmicError": unless(lambda p, t: (p < 1e-7) | (t < 1e-7), logarithmic),
        "poisson": unless(cancels, poisson), "gamma": sklearn_loss(CyHalfGammaLoss()), "studentTNLL": student,
    }
