"""Writes doubles.json: trainings as NumPy scripts write them, in float64, on the data of scikit-learn, with the costs of
every step that is recorded.

Each is run once more with the rows of every batch summed in another order, which is the same training but for rounding:
`spread` is the largest relative difference of the costs up to each recorded step. Where it grows to parts of the cost,
the training is chaotic, and no two orders of summation, BLAS libraries or machines agree.
"""
import json
import pathlib

import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_moons

FIRST = list(range(0, 300, 20))
LATER = list(range(500, 15000, 500))
LAWS = {
    "zeros": lambda r, o, i: np.zeros((o, i)),
    "randn10": lambda r, o, i: r.randn(o, i) * 10,
    "he": lambda r, o, i: r.randn(o, i) * np.sqrt(2 / i),
    "xavier": lambda r, o, i: r.uniform(-np.sqrt(6 / (i + o)), np.sqrt(6 / (i + o)), (o, i)),
}


def full_batch(x, y, hidden, draw, order):
    """2-10-5-1, sigmoid at the end, gradient descent at 0.01 for 15 000 steps; shapes are (units, inputs)."""
    x, y = x[order], y[order]
    random = np.random.RandomState(3)
    widths = [2, 10, 5, 1]
    w = [draw(random, o, i) for i, o in zip(widths, widths[1:])]
    b = [np.zeros((o, 1)) for o in widths[1:]]
    costs = []
    for step in range(15000):
        a, z = [x.T], []
        for layer in range(3):
            z.append(w[layer] @ a[-1] + b[layer])
            last = layer == 2
            a.append(1 / (1 + np.exp(-z[-1])) if last else np.maximum(z[-1], 0) if hidden == "relu" else np.tanh(z[-1]))
        if step in FIRST or step in LATER:
            costs.append(float(np.mean(np.maximum(z[2], 0) - z[2] * y + np.log1p(np.exp(-np.abs(z[2]))))))
        dz = (a[3] - y) / len(y)
        for layer in (2, 1, 0):
            slope = (z[layer - 1] > 0) if hidden == "relu" else 1 - a[layer] ** 2
            below = (w[layer].T @ dz) * slope if layer else None
            w[layer] -= 0.01 * dz @ a[layer].T
            b[layer] -= 0.01 * dz.sum(1, keepdims=True)
            dz = below
    return costs


def wide(x, y, scale, turned):
    """3072-40-20-10, ReLU, softmax, Adam at 1e-3, batches of 50 rows in order, 2 epochs; shapes are (inputs, units)."""
    random = np.random.RandomState(0)
    widths = [3072, 40, 20, 10]
    w = [scale(i) * random.randn(i, o) for i, o in zip(widths, widths[1:])]
    p = [*w, *(np.zeros(o) for o in widths[1:])]
    m, v = [np.zeros_like(q) for q in p], [np.zeros_like(q) for q in p]
    costs = []
    for step in range(16):
        rows = np.arange(50 * (step % 8), 50 * (step % 8) + 50)[:: -1 if turned else 1]
        a, z = [x[rows]], []
        for layer in range(3):
            z.append(a[-1] @ p[layer] + p[3 + layer])
            a.append(np.maximum(z[-1], 0))
        shifted = z[2] - z[2].max(1, keepdims=True)
        e = np.exp(shifted)
        costs.append(float(np.mean(np.log(e.sum(1)) - shifted[np.arange(50), y[rows]])))
        dz = e / e.sum(1, keepdims=True)
        dz[np.arange(50), y[rows]] -= 1
        dz /= 50
        g = [None] * 6
        for layer in (2, 1, 0):
            g[layer], g[3 + layer] = a[layer].T @ dz, dz.sum(0)
            dz = (dz @ p[layer].T) * (z[layer - 1] > 0) if layer else None
        for k in range(6):
            m[k] = 0.9 * m[k] + 0.1 * g[k]
            v[k] = 0.999 * v[k] + 0.001 * g[k] ** 2
            first, second = m[k] / (1 - 0.9 ** (step + 1)), v[k] / (1 - 0.999 ** (step + 1))
            p[k] = p[k] - 1e-3 * first / (np.sqrt(second) + 1e-8)
    return costs


def spread(costs, others):
    """Largest relative difference up to each cost, to two digits."""
    differences = np.max([np.abs(np.array(o) - costs) / np.abs(costs) for o in others], axis=0)
    return [float(f"{d:.1e}") for d in np.maximum.accumulate(differences)]


def main():
    np.seterr(all="ignore")
    orders = [np.random.RandomState(seed).permutation(300) for seed in range(3)]
    cases = []
    for kind, (x, y), hidden in (
        ("circles", make_circles(n_samples=300, noise=0.05, random_state=1), "relu"),
        ("moons", make_moons(n_samples=300, noise=0.05, random_state=1), "tanh"),
    ):
        for law, draw in LAWS.items():
            costs = full_batch(x, y, hidden, draw, np.arange(300))
            others = [full_batch(x, y, hidden, draw, order) for order in orders]
            cases.append({"data": kind, "law": law, "steps": FIRST + LATER, "costs": costs, "spread": spread(costs, others)})
    # As images are: numbers of moderate size in 3 072 columns.
    x, y = make_blobs(n_samples=400, centers=10, n_features=3072, cluster_std=1, random_state=1)
    for law, scale in {"v1": lambda d: 1e-2, "v2": lambda d: 1 / np.sqrt(d), "v3": lambda d: np.sqrt(2 / d)}.items():
        costs = wide(x, y, scale, False)
        cases.append({"data": "blobs", "law": law, "steps": list(range(16)), "costs": costs, "spread": spread(costs, [wide(x, y, scale, True)])})
    pathlib.Path(__file__).with_name("doubles.json").write_text(json.dumps({"cases": cases}, separators=(",", ":")))


main()
