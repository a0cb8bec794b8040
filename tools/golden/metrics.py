"""scikit-learn's metrics on small fixed data, with and without sample weights, zero divisions (value 0) included.

Named data sets are stored once; a case names its data, its options and whether the data's weights apply. confusionMatrix is row by row,
rows the true classes. `labels` in a case fixes the classes, also those that never occur; otherwise they are the union of both sides.
Run: python tools/golden/metrics.py
"""

import warnings

import numpy as np
from sklearn import metrics

import golden_io

FILE = "metrics.json"
F = np.float32


def regression_data():
    random = np.random.RandomState(51)
    target = random.standard_normal(40)
    near = target + 0.3 * random.standard_normal(40)
    flat = np.full(40, 2.5)
    pairs = {"close": (near, target), "unrelated": (random.standard_normal(40), target), "perfect": (target, target),
             "offset": (near + 1000, target + 1000), "constantTarget": (near, flat), "constantTargetPerfect": (flat, flat),
             "single": (near[:1], target[:1]), "scaled": (1e-3 * near, 1e3 * target)}
    return {name: with_weights(p.astype(F), t.astype(F), 52) for name, (p, t) in pairs.items()}


def with_weights(prediction, target, seed):
    weights = np.random.RandomState(seed).randint(0, 9, len(target)) / 4
    weights[0] = 0.5  # never all zero
    return {"prediction": prediction, "target": target, "weights": weights.astype(F)}


def labels_data():
    random = np.random.RandomState(53)

    def noisy(classes, count, wrong):
        target = random.randint(0, classes, count)
        return np.where(random.uniform(size=count) < wrong, random.randint(0, classes, count), target), target

    ones, zeros = np.ones(12, int), np.zeros(12, int)
    some = random.randint(0, 2, 12)
    pairs = {"binary": noisy(2, 50, 0.4), "binaryPerfect": (some, some), "binaryNothingPredicted": (zeros, some),
             "binaryNothingTrue": (some, zeros), "binaryNeither": (zeros, zeros), "binaryAlways": (ones, some),
             "three": noisy(3, 60, 0.4), "ten": noisy(10, 80, 0.5),
             "threeNeverPredicted": (np.minimum(noisy(3, 30, 0.3)[0], 1), noisy(3, 30, 0.3)[1]),
             "threeNeverTrue": (noisy(3, 30, 0.3)[0], np.minimum(noisy(3, 30, 0.3)[1], 1)),
             "gap": (np.array([0, 2, 2, 0, 2, 0]), np.array([0, 2, 0, 0, 2, 2]))}
    return {name: with_weights(p, t, 54) for name, (p, t) in pairs.items()}


REGRESSION = {"mse": metrics.mean_squared_error, "rmse": metrics.root_mean_squared_error, "mae": metrics.mean_absolute_error,
              "r2": metrics.r2_score}
RATIOS = {"precision": metrics.precision_score, "recall": metrics.recall_score, "f1": metrics.f1_score}
AVERAGES = ("macro", "micro", "weighted", "none")


def ratio(name, target, prediction, average, **extra):
    return RATIOS[name](target, prediction, average=None if average == "none" else average, zero_division=0, **extra)


def evaluate(case, data):
    target, prediction = data["target"], data["prediction"]
    extra = {"sample_weight": data["weights"].astype(float)} if case["weighted"] else {}
    if "labels" in case:
        extra["labels"] = case["labels"]
    name = case["metric"]
    if name in REGRESSION:
        return REGRESSION[name](target.astype(float), prediction.astype(float), **extra)
    if name == "accuracy":
        return metrics.accuracy_score(target, prediction, **extra)
    if name == "confusionMatrix":
        return np.ravel(metrics.confusion_matrix(target, prediction, **extra))
    if name == "fBeta":
        options = case["options"]
        return metrics.fbeta_score(target, prediction, beta=options["beta"], average=options["average"], zero_division=0, **extra)
    return ratio(name, target, prediction, case["options"]["average"], **extra)


def described(data):
    """Metric names and options of a labels data set."""
    binary = data.startswith("binary")
    yield "accuracy", {}
    yield "confusionMatrix", {}
    for average in (("binary",) if binary else ()) + AVERAGES:
        for name in RATIOS:
            yield name, {"average": average}
    for beta in (0.5, 2):
        yield "fBeta", {"beta": beta, "average": "binary" if binary else "macro"}


def plans(regression, labels):
    """Every case without its value. R² needs two samples, so it is left out of the single one."""
    for data in regression:
        for name in REGRESSION:
            if (data, name) != ("single", "r2"):
                yield data, name, {}, {}
    for data in labels:
        for name, options in described(data):
            yield data, name, options, {"labels": [0, 1]} if data.startswith("binary") and name == "confusionMatrix" else {}
    for name, options in described("gap"):
        if name != "accuracy":
            yield "gap", name, options, {"labels": [0, 1, 2, 3]}


def build():
    regression, labels = regression_data(), labels_data()
    everything = {**regression, **labels}
    cases = [{"metric": name, "data": data, "options": options, **extra, "weighted": weighted}
             for data, name, options, extra in plans(regression, labels) for weighted in (False, True)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a single label's confusion matrix warns
        cases = [{**case, "value": evaluate(case, everything[case["data"]])} for case in cases]
    return {"generator": "tools/golden/metrics.py", "versions": golden_io.versions("scikit-learn", "numpy"),
            "note": "confusionMatrix row by row, rows are true classes; zero division gives 0; r2 with force_finite",
            "data": [{"name": name, **data} for name, data in everything.items()], "cases": cases}


if __name__ == "__main__":
    golden_io.write(FILE, build())
