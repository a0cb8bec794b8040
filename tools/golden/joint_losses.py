"""Losses of several predictions with 500 digits: one expression of the value each, gradients and hessians by differentiating it.

A residual is fround(first - target) or fround(first - second), as the library defines it; `at` takes that residual, so that a
difference of the first prediction is one of the residual. At a kink the table names the side whose derivatives hold.
Run: python tools/golden/joint_losses.py
"""

import mpmath
import numpy as np
from mpmath import mp, mpf

import golden_io
from losses import DIGITS, WORKING_DIGITS, derivatives, exact, settle

FILE = "losses-joint.json"
F = np.float32
SIZES = [1e-30, 1e-10, 1e-3, 0.1, 1, 3, 1e3, 1e10, 1e18]


def triples(first, second, target, count=60, seed=3):
    """Random combinations of edges."""
    random = np.random.RandomState(seed)
    draw = lambda values: [F(values[i]) for i in random.randint(len(values), size=count)]
    return list(zip(draw(first), draw(second), draw(target)))


REAL = [0.0, *SIZES, *(-np.array(SIZES)), 0.25, -1.75]
POSITIVE = [*SIZES, 0.25, 1.75]
SIGNS = [-1.0, 1.0]


def gaussian(x, target, full=False, **options):
    r, variance = x
    return (mpmath.log(variance) + r**2 / variance) / 2 + (mpmath.log(2 * mpmath.pi) / 2 if full else 0)


def laplace(x, target):
    r, scale = x
    return mpmath.log(2 * scale) + abs(r) / scale


def ranking(x, target, margin=mpf(0), targets="plusMinusOne"):
    sign = 2 * target - 1 if targets == "zeroOne" else target
    return max(mpf(0), margin - sign * x[0])


def gaussian_variables(inputs, target, epsilon=mpf(float(F(1e-6))), **options):
    return [mpf(float(inputs[0] - target)), max(mpf(float(inputs[1])), epsilon)]


# name, inputs, option sets, triples, variables(inputs, target, **options), value(variables, target, **options),
# the variable and the sign behind each input's derivative, the side of a kink by input
TABLE = [
    ("gaussianNLL", ("mean", "variance"), [{}, {"full": True}, {"epsilon": 0.5}], triples(REAL, [0.0, *POSITIVE], REAL), gaussian_variables, gaussian,
     [(0, 1), (1, 1)], lambda x, t, **options: [None, None]),
    ("laplaceNLL", ("location", "scale"), [{}], triples(REAL, POSITIVE, REAL, seed=4),
     lambda inputs, t, **options: [mpf(float(inputs[0] - t)), mpf(float(inputs[1]))], laplace,
     [(0, 1), (1, 1)], lambda x, t, **options: ["flat" if x[0] == 0 else None, None]),
    ("marginRanking", ("first", "second"), [{}, {"margin": 0.5}, {"margin": 1, "targets": "zeroOne"}],
     triples(REAL, REAL, SIGNS, seed=5), lambda inputs, t, **options: [mpf(float(inputs[0] - inputs[1]))], ranking,
     [(0, 1), (0, -1)], lambda x, t, margin=mpf(0), **options: [active_side(x[0], t, margin, **options)] * 2),
]


def active_side(difference, target, margin, targets="plusMinusOne"):
    """The hinge is active at equality: the side of smaller right differences."""
    sign = 2 * target - 1 if targets == "zeroOne" else target
    return ("left" if sign > 0 else "right") if margin == sign * difference else None


def terms(row, options, inputs, target):
    _, _, _, _, variables, value, places, sides = row
    x = variables(inputs, target, **options)
    t = mpf(float(target))
    side = sides(x, t, **options)
    first, second = [], []
    for (place, sign), edge in zip(places, side):
        along = lambda at, place=place: value([*x[:place], at, *x[place + 1:]], t, **options)
        slope, curvature = derivatives(along, x[place], edge)
        first.append(settle(sign * slope))
        second.append(settle(curvature))
    return settle(value(x, t, **options)), first, second


def case(row, given):
    name, inputs, _, samples = row[:4]
    options = exact(given)
    if given.get("targets") == "zeroOne":
        samples = [(a, b, F((t + 1) / 2)) for a, b, t in samples]
    results = [terms(row, options, sample[:2], sample[2]) for sample in samples]
    columns = dict(zip((*inputs, "target"), zip(*samples))) | {"value": [r[0] for r in results]}
    for k, key in ((1, "gradient"), (2, "hessian")):
        columns[key] = {each: [r[k][i] for r in results] for i, each in enumerate(inputs)}
    return {"loss": name, "options": given, "cases": columns}


def build():
    mp.dps = WORKING_DIGITS
    cases = [case(row, options) for row in TABLE for options in row[2]]
    return {"generator": "tools/golden/joint_losses.py", "versions": golden_io.versions("mpmath", "numpy"), "digits": DIGITS,
            "note": "residuals rounded to float32; options rounded to float32", "losses": cases}


if __name__ == "__main__":
    golden_io.write(FILE, build())
