"""Writes variances.json: variances of signals and back-propagated gradients through whole networks, by PyTorch in float64.

Made with NumPy 1.24 and PyTorch 1.13. Run: python3 test/golden/diagnostics/makeVariances.py
"""
import json
import os

import numpy as np
import torch
import torch.nn.functional as F

# The fewest that a snapshot looks at, so that all of them are looked at in every network.
ROWS = 64
ACTIVATIONS = {"relu": F.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}


def case(name, widths, activation, bound):
    """Kernels are drawn layer by layer from RandomState(3) in (in, out) layout; inputs from RandomState(7), classes by turns."""
    x = torch.tensor(np.random.RandomState(7).randn(ROWS, widths[0]).astype(np.float32).astype(np.float64))
    y = torch.arange(ROWS) % widths[-1]
    random = np.random.RandomState(3)
    signal, before, after = x, [], []
    for layer, (n_in, n_out) in enumerate(zip(widths[:-1], widths[1:])):
        limit = bound(n_in, n_out)
        kernel = random.uniform(-limit, limit, (n_in, n_out)).astype(np.float32).astype(np.float64)
        z = signal @ torch.tensor(kernel)
        z.requires_grad_(True)
        z.retain_grad()
        before.append(z)
        signal = torch.softmax(z, 1) if layer == len(widths) - 2 else ACTIVATIONS[activation](z)
        after.append(signal)
    # The cost of each sample by itself, summed: its gradients do not depend on how many there are.
    F.cross_entropy(before[-1], y, reduction="sum").backward()
    variance = lambda tensors: [float(t.detach().numpy().var()) for t in tensors]
    return {
        "name": name, "widths": widths, "activation": activation,
        "inputs": float(x.numpy().var()), "preActivations": variance(before), "activations": variance(after),
        "backward": variance([z.grad for z in before]),
    }


def glorot(n_in, n_out):
    return np.sqrt(6 / (n_in + n_out))


def plain(n_in, n_out):
    return 0.05


def mean(f, q, nodes=np.linspace(-12, 12, 2_000_001)):
    density = np.exp(-nodes ** 2 / 2) / np.sqrt(2 * np.pi)
    return float(np.trapz(f(np.sqrt(q) * nodes) * density, nodes))


def means():
    """E[f(z)] for z of N(0, q) by two million trapezoids."""
    functions = {
        "tanh²": lambda z: np.tanh(z) ** 2,
        "tanh′²": lambda z: (1 - np.tanh(z) ** 2) ** 2,
        "|z|": np.abs,
        "step": lambda z: np.where(z > 0, 1.0, np.where(z < 0, 0.0, 0.5)),
    }
    return [{"f": name, "q": q, "mean": mean(f, q)} for name, f in functions.items() for q in (1e-6, 0.19, 1.0, 25.0, 500.0)]


cases = [
    case("glorot", [100, 100, 100, 10], "relu", glorot),
    case("plain", [100, 100, 100, 10], "relu", plain),
    # Wider than what is trained inside WebAssembly.
    case("wide tanh", [100, 128, 128, 10], "tanh", glorot),
    case("sigmoid", [100, 40, 40, 40, 10], "sigmoid", glorot),
]
target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "variances.json")
with open(target, "w") as file:
    json.dump({"rows": ROWS, "cases": cases, "means": means()}, file, ensure_ascii=False, indent=1)
    file.write("\n")
