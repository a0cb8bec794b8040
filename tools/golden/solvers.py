"""Problems with known minima for minimize: Rosenbrock, a badly scaled quadratic and logistic regression with an l2 penalty.

Each holds a start, the value, gradient and hessian there (row by row) and the solution with 50 digits, stored as doubles.
Run: python tools/golden/solvers.py
"""

import mpmath
import numpy as np
from mpmath import matrix, mp, mpf

import golden_io

FILE = "solvers.json"


class Rosenbrock:
    """sum_i 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2"""

    def value(self, x):
        return mpmath.fsum(100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))

    def gradient(self, x):
        g = [mpf(0)] * len(x)
        for i, (a, b) in enumerate(zip(x, x[1:])):
            g[i] += -400 * a * (b - a**2) - 2 * (1 - a)
            g[i + 1] += 200 * (b - a**2)
        return g

    def hessian(self, x):
        h = mpmath.zeros(len(x))
        for i, (a, b) in enumerate(zip(x, x[1:])):
            h[i, i] += 1200 * a**2 - 400 * b + 2
            h[i + 1, i + 1] += 200
            h[i, i + 1] = h[i + 1, i] = -400 * a
        return h


class Quadratic:
    """x'Ax / 2 - b'x"""

    def __init__(self, a, b):
        self.a, self.b = matrix(a.tolist()), matrix(b.tolist())

    def value(self, x):
        x = matrix(x)
        return (x.T * self.a * x)[0] / 2 - (self.b.T * x)[0]

    def gradient(self, x):
        return list(self.a * matrix(x) - self.b)

    def hessian(self, x):
        return self.a


class Logistic:
    """mean_i (ln(1 + e^(z_i)) - t_i z_i) + l2/2 |w|^2 with z_i = w'x_i + c; parameters are w, then the free intercept c"""

    def __init__(self, x, t, l2):
        self.rows = matrix(np.column_stack([x, np.ones(len(x))]).tolist())
        self.t, self.l2 = [mpf(int(label)) for label in t], mpf(l2)
        self.penalty = mpmath.diag([self.l2] * x.shape[1] + [0])

    def value(self, p):
        z = self.rows * matrix(p)
        losses = (mpmath.log(1 + mpmath.exp(zi)) - ti * zi for zi, ti in zip(z, self.t))
        return mpmath.fsum(losses) / len(self.t) + self.l2 / 2 * mpmath.fsum(w**2 for w in p[:-1])

    def sigmoid(self, p):
        return [1 / (1 + mpmath.exp(-z)) for z in self.rows * matrix(p)]

    def gradient(self, p):
        residual = matrix([s - t for s, t in zip(self.sigmoid(p), self.t)])
        return list(self.rows.T * residual / len(self.t) + self.penalty * matrix(p))

    def hessian(self, p):
        spread = mpmath.diag([s * (1 - s) for s in self.sigmoid(p)])
        return self.rows.T * spread * self.rows / len(self.t) + self.penalty


def newton(problem, start):
    """The minimum of a convex problem to the working precision."""
    x = start
    for _ in range(30):
        x = list(matrix(x) - mpmath.lu_solve(problem.hessian(x), matrix(problem.gradient(x))))
    assert mpmath.norm(problem.gradient(x)) < mpf(10) ** -40
    return x


def case(name, problem, start, solution, **extra):
    start = [mpf(float(x)) for x in start]
    solution = newton(problem, start) if solution is None else solution
    return {"name": name, "formula": type(problem).__doc__, **extra, "start": start, "value": problem.value(start),
            "gradient": problem.gradient(start), "hessian": list(problem.hessian(start)),
            "solution": solution, "minimum": problem.value(solution)}


def scaled_matrix(size=6, decades=6):
    """A symmetric matrix with eigenvalues from 1 to 10^decades."""
    turned, _ = np.linalg.qr(np.random.RandomState(61).standard_normal((size, size)))
    a = turned @ np.diag(np.logspace(0, decades, size)) @ turned.T
    return ((a + a.T) / 2).astype(np.float32).astype(float)


def logistic_data(rows=60, columns=4):
    random = np.random.RandomState(63)
    x = (random.standard_normal((rows, columns)) * [1, 1, 5, 0.2] + [0, 1, 0, 0]).astype(np.float32)
    score = x @ np.array([1.5, -1, 0.2, 3]) + 0.5 + random.logistic(size=rows)
    return x, (score > 0).astype(int)


def build():
    mp.dps = 60
    ones = lambda size: [mpf(1)] * size
    a, b = scaled_matrix(), np.random.RandomState(62).standard_normal(6).astype(np.float32).astype(float)
    x, t = logistic_data()
    cases = [case("rosenbrock", Rosenbrock(), [-1.2, 1], ones(2)), case("rosenbrock", Rosenbrock(), [0] * 10, ones(10)),
             case("rosenbrock", Rosenbrock(), [2, -1.5] * 5, ones(10)),
             case("quadratic", Quadratic(a, b), [1, -1] * 3, None, a=a.ravel(), b=b)]
    cases += [case("logistic", Logistic(x, t, l2), [0] * 5, None, shape=x.shape, x=x.astype(float).ravel(), t=t, l2=l2)
              for l2 in (1e-3, 0.1)]
    return {"generator": "tools/golden/solvers.py", "versions": golden_io.versions("mpmath", "numpy"), "cases": cases}


if __name__ == "__main__":
    golden_io.write(FILE, build())
