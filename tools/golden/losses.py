"""Pointwise losses with 500 digits: one expression of the value per loss, gradient and hessian by differentiating it.

Inputs and options are float32 numbers. A residual loss sees r = fround(prediction - target), which is how the library
defines it. At a kink the table says which side's derivatives hold, or "flat" for gradient 0 and hessian 0.
Run: python tools/golden/losses.py
"""

import mpmath
import numpy as np
from mpmath import mp, mpf

import golden_io
from loss_inputs import label_pairs, logit_pairs, probability_pairs, residual_pairs

FILE = "losses.json"
DIGITS = 50
# softplus(1000) = 1000 + 5e-435: 500 digits keep every number a double can hold right after two differences.
WORKING_DIGITS = 500
STEP = "1e-60"  # far below the spacing of float32's subnormals, so no difference reaches across a kink


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


def beta_kinks(t, beta):
    return {beta: "right", -beta: "left"} if beta > 0 else {mpf(0): "flat"}  # |r| < beta is quadratic


SMOOTHED = [{}, {"positiveWeight": 3}, {"labelSmoothing": 0.1}, {"positiveWeight": 3, "labelSmoothing": 0.1}]

# name, option sets, inputs, value(residual or prediction, target, options), kinks(target, options) in the same variable
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
    ("binaryCrossEntropy", SMOOTHED, logit_pairs, binary, binary_kinks),
    ("binaryCrossEntropy", [{"fromLogits": False, **options} for options in SMOOTHED], probability_pairs, binary, binary_kinks),
    ("hinge", [{}, {"targets": "zeroOne"}], label_pairs,
     lambda p, t, targets="signed": max(0, 1 - signed(t, targets) * p), margin_kinks),
    ("squaredHinge", [{}, {"targets": "zeroOne"}], label_pairs,
     lambda p, t, targets="signed": max(0, 1 - signed(t, targets) * p) ** 2, margin_kinks),
]


def derivatives(value, x, side):
    """First and second derivative of `value` at x, from both sides or from the declared one."""
    if side == "flat":
        return mpf(0), mpf(0)
    h = mpf(STEP) * (-1 if side == "left" else 1)
    here, after = value(x), value(x + h)
    if side is None:
        before = value(x - h)
        return (after - before) / (2 * h), (after - 2 * here + before) / h**2
    beyond = value(x + 2 * h)
    return (4 * after - 3 * here - beyond) / (2 * h), (here - 2 * after + beyond) / h**2


def settle(number):
    """A double; differences leave noise near 1e-300 where the derivative is exactly 0."""
    return 0.0 if abs(number) < mpf("1e-330") else float(number)


def terms(value, kinks, prediction, target, options, residual):
    """Value, gradient and hessian at one float32 pair."""
    x = mpf(float(prediction - target if residual else prediction))
    t = mpf(float(target))
    side = kinks(t, **options).get(x) if kinks else None
    first, second = derivatives(lambda at: value(at, t, **options), x, side)
    return [settle(number) for number in (value(x, t, **options), first, second)]


def exact(options):
    """Options as the library sees them: numbers rounded to float32."""
    return {key: mpf(float(np.float32(item))) if type(item) in (int, float) else item for key, item in options.items()}


def case(name, given, pairs, value, kinks):
    options = exact(given)
    inputs = pairs(kinks, options)
    results = [terms(value, kinks, *pair, options, pairs is residual_pairs) for pair in inputs]
    columns = dict(zip(("prediction", "target"), zip(*inputs))) | dict(zip(("value", "gradient", "hessian"), zip(*results)))
    return {"loss": name, "options": given, "cases": columns}


def build():
    mp.dps = WORKING_DIGITS
    cases = [case(name, options, pairs, value, kinks) for name, sets, pairs, value, kinks in TABLE for options in sets]
    return {"generator": "tools/golden/losses.py", "versions": golden_io.versions("mpmath", "numpy"), "digits": DIGITS,
            "note": "r = fround(prediction - target); options rounded to float32", "losses": cases}


if __name__ == "__main__":
    golden_io.write(FILE, build())
