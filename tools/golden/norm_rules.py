"""The rules of optimizers that look at whole tensors, written out in NumPy float64.

step(parameters, gradients, state, t, learningRate, **options): lists of arrays, `state` a dict of the rule's own, t from 1.
Option names are the library's; `convention` says whose rule holds.
"""

import math

import numpy as np


def norm(x):
    return math.sqrt(np.sum(x * x))


def rms(x):
    return math.sqrt(np.mean(x * x))


def slots(state, name, like):
    return state.setdefault(name, [np.zeros_like(x) for x in like])


def lars(parameters, gradients, state, t, learningRate=0.1, momentum=0.9, nesterov=False, weightDecay=0.0, trustCoefficient=1e-3,
         epsilon=0.0, convention="paper"):
    """You et al. (2017): lambda = eta |w| / (|g| + beta |w|), the rate inside the momentum; optax takes |g + beta w|."""
    velocity, stepped = slots(state, "momentum", parameters), []
    for k, (p, g) in enumerate(zip(parameters, gradients)):
        u = g + weightDecay * p
        below = norm(u) if convention == "optax" else norm(g) + weightDecay * norm(p)
        ratio = trustCoefficient * norm(p) / (below + epsilon) if norm(p) > 0 and below > 0 else 1.0
        moved = learningRate * ratio * u
        velocity[k] = moved + momentum * velocity[k]
        stepped.append(p - (moved + momentum * velocity[k] if nesterov else velocity[k]))
    return stepped


def lamb(parameters, gradients, state, t, learningRate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-6, epsilonRoot=0.0, weightDecay=0.0,
         convention="paper"):
    """You et al. (2020), with |w| itself for phi; Keras decays the parameter first."""
    first, second, stepped = slots(state, "m", parameters), slots(state, "v", parameters), []
    for k, (p, g) in enumerate(zip(parameters, gradients)):
        first[k] = beta1 * first[k] + (1 - beta1) * g
        second[k] = beta2 * second[k] + (1 - beta2) * g * g
        r = first[k] / (1 - beta1**t) / (np.sqrt(second[k] / (1 - beta2**t) + epsilonRoot) + epsilon)
        p, r = (p * (1 - learningRate * weightDecay), r) if convention == "keras" else (p, r + weightDecay * p)
        ratio = norm(p) / norm(r) if norm(p) > 0 and norm(r) > 0 else 1.0
        stepped.append(p - learningRate * ratio * r)
    return stepped


def novograd(parameters, gradients, state, t, learningRate=0.01, beta1=0.95, beta2=0.98, epsilon=1e-8, epsilonRoot=0.0, weightDecay=0.0,
             convention="paper"):
    """Ginsburg et al. (2019): one second moment for each tensor."""
    first, stepped = slots(state, "m", parameters), []
    second = state.setdefault("v", [0.0] * len(parameters))
    for k, (p, g) in enumerate(zip(parameters, gradients)):
        second[k] = norm(g) ** 2 if t == 1 else beta2 * second[k] + (1 - beta2) * norm(g) ** 2
        first[k] = beta1 * first[k] + g / (math.sqrt(second[k] + epsilonRoot) + epsilon) + weightDecay * p
        stepped.append(p - learningRate * first[k])
    return stepped


def sm3(parameters, gradients, state, t, learningRate=0.1, momentum=0.9, epsilonRoot=1e-8):
    """Anil et al. (2019), SM3-II over rows and columns, with the momentum of optax."""
    mean, stepped = slots(state, "m", parameters), []
    covers = state.setdefault("covers", [[np.zeros([n if i == axis else 1 for i, n in enumerate(p.shape)]) for axis in range(p.ndim)]
                                         for p in parameters])
    for k, (p, g) in enumerate(zip(parameters, gradients)):
        total = np.minimum.reduce([np.broadcast_to(cover, p.shape) for cover in covers[k]]) + g * g
        u = np.where(total > 0, g / np.sqrt(total + epsilonRoot), 0)
        mean[k] = momentum * mean[k] + (1 - momentum) * u
        others = [tuple(i for i in range(p.ndim) if i != axis) for axis in range(p.ndim)]
        covers[k] = [np.max(total, axis=axes, keepdims=True) for axes in others]
        stepped.append(p - learningRate * mean[k])
    return stepped


def adafactor_estimate(state, k, squares, weight):
    """The running mean of squares, factored over the last two dimensions where there are two."""
    axes = [-1, -2] if squares.ndim > 1 else [()]
    means = [np.mean(squares, axis=axis, keepdims=True) for axis in axes]
    before = state.setdefault(k, [np.zeros_like(mean) for mean in means])
    state[k] = [old + weight * (new - old) for old, new in zip(before, means)]
    return state[k]


def adafactor(parameters, gradients, state, t, learningRate=0.01, beta2Decay=-0.8, epsilon1=2**-23, epsilon2=1e-3, clipThreshold=1.0,
              relativeStep=True, weightDecay=0.0, maximize=False, convention="pytorch"):
    """Shazeer and Stern (2018). PyTorch bounds the root from below by epsilon1, the others add epsilon1 to the squares. Keras decays
    the parameter before all, optax takes weightDecay without the learning rate."""
    rho = min(learningRate, 1 / math.sqrt(t)) if relativeStep else learningRate
    decay = weightDecay if convention == "optax" else learningRate * weightDecay
    stepped = []
    for k, (p, g) in enumerate(zip(parameters, gradients)):
        g = -g if maximize else g
        size = rms(p * (1 - decay) if convention in ("keras", "paper") else p)
        squares = g * g if convention == "pytorch" else g * g + epsilon1
        estimate = adafactor_estimate(state, k, squares, t**beta2Decay)
        variance = estimate[0]
        if len(estimate) > 1:
            mean = np.mean(estimate[0], axis=-2, keepdims=True)
            variance = estimate[0] * estimate[1] / (np.maximum(mean, epsilon1) if convention == "pytorch" else mean)
        u = g / np.sqrt(np.maximum(variance, epsilon1**2) if convention == "pytorch" else variance)
        stepped.append(p - decay * p - max(epsilon2, size) * rho * u / max(1.0, rms(u) / clipThreshold))
    return stepped


def orthogonalize(x, coefficients, steps):
    a, b, c = coefficients
    x = x.T if x.shape[0] > x.shape[1] else x
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x


def muon(parameters, gradients, state, t, learningRate=1e-3, momentum=0.95, nesterov=True, weightDecay=0.1, epsilon=1e-7,
         newtonSchulzSteps=5, newtonSchulzCoefficients=(3.4445, -4.775, 2.0315), adjustLearningRate="original", rmsRate=0.2,
         convention="pytorch"):
    """Jordan et al. (2024); matrices only."""
    buffers, stepped = slots(state, "m", parameters), []
    for k, (p, g) in enumerate(zip(parameters, gradients)):
        own = 1 if convention == "keras" else 1 - momentum
        buffers[k] = momentum * buffers[k] + own * g
        ahead, now = (1 - momentum ** (t + 1), 1 - momentum**t) if convention == "optax" else (1, 1)
        u = momentum * buffers[k] / ahead + own * g / now if nesterov else buffers[k] / now
        x = u / (max(norm(u), epsilon) if convention == "pytorch" else norm(u) + epsilon)
        x = orthogonalize(x, newtonSchulzCoefficients, newtonSchulzSteps)
        x = x if x.shape == p.shape else x.T
        rows, columns = p.shape
        aspect = columns / rows if convention == "optax" else rows / columns
        scale = math.sqrt(max(1, aspect)) if adjustLearningRate == "original" else rmsRate * math.sqrt(max(rows, columns))
        stepped.append(p * (1 - learningRate * weightDecay) - learningRate * scale * x)
    return stepped


def prodigy(parameters, gradients, state, t, learningRate=1.0, beta1=0.9, beta2=0.999, beta3=0.0, epsilon=1e-8, weightDecay=0.0,
            initialDistance=1e-6, distanceFactor=1.0, convention="paper"):
    """Mishchenko and Defazio (2023), algorithm 4; optax corrects the bias of Adam and multiplies epsilon by the new estimate."""
    start = state.setdefault("start", list(parameters))
    first, second, sums = (slots(state, name, parameters) for name in "mvs")
    d, beta3 = state.get("d", initialDistance), beta3 or math.sqrt(beta2)
    rate = d * learningRate * (math.sqrt(1 - beta2**t) / (1 - beta1**t) if convention == "optax" else 1)
    inner = sum(np.sum(g * (x0 - x)) for g, x0, x in zip(gradients, start, parameters))
    state["r"] = beta3 * state.get("r", 0) + d * rate * inner
    for k, g in enumerate(gradients):
        first[k] = beta1 * first[k] + (1 - beta1) * d * g
        second[k] = beta2 * second[k] + (1 - beta2) * (d * g) ** 2
        sums[k] = beta3 * sums[k] + d * rate * g
    total = sum(np.sum(np.abs(s)) for s in sums)
    state["d"] = max(d, distanceFactor * state["r"] / total) if total > 0 else d
    below = state["d"] if convention == "optax" else d
    return [p - rate * weightDecay * p - rate * m / (np.sqrt(v) + below * epsilon) for p, m, v in zip(parameters, first, second)]


RULES = {"Lars": lars, "Lamb": lamb, "NovoGrad": novograd, "SM3": sm3, "Adafactor": adafactor, "Muon": muon, "Prodigy": prodigy}
