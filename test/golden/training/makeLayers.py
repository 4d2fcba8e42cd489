"""Writes layers.json: trainings of networks with layers that are not dense, by PyTorch in float64,
and how far its own float32 is from it.

Made with PyTorch 2.13. Run: python3 test/golden/training/makeLayers.py
"""
import json
import os

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
STEPS = 40
ACTIVATIONS = {"linear": nn.Identity(), "relu": nn.ReLU(), "tanh": nn.Tanh(), "gelu": nn.GELU()}


def data():
    """22 samples of 4 features and labels of 3 classes."""
    random = np.random.RandomState(23)
    x = random.normal(0, 1, (22, 4)).astype(np.float32)
    score = np.sin(x[:, 0]) + x[:, 1] * x[:, 2]
    return x, np.digitize(score, [-0.5, 0.5])


class Masks:
    """Inverted dropout by RandomState.random_sample, as a NumPy script writes it."""

    def __init__(self, seed):
        self.random = np.random.RandomState(seed)

    def of(self, shape, rate):
        return torch.tensor((self.random.random_sample(shape) >= rate) / (1 - rate), dtype=torch.get_default_dtype())


class Net(nn.Module):
    def __init__(self, hidden, seed):
        super().__init__()
        self.hidden = hidden
        self.masks = Masks(seed + 1)
        parts = []
        width = 4
        for layer in hidden:
            kind = layer.get("kind", "dense")
            if kind == "dense":
                part = nn.Linear(width, layer["units"])
                width = layer["units"]
            elif kind == "layerNorm":
                part = nn.LayerNorm(width, eps=layer["epsilon"])
            elif kind == "batchNorm":
                part = nn.BatchNorm1d(width, eps=layer["epsilon"], momentum=layer["momentum"])
            elif kind == "residual":
                part = nn.ParameterList([nn.Parameter(torch.tensor([float(layer["gate"])]))] if layer["trainGate"] else [])
            else:
                part = nn.Identity()
            parts.append(part)
        self.parts = nn.ModuleList(parts)
        self.output = nn.Linear(width, 3)

    def forward(self, x):
        before = []
        for layer, part in zip(self.hidden, self.parts):
            before.append(x)
            kind = layer.get("kind", "dense")
            if kind == "residual":
                gate = part[0] if layer["trainGate"] else layer["gate"]
                x = before[len(before) - 1 - layer["layers"]] + gate * x
            elif kind == "dropout":
                x = x * self.masks.of(tuple(x.shape), layer["rate"]) if self.training else x
            else:
                x = part(x)
            x = ACTIVATIONS[layer.get("activation", "linear")](x)
        return self.output(x)

    def tensors(self):
        out = {}
        for index, (layer, part) in enumerate(zip(self.hidden, self.parts)):
            kind = layer.get("kind", "dense")
            name = f"hidden.{index}"
            if kind == "dense":
                out[f"{name}.kernel"], out[f"{name}.bias"] = part.weight, part.bias
            elif kind in ("layerNorm", "batchNorm"):
                out[f"{name}.scale"], out[f"{name}.shift"] = part.weight, part.bias
                if kind == "batchNorm":
                    out[f"{name}.runningMean"], out[f"{name}.runningVariance"] = part.running_mean, part.running_var
            elif kind == "residual" and layer["trainGate"]:
                out[f"{name}.gate"] = part[0]
        out["output.kernel"], out["output.bias"] = self.output.weight, self.output.bias
        return {name: tensor.detach().numpy().ravel().tolist() for name, tensor in out.items()}


def dense(units, activation="relu"):
    return {"units": units, "activation": activation}


def norm(kind, activation="linear"):
    more = {"momentum": 0.1} if kind == "batchNorm" else {}
    return {"kind": kind, "epsilon": 1e-5, "activation": activation, **more}


def residual(layers, gate=1.0, train=False, activation="linear"):
    return {"kind": "residual", "layers": layers, "gate": gate, "trainGate": train, "activation": activation}


SGD = {"kind": "sgd", "learningRate": 0.05, "momentum": 0.5, "nesterov": False, "weightDecay": 0.01}
ADAM = {"kind": "adam", "learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0}
CASES = [
    ("layerNorm", [dense(6, "linear"), norm("layerNorm", "relu"), dense(5, "tanh"), norm("layerNorm")], SGD, "full"),
    ("batchNorm", [dense(6, "linear"), norm("batchNorm", "relu"), dense(5, "tanh"), norm("batchNorm")], SGD, 8),
    ("batchNorm first", [norm("batchNorm"), dense(6)], SGD, "full"),
    ("residual", [dense(6), dense(6), dense(6, "linear"), residual(2, activation="relu"), dense(4)], SGD, "full"),
    ("residual of the inputs", [dense(5), dense(4, "linear"), residual(2, 0.5), residual(3, 0.25), dense(5, "tanh")], ADAM, 8),
    ("ReZero", [dense(6), dense(6), residual(1, 0.0, True), dense(6, "tanh"), residual(1, 0.0, True)], ADAM, "full"),
    ("nested blocks", [dense(5, "gelu"), norm("layerNorm"), dense(5), residual(1), dense(5, "tanh"), residual(4, 0.3, True)], SGD, 8),
    ("dropout", [dense(8), {"kind": "dropout", "rate": 0.4}, dense(6, "tanh"), {"kind": "dropout", "rate": 0.2}], SGD, 8),
    ("all kinds", [dense(6, "linear"), norm("batchNorm", "relu"), {"kind": "dropout", "rate": 0.3}, dense(6, "linear"), residual(3, 0.0, True, "tanh"), norm("layerNorm")], ADAM, 8),
]


def optimizer_of(spec, parameters):
    if spec["kind"] == "sgd":
        return torch.optim.SGD(parameters, lr=spec["learningRate"], momentum=spec["momentum"], weight_decay=spec["weightDecay"])
    return torch.optim.Adam(parameters, lr=spec["learningRate"], betas=(spec["beta1"], spec["beta2"]), eps=spec["epsilon"])


def train(case, number, dtype=torch.float64):
    name, hidden, optimizer, batch = case
    torch.manual_seed(number)
    # Drawn in float32, so that both start from the same numbers.
    torch.set_default_dtype(torch.float32)
    net = Net(hidden, number).to(dtype)
    torch.set_default_dtype(dtype)
    initial = net.tensors()
    x, y = data()
    x, y = torch.tensor(x, dtype=dtype), torch.tensor(y)
    update = optimizer_of(optimizer, net.parameters())
    loss = nn.CrossEntropyLoss()
    rows = len(x) if batch == "full" else batch
    costs, gradients, at = [], None, 0
    for step in range(STEPS):
        update.zero_grad()
        cost = loss(net(x[at : at + rows]), y[at : at + rows])
        cost.backward()
        if step == 0:
            gradients = {key: parameter.grad.numpy().ravel().tolist() for key, parameter in zip([k for k in initial if "running" not in k], net.parameters())}
        costs.append(cost.item())
        update.step()
        at = 0 if at + rows >= len(x) else at + rows
    net.eval()
    evaluated = loss(net(x), y).item()
    return {"name": name, "hidden": hidden, "optimizer": optimizer, "batchSize": batch, "seed": number, "initial": initial,
            "gradients": gradients, "costs": costs, "final": net.tensors(), "evaluated": evaluated}


x, y = data()
result = {"inputs": [float(v) for v in x.ravel()], "labels": y.tolist(), "cases": []}
for number, case in enumerate(CASES):
    exact, single = train(case, 31 + number), train(case, 31 + number, torch.float32)
    exact["float32Error"] = max(abs(a - b) for a, b in zip(exact["costs"], single["costs"]))
    result["cases"].append(exact)
with open(os.path.join(os.path.dirname(__file__), "layers.json"), "w") as file:
    json.dump(result, file)
