"""Writes traces.json: activations, whole trainings and the circles experiment, by PyTorch and NumPy.

Made with NumPy 1.24, PyTorch 1.13 and scikit-learn 1.2. Run: python3 test/golden/training/makeTraces.py
"""
import json
import os

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import make_circles

STEPS = 60
torch.set_num_threads(1)

ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": F.relu,
    "leakyRelu": F.leaky_relu,
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,
    "silu": F.silu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": F.softplus,
    "softsign": F.softsign,
}


def activations():
    z = np.concatenate([np.linspace(-12, 12, 49), [-40.0, -25.0, -20.5, -0.01, 0.003, 0.46875, 2.9, 19.9, 20.1, 25.0, 40.0]])
    out = {}
    for name, f in ACTIVATIONS.items():
        x = torch.tensor(z, dtype=torch.float64, requires_grad=True)
        y = f(x)
        y.sum().backward()
        out[name] = {"value": y.tolist(), "derivative": (torch.ones_like(x) if x.grad is None else x.grad).tolist()}
    return {"z": z.tolist(), "functions": out}


def data():
    """23 samples of 4 features, labels of 2 and of 3 classes, and a quantity."""
    random = np.random.RandomState(17)
    x = random.normal(0, 1, (23, 4)).astype(np.float32)
    score = np.sin(x[:, 0]) + x[:, 1] * x[:, 2]
    return x, (score > 0).astype(int), np.digitize(score, [-0.5, 0.5]), (score + 0.1 * x[:, 3]).astype(np.float32)


SGD = {"kind": "sgd", "learningRate": 0.1, "momentum": 0, "nesterov": False, "weightDecay": 0}
ADAM = {"kind": "adam", "learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0}
RMS = {"kind": "rmsprop", "learningRate": 0.01, "alpha": 0.99, "epsilon": 1e-8, "momentum": 0, "weightDecay": 0}


def cases():
    """(target, loss, output, outputs, hidden activations, bias, optimizer, batch size, shuffle)"""
    losses = [
        ("two", "binaryCrossEntropy", "sigmoid", 1),
        ("three", "categoricalCrossEntropy", "softmax", 3),
        ("three", "meanSquaredError", "softmax", 3),
        ("two", "meanSquaredError", "sigmoid", 1),
        ("three", "meanSquaredError", "sigmoid", 3),
        ("two", "meanSquaredError", "linear", 1),
        ("three", "meanSquaredError", "linear", 3),
        ("quantity", "meanSquaredError", "linear", 1),
    ]
    hidden = [["tanh", "gelu"], ["relu", "silu"], ["elu", "sigmoid"], ["selu", "softplus"], ["leakyRelu", "softsign"], ["relu", "relu"], ["linear", "tanh"], ["silu", "gelu"]]
    for loss, activation in zip(losses, hidden):
        yield (*loss, activation, True, SGD, "full", False)
    optimizers = [
        {**SGD, "momentum": 0.9},
        {**SGD, "momentum": 0.8, "nesterov": True},
        {**SGD, "weightDecay": 0.05},
        {**SGD, "momentum": 0.7, "nesterov": True, "weightDecay": 0.02},
        RMS,
        {**RMS, "momentum": 0.5, "weightDecay": 0.03, "alpha": 0.9, "epsilon": 1e-4},
        ADAM,
        {**ADAM, "weightDecay": 0.1, "beta1": 0.8, "epsilon": 1e-3},
        {**ADAM, "kind": "adamw", "weightDecay": 0.01},
        {**ADAM, "kind": "adamw", "weightDecay": 0.5, "beta2": 0.9},
    ]
    batches = [("full", False), (8, True), (7, False), (5, True), (23, True)]
    for i, optimizer in enumerate(optimizers):
        yield (*losses[i % len(losses)], ["tanh", "softplus"], i % 3 != 2, optimizer, *batches[i % len(batches)])


def make_optimizer(spec, parameters):
    o = dict(lr=spec["learningRate"], weight_decay=spec["weightDecay"])
    if spec["kind"] == "sgd":
        return torch.optim.SGD(parameters, momentum=spec["momentum"], nesterov=spec["nesterov"], **o)
    if spec["kind"] == "rmsprop":
        return torch.optim.RMSprop(parameters, alpha=spec["alpha"], eps=spec["epsilon"], momentum=spec["momentum"], **o)
    make = torch.optim.Adam if spec["kind"] == "adam" else torch.optim.AdamW
    return make(parameters, betas=(spec["beta1"], spec["beta2"]), eps=spec["epsilon"], **o)


def cost_of(loss, output, z, y, outputs):
    if loss == "binaryCrossEntropy":
        return F.binary_cross_entropy_with_logits(z[:, 0], y.to(z.dtype))
    if loss == "categoricalCrossEntropy":
        return F.cross_entropy(z, y)
    a = torch.softmax(z, 1) if output == "softmax" else torch.sigmoid(z) if output == "sigmoid" else z
    target = F.one_hot(y, outputs).to(z.dtype) if outputs > 1 else y.to(z.dtype)[:, None]
    return F.mse_loss(a, target)


def train(dtype, case, arrays, initial, seed):
    target, loss, output, outputs, hidden, bias, optimizer_spec, batch, shuffle = case
    x = torch.tensor(arrays["x"], dtype=dtype)
    y = torch.tensor(arrays[target])
    parameters = [(torch.tensor(w, dtype=dtype, requires_grad=True), torch.tensor(b, dtype=dtype, requires_grad=bias)) for w, b in initial]
    optimizer = make_optimizer(optimizer_spec, [p for w, b in parameters for p in ([w, b] if bias else [w])])
    random = np.random.RandomState(seed)
    n = len(x)
    rows = n if batch == "full" else batch
    costs, queue = [], []
    for _ in range(STEPS):
        if not queue:
            order = random.permutation(n) if shuffle else np.arange(n)
            queue = [order[i:i + rows] for i in range(0, n, rows)]
        pick = queue.pop(0)
        a = x[pick]
        for index, (w, b) in enumerate(parameters):
            z = a @ w.T + b
            if index < len(hidden):
                a = ACTIVATIONS[hidden[index]](z)
        cost = cost_of(loss, output, z, y[pick], outputs)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    return costs, [[w.detach().numpy().ravel().tolist(), b.detach().numpy().tolist()] for w, b in parameters]


def traces():
    x, two, three, quantity = data()
    arrays = {"x": x, "two": two, "three": three, "quantity": quantity}
    out = []
    for index, case in enumerate(cases()):
        target, loss, output, outputs, hidden, bias, optimizer, batch, shuffle = case
        random = np.random.RandomState(200 + index)
        widths = [4, 6, 5, outputs]
        initial = [(random.normal(0, 1 / np.sqrt(i), (o, i)).astype(np.float32), (0.1 * random.normal(0, 1, o) * bias).astype(np.float32)) for i, o in zip(widths, widths[1:])]
        costs, final = train(torch.float64, case, arrays, initial, index)
        single, _ = train(torch.float32, case, arrays, initial, index)
        out.append({
            "target": target, "loss": loss, "output": output, "outputs": outputs, "hidden": hidden, "bias": bias,
            "optimizer": optimizer, "batchSize": batch, "shuffle": shuffle, "seed": index,
            "initial": [[w.ravel().tolist(), b.tolist()] for w, b in initial],
            "costs": costs, "final": final,
            "float32Error": float(np.max(np.abs(np.array(single) - costs) / np.abs(costs))),
        })
    return {"inputs": x.ravel().tolist(), "two": two.tolist(), "three": three.tolist(), "quantity": quantity.tolist(), "cases": out}


def circles(draw):
    """The course's script: 2-10-5-1, ReLU, full-batch gradient descent at 0.01, costs every 1 000 of 15 000 steps, float64."""
    x, y = make_circles(n_samples=300, noise=0.05, random_state=1)
    xt, yt = make_circles(n_samples=100, noise=0.05, random_state=2)
    random = np.random.RandomState(3)
    widths = [2, 10, 5, 1]
    w = [draw(random, o, i) for i, o in zip(widths, widths[1:])]
    b = [np.zeros((o, 1)) for o in widths[1:]]
    costs = []
    naive = None

    def forward(points):
        a, z = [points.T], []
        for layer in range(3):
            z.append(w[layer] @ a[-1] + b[layer])
            a.append(np.maximum(z[-1], 0) if layer < 2 else 1 / (1 + np.exp(-z[-1])))
        return a, z

    for step in range(15000):
        a, z = forward(x)
        if step % 1000 == 0:
            costs.append(float(np.mean(np.maximum(z[2], 0) - z[2] * y + np.log1p(np.exp(-np.abs(z[2]))))))
        if step == 0:
            naive = int(np.sum(~np.isfinite(-np.log(a[3]) * y - np.log(1 - a[3]) * (1 - y))))
        dz = (a[3] - y) / 300
        for layer in (2, 1, 0):
            below = (w[layer].T @ dz) * (z[layer - 1] > 0) if layer else None
            w[layer] -= 0.01 * dz @ a[layer].T
            b[layer] -= 0.01 * dz.sum(1, keepdims=True)
            dz = below
    accuracy = lambda points, labels: float(np.mean((forward(points)[0][3][0] > 0.5) == labels))
    return {"costs": costs, "trainAccuracy": accuracy(x, y), "testAccuracy": accuracy(xt, yt), "naiveInfinite": naive}


if __name__ == "__main__":
    np.seterr(all="ignore")
    out = {
        "activations": activations(),
        "traces": traces(),
        "circles": {
            "zeros": circles(lambda r, o, i: np.zeros((o, i))),
            "randn10": circles(lambda r, o, i: r.randn(o, i) * 10),
            "he": circles(lambda r, o, i: r.randn(o, i) * np.sqrt(2 / i)),
            "xavier": circles(lambda r, o, i: r.uniform(-np.sqrt(6 / (i + o)), np.sqrt(6 / (i + o)), (o, i))),
        },
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "traces.json")
    with open(path, "w") as file:
        json.dump(out, file, separators=(",", ":"))
        file.write("\n")
