"""Float32 pairs (prediction, target) for the pointwise losses: every size, subnormals, signed zeros, kinks and their neighbours."""

import numpy as np

F = np.float32
MAGNITUDES = [1e-45, 1e-39, 1e-30, 1e-10, 1e-3, 0.1, 0.5, 1, 3, 1e3, 1e10, 1e30]
LOGITS = [1e-45, 1e-39, 1e-30, 1e-10, 1e-3, 0.1, 1, 10, 20, 30, 50, 80, 88, 90, 100, 104, 1000, 1e10, 1e30]
NEAR_ONE = [1 - 2.0**-24, 1 - 2.0**-23, 1 - 1e-6, 0.999]


def _both_signs(magnitudes):
    return [F(sign * size) for size in (0.0, *magnitudes) for sign in (1, -1)]


def _with_neighbours(points):
    """Each float32 point and the float32 numbers one ulp to either side."""
    return [F(near) for point in points for near in (np.nextafter(F(point), F(-np.inf)), point, np.nextafter(F(point), F(np.inf)))]


def _normal(count, seed, scale=1.0):
    # RandomState's stream is frozen by NumPy's policy; default_rng's is not.
    return [F(x) for x in scale * np.random.RandomState(seed).standard_normal(count)]


def _unique(pairs):
    return list({(p.tobytes(), t.tobytes()): (p, t) for p, t in pairs}.values())


def _kinks(kinks, target, options):
    return [float(point) for point in kinks(float(target), **options)] if kinks else []


def residual_pairs(kinks, options):
    """Residuals of every size against the target 0, and near targets that round."""
    points = _with_neighbours(_kinks(kinks, 0, options))
    pairs = [(r, F(0)) for r in _both_signs(MAGNITUDES) + points] + [(F(0), F(-0.0)), (F(1e30), F(-1e30)), (F(1e10), F(1e10))]
    for target in (F(1.5), F(-0.3)):
        pairs += [(target + r, target) for r in [F(0), F(1e-3), F(-1e-3), F(0.7), F(-20), *points]]
    return _unique(pairs + list(zip(_normal(20, 1, 2.0), _normal(20, 2))))


def real_pairs(kinks, options):
    """Predictions and targets of every size and sign, each against each; predictions near their targets."""
    sizes = _both_signs([1e-45, 1e-39, 1e-10, 0.3, 1, 1e3, 1e30, 3e38])
    return _unique([(p, t) for p in sizes for t in sizes] + residual_pairs(None, options))


def logit_pairs(kinks, options):
    """Logits of every size for hard and soft targets."""
    return _unique([(x, F(t)) for t in (0, 1, 0.3) for x in _both_signs(LOGITS) + _normal(4, 3, 3.0)])


def count_pairs(kinks, options):
    """Logarithms of rates of every size for counts, also huge and none."""
    return [(x, t) for x, t in log_mean_pairs(kinks, options)] + _unique([(x, F(0)) for x in _both_signs(LOGITS)])


def log_mean_pairs(kinks, options):
    """Logarithms of means of every size for positive targets, and near those where the derivative vanishes."""
    targets = [F(t) for t in (1e-45, 1e-39, 1e-10, 0.3, 1, 2.5, 7, 1e3, 1e30, 3e38)]
    near = [(F(np.log(t)), t) for t in targets] + [(F(np.log(t) + step), t) for t in targets for step in (-0.01, 0.5)]
    return _unique([(x, t) for t in targets for x in _both_signs(LOGITS)] + near)


def non_negative_pairs(kinks, options):
    """Numbers of at least 0 of every size, each against each, and near each other."""
    sizes = [F(x) for x in (0, *MAGNITUDES, 3e38)]
    near = [(F(t * factor), t) for t in sizes[1:-1] for factor in (0.9, 0.9999, 1.0001, 1.5, 3)]
    return _unique([(p, t) for p in sizes for t in sizes] + near)


def probability_pairs(kinks, options):
    """Probabilities from 0 to 1, both ends and the point where a logarithm reaches -100 (3.7e-44) included."""
    tiny = [F(x) for x in (0, 1e-45, 3.6e-44, 3.8e-44, 1e-39, 1e-30, 1e-10, 1e-3)]
    uniform = [F(x) for x in np.random.RandomState(4).uniform(size=12)]
    return _unique([(x, F(t)) for t in (0, 1, 0.3) for x in [*tiny, F(0.5), *uniform, *map(F, NEAR_ONE), F(1)]])


def label_pairs(kinks, options):
    """Predictions of every size against both labels, the margin 1, other kinks and their neighbours included."""
    labels = (F(0), F(1)) if options.get("targets") == "zeroOne" else (F(-1), F(1))
    points = _both_signs(MAGNITUDES) + _with_neighbours([-1, 1]) + _normal(8, 5, 1.5)
    return _unique([(p, t) for t in labels for p in points + _with_neighbours(_kinks(kinks, t, options))])


def logit_label_pairs(kinks, options):
    """Logits of every size against both labels."""
    labels = (F(0), F(1)) if options.get("targets") == "zeroOne" else (F(-1), F(1))
    return _unique([(x, t) for t in labels for x in _both_signs(LOGITS) + _normal(4, 3, 3.0)])
