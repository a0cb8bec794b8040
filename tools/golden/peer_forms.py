"""Losses of Keras and scikit-learn as verify.py calls peers: (prediction, target) → terms, or (terms, gradients), in float64."""

import os
import tempfile

import torch


def keras_loss(name):
    """A function of keras.losses, whose mean over the last axis is that of one element, in float32; PyTorch differentiates it."""
    os.environ["KERAS_BACKEND"] = "torch"
    os.environ.setdefault("KERAS_HOME", os.path.join(tempfile.gettempdir(), "golden-keras"))
    import keras

    function = getattr(keras.losses, name)
    return lambda prediction, target: function(target[:, None], prediction[:, None]).float()


def sklearn_loss(loss):
    """An element loss of scikit-learn, with its own gradient."""
    def evaluate(prediction, target):
        terms, gradients = torch.empty_like(target), torch.empty_like(target)
        loss.loss_gradient(y_true=target.numpy(), raw_prediction=prediction.detach().numpy(), sample_weight=None,
                           loss_out=terms.numpy(), gradient_out=gradients.numpy(), n_threads=1)
        return terms, gradients

    return evaluate


def sklearn_sgd_loss(loss):
    """A loss of scikit-learn's SGD, one element at a time, with its own gradient."""
    def evaluate(prediction, target):
        pairs = list(zip(prediction.tolist(), target.tolist()))
        columns = ([of(p, y) for p, y in pairs] for of in (loss.py_loss, loss.py_dloss))
        return tuple(torch.tensor(column, dtype=torch.float64) for column in columns)

    return evaluate


def unless(exempt, peer):
    """The peer with NaN terms, which verify.py passes over, where its convention is another one or it has no answer."""
    def evaluate(prediction, target, **options):
        found = peer(prediction, target, **options)
        values, *gradients = found if isinstance(found, tuple) else (found,)
        values = torch.where(exempt(prediction, target, **options), float("nan"), values)
        return (values, *gradients) if gradients else values

    return evaluate
