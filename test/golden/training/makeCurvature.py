"""Writes curvature.json: the largest eigenvalue of the Hessian of small networks' costs, by PyTorch's autograd in float64.

Weights and data are float32 numbers, so that both sides look at the same network. Made with NumPy 1.24, PyTorch 1.13 and
scikit-learn 1.2. Run: python3 test/golden/training/makeCurvature.py
"""
import json
import os

import numpy as np
import torch
from sklearn.datasets import make_circles

from makeTraces import ACTIVATIONS, cost_of, data

torch.set_num_threads(1)


def circles():
    x, y = make_circles(n_samples=300, noise=0.05, random_state=1)
    return x.astype(np.float32), y


CIRCLES = ("circles", "binaryCrossEntropy", "sigmoid", [2, 10, 5, 1])
# (data, loss, output, widths), hidden activations, biases, standard deviation as sqrt(gain / n_in), training steps before it
CASES = [
    (*CIRCLES, ["relu", "relu"], True, 2, 0),
    (*CIRCLES, ["tanh", "tanh"], True, 1, 0),
    (*CIRCLES, ["relu", "relu"], True, 2, 3000),
    (*CIRCLES, ["tanh", "tanh"], True, 1, 3000),
    (*CIRCLES, ["relu", "relu"], False, 2, 0),
    (*CIRCLES, ["leakyRelu", "selu"], True, 2, 200),
    (*CIRCLES, ["relu", "relu"], True, 100, 0),
    ("three", "categoricalCrossEntropy", "softmax", [4, 6, 5, 3], ["tanh", "gelu"], True, 1, 0),
    ("three", "categoricalCrossEntropy", "softmax", [4, 6, 5, 3], ["relu", "silu"], True, 1, 500),
    ("three", "categoricalCrossEntropy", "softmax", [4, 6, 5, 3], ["elu", "softplus"], False, 1, 0),
    ("three", "meanSquaredError", "softmax", [4, 6, 5, 3], ["sigmoid", "softsign"], True, 1, 0),
    ("two", "meanSquaredError", "sigmoid", [4, 6, 5, 1], ["tanh", "tanh"], True, 1, 50),
    ("quantity", "meanSquaredError", "linear", [4, 6, 5, 1], ["tanh", "relu"], True, 1, 0),
    ("quantity", "meanSquaredError", "linear", [4, 6, 5, 1], ["relu", "relu"], True, 1, 500),
    ("quantity", "meanSquaredError", "linear", [4, 6, 5, 1], ["tanh", "tanh"], True, 1e-6, 0),
    ("three", "meanSquaredError", "linear", [4, 6, 3], ["softplus"], True, 1, 0),
]


def measured(index, case, arrays):
    name, loss, output, widths, hidden, bias, gain, steps = case
    features, target = arrays[name]
    x, y = torch.tensor(features, dtype=torch.float64), torch.tensor(target)
    random = np.random.RandomState(300 + index)
    tensors = []
    for inputs, units in zip(widths, widths[1:]):
        tensors.append(random.normal(0, np.sqrt(gain / inputs), (units, inputs)))
        if bias:
            tensors.append(0.1 * min(1, gain) * random.normal(0, 1, units))
    shapes = [t.shape for t in tensors]

    def cost(flat):
        parts = iter(part.reshape(shape) for part, shape in zip(torch.split(flat, [int(np.prod(s)) for s in shapes]), shapes))
        a = x
        for layer in range(len(widths) - 1):
            z = a @ next(parts).T
            if bias:
                z = z + next(parts)
            if layer < len(hidden):
                a = ACTIVATIONS[hidden[layer]](z)
        return cost_of(loss, output, z, y, widths[-1])

    flat = torch.tensor(np.concatenate([t.ravel() for t in tensors]))
    for _ in range(steps):
        flat.requires_grad_(True)
        (gradient,) = torch.autograd.grad(cost(flat), flat)
        flat = (flat - 0.1 * gradient).detach()
    flat = flat.float().double()
    values = np.linalg.eigvalsh(torch.autograd.functional.hessian(cost, flat).numpy())
    return {
        "data": name, "loss": loss, "output": output, "widths": widths, "hidden": hidden, "bias": bias, "steps": steps, "gain": gain,
        "parameters": flat.tolist(), "largest": values[-1], "second": values[-2], "least": values[0],
    }


if __name__ == "__main__":
    x, two, three, quantity = data()
    arrays = {"circles": circles(), "two": (x, two), "three": (x, three), "quantity": (x, quantity)}
    out = {
        "data": {name: {"inputs": features.ravel().tolist(), "target": np.asarray(target).tolist()} for name, (features, target) in arrays.items()},
        "cases": [measured(index, case, arrays) for index, case in enumerate(CASES)],
    }
    with open(os.path.join(os.path.dirname(__file__), "curvature.json"), "w") as file:
        json.dump(out, file)
        file.write("\n")
