"""The comparisons as PyTorch users write them: nn.Sequential, torch.optim, the whole data in one tensor.

Usage: torchComparisons.py NAME FOLDER THREADS [DTYPE]; DTYPE is float32, the default, or float64.
Prints JSON: seconds of training for three initializers one after the other.
"""
import json
import sys
import time

import numpy as np
import torch
from torch import nn


def circles_data():
    generator = np.random.RandomState(1)
    t = np.linspace(0, 2 * np.pi, 150, endpoint=False)
    x = np.vstack([np.append(np.cos(t), np.cos(t) * 0.8), np.append(np.sin(t), np.sin(t) * 0.8)]).T
    y = np.hstack([np.zeros(150), np.ones(150)])
    order = generator.permutation(300)
    x = x[order] + generator.normal(scale=0.05, size=(300, 2))
    return torch.tensor(x, dtype=torch.get_default_dtype()), torch.tensor(y[order], dtype=torch.get_default_dtype()).reshape(-1, 1)


def file_data(name, folder):
    x = np.load("%s/%s-x.npy" % (folder, name))
    y = np.load("%s/%s-y.npy" % (folder, name))
    x = torch.from_numpy(x).to(torch.get_default_dtype())
    return x / 255 if name != "glorot" else x, torch.from_numpy(y).long()


def dense(widths, hidden):
    layers = []
    for k in range(len(widths) - 1):
        layers.append(nn.Linear(widths[k], widths[k + 1]))
        if k < len(widths) - 2:
            layers.append(hidden())
    return layers


def initialize(model, draw):
    for layer in model:
        if isinstance(layer, nn.Linear):
            draw(layer.weight)
            nn.init.zeros_(layer.bias)


def he(w):
    nn.init.kaiming_normal_(w, nonlinearity="relu")


def normal(std):
    return lambda w: nn.init.normal_(w, 0, std)


def train(model, x, y, loss_of, optimizer, epochs, batch):
    """Shuffled mini-batches; the cost is read about 200 times, as the product records it."""
    n = x.shape[0]
    steps = epochs * ((n + batch - 1) // batch)
    every = max(1, steps // 200)
    costs, done = [], 0
    for _ in range(epochs):
        order = torch.randperm(n)
        for first in range(0, n, batch):
            chosen = order[first:first + batch]
            optimizer.zero_grad()
            loss = loss_of(model(x[chosen]), y[chosen])
            loss.backward()
            optimizer.step()
            if done % every == 0:
                costs.append(loss.item())
            done += 1
    return costs


def circles(steps):
    x, y = circles_data()
    loss_of = nn.BCEWithLogitsLoss()
    for draw in [normal(10), he, nn.init.xavier_uniform_]:
        model = nn.Sequential(*dense([2, 10, 5, 1], nn.ReLU))
        initialize(model, draw)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        costs = []
        for step in range(steps):
            optimizer.zero_grad()
            loss = loss_of(model(x), y)
            loss.backward()
            optimizer.step()
            if step % 75 == 0:
                costs.append(loss.item())


def glorot(x, y):
    for draw in [nn.init.xavier_uniform_, lambda w: nn.init.uniform_(w, -0.05, 0.05), he]:
        model = nn.Sequential(*dense([100, 100, 100, 10], nn.ReLU))
        initialize(model, draw)
        train(model, x, y, nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=0.1), 20, 100)


def mnist(x, y):
    hot = torch.nn.functional.one_hot(y, 10).to(torch.get_default_dtype())
    for draw in [normal(0.05), nn.init.xavier_uniform_, normal(1)]:
        model = nn.Sequential(*dense([784, 64, 10], nn.Sigmoid), nn.Softmax(dim=1))
        initialize(model, draw)
        train(model, x, hot, nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=0.01), 1, 128)


def cifar(x, y):
    for draw in [normal(0.01), lambda w: nn.init.normal_(w, 0, w.shape[1] ** -0.5), he]:
        model = nn.Sequential(*dense([3072, 400, 200, 10], nn.ReLU))
        initialize(model, draw)
        train(model, x, y, nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), lr=0.001), 2, 200)


def main():
    name, folder, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    torch.set_default_dtype(getattr(torch, sys.argv[4] if len(sys.argv) > 4 else "float32"))
    torch.set_num_threads(threads)
    torch.manual_seed(3)
    if name == "circles":
        circles(10)
        start = time.perf_counter()
        circles(15000)
    else:
        x, y = file_data(name, folder)
        work = {"glorot": glorot, "mnist": mnist, "cifar": cifar}[name]
        work(x[:256], y[:256])
        start = time.perf_counter()
        work(x, y)
    print(json.dumps({"seconds": time.perf_counter() - start, "version": torch.__version__}))


main()
