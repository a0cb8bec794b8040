"""Row-wise cross-entropy from logits with 300 digits, per row and as the mean.

loss = -sum_c s_c w_c log p_c, with s the targets after labelSmoothing (one-hot for a label) and w the class weights;
gradient_k = p_k sum_c s_c w_c - s_k w_k; hessian_k = p_k (1 - p_k) sum_c s_c w_c. The mean divides by sum_rows sum_c t_c w_c of
the targets before smoothing. An ignored row is 0 everywhere and counts nothing; 0 times log 0 is 0.
Run: python tools/golden/cross_entropy.py
"""

import mpmath
import numpy as np
from mpmath import mp, mpf

import golden_io

FILE = "cross-entropy.json"
DIGITS = 50
WORKING_DIGITS = 300
F = np.float32
INF = np.inf


def softmax(logits):
    """Probabilities and their logarithms, both exact to the working digits."""
    top = max(logits)
    raised = [mpmath.exp(z - top) for z in logits]
    total = mpmath.fsum(raised)
    return [e / total for e in raised], [z - top - mpmath.log(total) for z in logits]


def row_terms(logits, target, weights, smoothing):
    """Value, gradient and diagonal hessian of one row, and what it adds to the denominator."""
    p, log_p = softmax([mpf(float(z)) for z in logits])
    mixed = [((1 - smoothing) * t + smoothing / len(p)) * w for t, w in zip(target, weights)]
    mass = mpmath.fsum(mixed)
    value = -mpmath.fsum(m * l for m, l in zip(mixed, log_p) if m != 0)
    gradient = [pk * mass - m for pk, m in zip(p, mixed)]
    return value, gradient, [pk * (1 - pk) * mass for pk in p], mpmath.fsum(t * w for t, w in zip(target, weights))


def target_rows(case, classes):
    """Target probabilities per row, None for an ignored row."""
    if "targets" in case:
        return [[mpf(float(t)) for t in row] for row in np.reshape(case["targets"], (-1, classes))]
    ignored = case["options"].get("ignoreIndex", -100)
    return [None if y == ignored else [mpf(int(k == y)) for k in range(classes)] for y in case["labels"]]


def evaluate(case):
    """The case with its expected values, gradients and hessians (reduction "none") and its mean."""
    rows, classes = case["shape"]
    weights = [mpf(float(F(w))) for w in case["options"].get("classWeights", [1] * classes)]
    smoothing = mpf(float(F(case["options"].get("labelSmoothing", 0))))
    nothing = (mpf(0), [mpf(0)] * classes, [mpf(0)] * classes, mpf(0))
    logits = np.reshape(case["logits"], (rows, classes))
    terms = [row_terms(z, t, weights, smoothing) if t else nothing for z, t in zip(logits, target_rows(case, classes))]
    values, gradients, hessians, masses = zip(*terms)
    denominator = mpmath.fsum(masses)
    mean = mpmath.fsum(values) / denominator if denominator else mpf(0)
    return {**case, "value": values, "gradient": sum(gradients, []), "hessian": sum(hessians, []),
            "denominator": denominator, "mean": mean}


def labelled(name, rows, labels, **options):
    logits = np.asarray(rows, F)
    return {"name": name, "options": options, "shape": logits.shape, "logits": logits.ravel(), "labels": labels}


def mixed(name, rows, targets, **options):
    logits = np.asarray(rows, F)
    return {"name": name, "options": options, "shape": logits.shape, "logits": logits.ravel(), "targets": np.asarray(targets, F).ravel()}


def normal(rows, classes, seed, scale=2.0, offset=0.0):
    return (scale * np.random.RandomState(seed).standard_normal((rows, classes)) + offset).astype(F)


def soft_rows(rows, classes, seed):
    """Soft targets in multiples of 1/4096, so that each row sums to 1 exactly; some entries are 0."""
    shares = np.random.RandomState(seed).multinomial(4096, np.random.RandomState(seed + 1).dirichlet([0.4] * classes), rows)
    return shares / 4096


def one_hot(labels, classes):
    return np.eye(classes)[labels]


def hard_cases():
    cases = [labelled("one class", [[0], [-3.5], [1e4]], [0, 0, 0]),
             labelled("confident", [[20, 0, -3]] * 3, [0, 1, 2]),
             labelled("two classes far apart", [[50, 0], [50, 0], [0, 104], [0, 104]], [0, 1, 0, 1]),
             labelled("very confident", [[100, -100, 0]] * 3, [0, 1, 2]),
             labelled("equal logits", [[0, 0, 0], [-7.5, -7.5, -7.5], [1e4, 1e4, 1e4], [-1e30, -1e30, -1e30]], [0, 1, 2, 0]),
             labelled("masked classes", [[1, -INF, 0.5], [-INF, 2, -INF], [-INF, -3, 4]], [0, 1, 1]),
             labelled("label on a masked class", [[1, -INF, 0.5]], [1]),
             labelled("huge offsets", normal(4, 10, 11, offset=1e4), [0, 3, 9, 5]),
             labelled("huge negative offsets", normal(4, 3, 12, offset=-1e4), [0, 1, 2, 1]),
             labelled("all rows ignored", normal(2, 3, 13), [-100, -100])]
    for classes in (2, 3, 10, 33):
        labels = [(3 * row + 1) % classes for row in range(6)]
        cases.append(labelled(f"ordinary, {classes} classes", normal(6, classes, classes), labels))
    return cases


def option_cases():
    """Class weights (one of them 0), ignored rows and smoothing, alone and together; the same targets one-hot where that means the same."""
    cases = []
    for classes in (3, 10, 33):
        weights = [0.25 * (k % 7) for k in range(classes)]
        labels = [(2 * row + 1) % classes for row in range(6)]
        some = [-100 if row in (1, 4) else label for row, label in enumerate(labels)]
        logits = normal(6, classes, 100 + classes)
        for options in ({"classWeights": weights}, {"labelSmoothing": 0.1}, {"classWeights": weights, "labelSmoothing": 0.1}):
            name = f"{' and '.join(options)}, {classes} classes"
            cases += [labelled(name, logits, labels, **options), labelled(f"{name}, rows ignored", logits, some, **options),
                      mixed(f"{name}, one-hot", logits, one_hot(labels, classes), **options),
                      mixed(f"{name}, soft", logits, soft_rows(6, classes, classes), **options)]
        cases.append(labelled(f"ignoreIndex 0, {classes} classes", logits, [0 if y < 0 else y for y in some], ignoreIndex=0))
    return cases


def soft_cases():
    cases = [mixed("masked classes, soft", [[1, -INF, 0.5], [-INF, -3, 4]], [[0.25, 0, 0.75], [0, 0.5, 0.5]]),
             mixed("confident, soft", [[20, 0, -3], [100, -100, 0]], [[0.5, 0.5, 0], [0.125, 0.125, 0.75]]),
             mixed("one class, soft", [[2], [-2]], [[1], [1]])]
    for classes in (2, 3, 10, 33):
        logits = normal(4, classes, 200 + classes)
        cases += [mixed(f"one-hot, {classes} classes", logits, one_hot([row % classes for row in range(4)], classes)),
                  mixed(f"soft, {classes} classes", logits, soft_rows(4, classes, 300 + classes))]
    return cases


def build():
    mp.dps = WORKING_DIGITS
    cases = [evaluate(case) for case in hard_cases() + option_cases() + soft_cases()]
    return {"generator": "tools/golden/cross_entropy.py", "versions": golden_io.versions("mpmath", "numpy"), "digits": DIGITS,
            "note": "classWeights and labelSmoothing rounded to float32; value, gradient and hessian as with reduction none",
            "cases": cases}


if __name__ == "__main__":
    golden_io.write(FILE, build())
