"""The losses of a yes-or-no target: see losses.py for the columns of the table."""

import mpmath
import numpy as np
from mpmath import mpf

from loss_inputs import label_pairs, logit_label_pairs, logit_pairs, probability_pairs

FILE = "losses-binary.json"


def softplus(x):
    return mpmath.log(1 + mpmath.exp(x))


def clamped_log(x):
    """PyTorch's logarithm of a probability, never below -100."""
    return max(mpmath.log(x), mpf(-100)) if x > 0 else mpf(-100)


def signed(target, targets="signed"):
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


def modified_huber(p, t, targets="signed"):
    margin = signed(t, targets) * p
    return max(0, 1 - margin) ** 2 if margin >= -1 else -4 * margin


def modified_huber_kinks(t, targets="signed"):
    """The squared part holds at both ends, margins 1 and -1."""
    sign = signed(t, targets)
    return {sign: "left" if sign > 0 else "right", -sign: "right" if sign > 0 else "left"}


def perceptron_kinks(t, targets="signed"):
    return {mpf(0): "left" if signed(t, targets) > 0 else "right"}


def hinge_embedding(p, t, margin=mpf(1), targets="signed"):
    return p if signed(t, targets) > 0 else max(0, margin - p)


def hinge_embedding_kinks(t, margin=mpf(1), targets="signed"):
    return {} if signed(t, targets) > 0 else {mpf(margin): "left"}


def shares(t, smoothing):
    """What a target gives to the positive and to the negative class."""
    smooth = t * (1 - smoothing) + smoothing / 2
    return smooth, 1 - smooth


def sigmoid(x):
    return 1 / (1 + mpmath.exp(-x))


def binary_focal(x, t, alpha=mpf("0.25"), gamma=mpf(2), classBalancing=True, labelSmoothing=mpf(0)):
    positive, negative = shares(t, labelSmoothing)
    miss = positive * sigmoid(-x) + negative * sigmoid(x)
    balance = alpha * positive + (1 - alpha) * negative if classBalancing else 1
    return balance * miss**gamma * (positive * softplus(-x) + negative * softplus(x))


def asymmetric(x, t, gammaNegative=mpf(4), gammaPositive=mpf(1), clip=mpf(np.float32(0.05).item())):
    shifted = max(sigmoid(x) - clip, 0)
    rest = min(sigmoid(-x) + clip, 1)
    negative = shifted**gammaNegative * -mpmath.log(rest) if shifted > 0 else 0
    return t * sigmoid(-x) ** gammaPositive * softplus(-x) + (1 - t) * negative


def asymmetric_kinks(t, clip=mpf(0), **options):
    """Active at equality; only a clip of 1/2 has its kink at a float32 number."""
    return {mpf(0): "right"} if clip == mpf("0.5") else {}


SMOOTHED = [{}, {"positiveWeight": 3}, {"labelSmoothing": 0.1}, {"positiveWeight": 3, "labelSmoothing": 0.1}]
FOCAL = [{}, {"gamma": 0}, {"gamma": 1, "alpha": 0.75}, {"gamma": 0.5}, {"gamma": 5}, {"gamma": 2.5, "labelSmoothing": 0.1},
         {"gamma": 50, "classBalancing": False}, {"classBalancing": False, "labelSmoothing": 0.1}, {"classBalancing": False}]
ASYMMETRIC = [{}, {"gammaNegative": 2, "gammaPositive": 0, "clip": 0}, {"gammaNegative": 0, "gammaPositive": 0},
              {"gammaNegative": 1, "clip": 0.5}, {"gammaNegative": 2.5, "gammaPositive": 0.5, "clip": 0.1},
              {"gammaNegative": 5.5, "gammaPositive": 30, "clip": 0}]
SIGNED = [{}, {"targets": "zeroOne"}]

TABLE = [
    ("binaryCrossEntropy", SMOOTHED, logit_pairs, binary, binary_kinks),
    ("binaryCrossEntropy", [{"fromLogits": False, **options} for options in SMOOTHED], probability_pairs, binary, binary_kinks),
    ("binaryFocal", FOCAL, logit_pairs, binary_focal, None),
    ("asymmetric", ASYMMETRIC, logit_pairs, asymmetric, asymmetric_kinks),
    ("hinge", SIGNED, label_pairs, lambda p, t, targets="signed": max(0, 1 - signed(t, targets) * p), margin_kinks),
    ("squaredHinge", SIGNED, label_pairs, lambda p, t, targets="signed": max(0, 1 - signed(t, targets) * p) ** 2, margin_kinks),
    ("modifiedHuber", SIGNED, label_pairs, modified_huber, modified_huber_kinks),
    ("perceptron", SIGNED, label_pairs, lambda p, t, targets="signed": max(0, -signed(t, targets) * p), perceptron_kinks),
    ("exponential", SIGNED, label_pairs, lambda p, t, targets="signed": mpmath.exp(-signed(t, targets) * p), None),
    ("softMargin", SIGNED, logit_label_pairs, lambda p, t, targets="signed": softplus(-signed(t, targets) * p), None),
    ("hingeEmbedding", [{}, {"margin": 0.3, "targets": "zeroOne"}], label_pairs, hinge_embedding, hinge_embedding_kinks),
]


def peers():
    """The losses that PyTorch and Keras have, in float64: (prediction, target, **options) → terms."""
    import os
    import tempfile

    os.environ["KERAS_BACKEND"] = "torch"
    os.environ.setdefault("KERAS_HOME", os.path.join(tempfile.gettempdir(), "golden-keras"))
    import keras
    import torch
    import torch.nn.functional as functional

    def cross_entropy(p, t, fromLogits=True, positiveWeight=1, labelSmoothing=0):
        t = t * (1 - labelSmoothing) + labelSmoothing / 2
        weight = torch.tensor(float(positiveWeight))
        if fromLogits:
            return functional.binary_cross_entropy_with_logits(p, t, pos_weight=weight, reduction="none")
        ends = [functional.binary_cross_entropy(p, torch.full_like(p, end), reduction="none") for end in (1.0, 0.0)]
        return weight * t * ends[0] + (1 - t) * ends[1]

    def soft_margin(p, t, **options):
        return functional.soft_margin_loss(p, signed(t, **options), reduction="none")

    def hinge_embedding(p, t, margin=1, **options):
        loss = functional.hinge_embedding_loss(p, signed(t, **options), margin=margin, reduction="none")
        return torch.where((p == margin) & (loss == 0), margin - p, loss)  # clamp_min takes the other side at equality

    def sigmoid_focal(x, t, alpha=0.25, gamma=2, classBalancing=True, labelSmoothing=0):
        """The body of torchvision.ops.sigmoid_focal_loss, whose wheels are tied to one version of PyTorch."""
        t = t * (1 - labelSmoothing) + labelSmoothing / 2
        p = torch.sigmoid(x)
        p_t = p * t + (1 - p) * (1 - t)
        loss = functional.binary_cross_entropy_with_logits(x, t, reduction="none") * ((1 - p_t) ** gamma)
        return (alpha * t + (1 - alpha) * (1 - t)) * loss if classBalancing else loss

    def keras_focal(x, t, alpha=0.25, gamma=2, classBalancing=True, labelSmoothing=0):
        # Keras's mean, though of one element, goes through float32; over no axis it leaves the terms alone.
        return keras.losses.binary_focal_crossentropy(t, x, classBalancing, alpha, gamma, from_logits=True,
                                                      label_smoothing=labelSmoothing, axis=())

    def asymmetric(x, t, **options):
        """The body of the authors' AsymmetricLoss (Alibaba-MIIL/ASL), without its eps, mixed as the paper mixes both targets."""
        def hard(y, gammaNegative=4, gammaPositive=1, clip=np.float32(0.05).item()):
            xs_pos = torch.sigmoid(x)
            xs_neg = (1 - xs_pos + clip).clamp(max=1) if clip > 0 else 1 - xs_pos
            loss = y * torch.log(xs_pos) + (1 - y) * torch.log(xs_neg)
            pt = xs_pos * y + xs_neg * (1 - y)
            return -loss * torch.pow(1 - pt, gammaPositive * y + gammaNegative * (1 - y))
        return t * hard(1, **options) + (1 - t) * hard(0, **options)

    return {"asymmetric": asymmetric, "binaryCrossEntropy": cross_entropy, "binaryFocal": (sigmoid_focal, keras_focal), "softMargin": soft_margin, "hingeEmbedding": hinge_embedding}


def numpy_peers():
    """The losses that scikit-learn has: (prediction, target, **options) → value and gradient, arrays of float64."""
    from sklearn._loss.loss import ExponentialLoss
    from sklearn.linear_model import _sgd_fast

    def sgd(loss):
        def terms(p, t, **options):
            pairs = list(zip(p.tolist(), signed(t, **options).tolist()))
            return [[function(*pair) for pair in pairs] for function in (loss.py_loss, loss.py_dloss)]
        return terms

    def exponential(p, t, **options):
        return ExponentialLoss().loss_gradient((signed(t, **options) + 1) / 2, p)

    return {"hinge": sgd(_sgd_fast.Hinge(1.0)), "squaredHinge": sgd(_sgd_fast.SquaredHinge()), "perceptron": sgd(_sgd_fast.Hinge(0.0)),
            "modifiedHuber": sgd(_sgd_fast.ModifiedHuber()), "exponential": exponential}
