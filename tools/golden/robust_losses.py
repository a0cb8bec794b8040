"""The losses that hold outliers back: see losses.py for the columns of the table."""

import mpmath
from mpmath import mp

from loss_inputs import residual_pairs

FILE = "losses-robust.json"


def scaled(profile):
    """c² times half a profile of z = (r/c)²."""
    return lambda r, t, c: c**2 * profile((r / c) ** 2) / 2


def hampel(r, t, a, b, c):
    x = abs(r)
    if x <= a:
        return r**2 / 2
    if x <= b:
        return a * x - a**2 / 2
    if x <= c:
        return a * b - a**2 / 2 + a * (c - b) / 2 * (1 - ((c - x) / (c - b)) ** 2)
    return a * b - a**2 / 2 + a * (c - b) / 2


def tolerant(r, t, a, b):
    return b * (mpmath.log(1 + mpmath.exp((r**2 - a) / b)) - mpmath.log(1 + mpmath.exp(-a / b))) / 2


def symmetric(*points):
    """Kinks whose derivatives are those of the side of the target."""
    return {point: "left" for point in points} | {-point: "right" for point in points}


def hampel_kinks(t, a, b, c):
    # At b the flat side holds, at c the falling one, unless they are one point.
    return symmetric(a, b, c)


def smooth(name, profile, scales):
    return (name, [{"c": c} for c in scales], residual_pairs, scaled(profile), None)


def bounded(name, profile, scales, end=1):
    """A profile that is constant for |r| beyond `end` times c."""
    value = lambda r, t, c: scaled(profile)(min(abs(r), end * c), t, c)
    return (name, [{"c": c} for c in scales], residual_pairs, value, lambda t, c: symmetric(end * c))


TABLE = [
    smooth("cauchy", lambda z: mpmath.log(1 + z), (2.3849, 1, 0.1, 1e4, 1e-3)),
    smooth("gemanMcClure", lambda z: z / (1 + z), (1, 0.3, 1e4)),
    smooth("welsch", lambda z: 1 - mpmath.exp(-z), (2.9846, 0.3, 1e4)),
    smooth("arctan", mpmath.atan, (1, 0.3, 1e4)),
    ("fair", [{"c": c} for c in (1.3998, 0.3, 1e4)], residual_pairs,
     lambda r, t, c: c**2 * (abs(r) / c - mpmath.log(1 + abs(r) / c)), None),
    bounded("tukey", lambda z: (1 - (1 - z) ** 3) / 3, (4.6851, 0.3, 1e4)),
    bounded("talwar", lambda z: z, (2.795, 0.3, 1e4)),
    bounded("andrews", lambda z: 2 * (1 - mpmath.cos(mpmath.sqrt(z))), (1.339, 0.3, 1e4), mp.pi),
    ("hampel", [{"a": 2, "b": 4, "c": 8}, {"a": 0.5, "b": 0.5, "c": 3}, {"a": 1.7, "b": 3.4, "c": 8.5}, {"a": 1, "b": 3, "c": 3}],
     residual_pairs, hampel, hampel_kinks),
    ("tolerant", [{"a": 1, "b": 0.1}, {"a": 0, "b": 1}, {"a": 2, "b": 0.02}, {"a": 1e4, "b": 300}], residual_pairs, tolerant, None),
]


def peers():
    """The losses of scipy.optimize.least_squares, which takes the square of the scaled residual and halves: (r, target, c) → terms."""
    from scipy.optimize._lsq.least_squares import construct_loss_function

    def of_scipy(name):
        def terms(residual, target, c):
            r = residual.detach().numpy()
            value, first, second = construct_loss_function(len(r), name, c)(r)
            return {"value": value / 2, "gradient": r * first, "hessian": first + 2 * r**2 * second}
        return terms

    return {name: of_scipy(name) for name in ("cauchy", "arctan")}
