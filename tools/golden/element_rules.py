"""Rules of papers that no installed library has as they stand, written out in NumPy in float64.

Each takes parameter, gradient, hessian, state, the number of the step from 1 and the library's options, and returns the parameter.
"""

import numpy as np


def mean(state, key, term, beta):
    state[key] = beta * state.get(key, 0) + (1 - beta) * term
    return state[key]


def yogi(p, g, _h, state, t, learningRate=1e-2, beta1=0.9, beta2=0.999, epsilon=1e-3, initialAccumulator=1e-6, epsilonRoot=0.0):
    """Zaheer et al. (2018), algorithm 2: no bias corrections."""
    first = mean(state, "m", g, beta1)
    v = state.get("v", initialAccumulator)
    state["v"] = v - (1 - beta2) * np.sign(v - g * g) * g * g
    return p - learningRate * first / (np.sqrt(state["v"] + epsilonRoot) + epsilon)


def adan(p, g, _h, state, t, learningRate=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, epsilon=1e-8, weightDecay=0.0):
    """Xie et al. (2022) as in the authors' code: betas near 1, bias corrections, a proximal weight decay."""
    change = g - state.get("previous", g)
    state["previous"] = g
    first = mean(state, "m", g, beta1) / (1 - beta1**t)
    drift = mean(state, "v", change, beta2) / (1 - beta2**t)
    second = mean(state, "n", (g + beta2 * change) ** 2, beta3) / (1 - beta3**t)
    return (p - learningRate * (first + beta2 * drift) / (np.sqrt(second) + epsilon)) / (1 + learningRate * weightDecay)


def madgrad(p, g, _h, state, t, learningRate=1e-2, momentum=0.9, epsilon=1e-6, weightDecay=0.0):
    """Defazio and Jelassi (2022), algorithm 1."""
    start = state.setdefault("start", p)
    g = g + weightDecay * p
    weight = learningRate * np.sqrt(t)
    state["s"] = state.get("s", 0) + weight * g
    state["v"] = state.get("v", 0) + weight * g * g
    dual = start - state["s"] / (np.cbrt(state["v"]) + epsilon)
    return momentum * p + (1 - momentum) * dual


def schedule_free(p, g, _h, state, t, learningRate=2.5e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, weightDecay=0.0, warmupSteps=0,
                  weightPower=0.0, weightLearningRatePower=2.0):
    """Defazio et al. (2024), algorithm 1, with the evaluation point x kept as itself."""
    z, x = state.get("z", p), state.get("x", p)
    rate = learningRate * min(t / warmupSteps, 1) if warmupSteps else learningRate
    state["largest"] = max(rate, state.get("largest", 0))
    weight = t**weightPower * state["largest"] ** weightLearningRatePower
    state["weights"] = state.get("weights", 0) + weight
    root = np.sqrt(mean(state, "v", g * g, beta2) / (1 - beta2**t)) + epsilon
    state["z"] = z - rate * (g / root + weightDecay * p)
    share = weight / state["weights"]
    state["x"] = (1 - share) * x + share * state["z"]
    return (1 - beta1) * state["z"] + beta1 * state["x"]


def sophia(p, g, h, state, t, learningRate=1e-4, beta1=0.96, beta2=0.99, epsilon=1e-12, gamma=0.01, clipThreshold=1.0, updateInterval=10,
           weightDecay=0.0):
    """Liu et al. (2023), algorithm 3."""
    first = mean(state, "m", g, beta1)
    if t % updateInterval == 1 % updateInterval:
        mean(state, "h", h, beta2)
    p = p - learningRate * weightDecay * p
    return p - learningRate * np.clip(first / np.maximum(gamma * state["h"], epsilon), -clipThreshold, clipThreshold)


RULES = {"Yogi": yogi, "Adan": adan, "MADGRAD": madgrad, "ScheduleFreeAdamW": schedule_free, "Sophia": sophia}


def paper_run(rule, options, start, sequence, hessians, rate):
    """Parameters after each step; a learning rate may be a schedule."""
    sign = -1 if options.get("maximize") else 1
    own = {key: value for key, value in options.items() if key != "maximize"}
    p, state, rows = start.astype(np.float64), {}, []
    for step, gradient in enumerate(sequence):
        now = {**own, "learningRate": rate(own["learningRate"], step)}
        p = rule(p, sign * gradient.astype(np.float64), hessians[step].astype(np.float64), state, step + 1, **now)
        rows.append(p)
    return rows
