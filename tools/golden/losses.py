"""Pointwise losses with 500 digits: one expression of the value per loss, gradient and hessian by differentiating it.

Inputs and options are float32 numbers. A residual loss sees r = fround(prediction - target), which is how the library
defines it. At a kink the table says which side's derivatives hold, or "flat" for gradient 0 and hessian 0, "even" for gradient
0 and the hessian of both sides, "mean" for the mean of both sides' gradients and hessian 0.

A family is a module with FILE and TABLE, whose rows are: name, option sets, inputs (of loss_inputs.py), value(residual or
prediction, target, **options), kinks(target, **options) in the same variable or None.
Run: python tools/golden/losses.py
"""

import numpy as np
from mpmath import mp, mpf

import barron_losses
import binary_losses
import golden_io
import likelihood_losses
import regression_losses
import robust_losses
from loss_inputs import residual_pairs

FAMILIES = (regression_losses, likelihood_losses, robust_losses, barron_losses, binary_losses)
DIGITS = 50
# softplus(1000) = 1000 + 5e-435: 500 digits keep every number a double can hold right after two differences.
WORKING_DIGITS = 500
STEP = "1e-60"  # far below the spacing of float32's subnormals, so no difference reaches across a kink


def derivatives(value, x, side):
    """First and second derivative of `value` at x, from both sides or from the declared one."""
    if side == "flat":
        return mpf(0), mpf(0)
    h = mpf(STEP) * (-1 if side == "left" else 1)
    here, after = value(x), value(x + h)
    if side in (None, "mean"):
        before = value(x - h)
        return (after - before) / (2 * h), (after - 2 * here + before) / h**2 if side is None else mpf(0)
    beyond = value(x + 2 * h)
    if side == "even":
        return mpf(0), (here - 2 * after + beyond) / h**2
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


def build(family):
    mp.dps = WORKING_DIGITS
    cases = [case(name, options, pairs, value, kinks) for name, sets, pairs, value, kinks in family.TABLE for options in sets]
    return {"generator": f"tools/golden/{family.__name__}.py", "versions": golden_io.versions("mpmath", "numpy"), "digits": DIGITS,
            "note": "r = fround(prediction - target); options rounded to float32", "losses": cases}


if __name__ == "__main__":
    for family in FAMILIES:
        golden_io.write(family.FILE, build(family))
