"""The circles experiment as NumPy courses write it: caches in tuples, parameters in a dictionary, float64, (features, samples).

Prints JSON: seconds of training for three initializers one after the other, and their last costs.
"""
import json
import sys
import time

import numpy as np


def relu(z):
    return np.maximum(0, z)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(x, parameters):
    w1, b1 = parameters["W1"], parameters["b1"]
    w2, b2 = parameters["W2"], parameters["b2"]
    w3, b3 = parameters["W3"], parameters["b3"]
    z1 = np.dot(w1, x) + b1
    a1 = relu(z1)
    z2 = np.dot(w2, a1) + b2
    a2 = relu(z2)
    z3 = np.dot(w3, a2) + b3
    a3 = sigmoid(z3)
    return a3, (z1, a1, w1, b1, z2, a2, w2, b2, z3, a3, w3, b3)


def backward(x, y, cache):
    m = x.shape[1]
    z1, a1, w1, b1, z2, a2, w2, b2, z3, a3, w3, b3 = cache
    dz3 = 1.0 / m * (a3 - y)
    dw3 = np.dot(dz3, a2.T)
    db3 = np.sum(dz3, axis=1, keepdims=True)
    da2 = np.dot(w3.T, dz3)
    dz2 = np.multiply(da2, np.int64(a2 > 0))
    dw2 = np.dot(dz2, a1.T)
    db2 = np.sum(dz2, axis=1, keepdims=True)
    da1 = np.dot(w2.T, dz2)
    dz1 = np.multiply(da1, np.int64(a1 > 0))
    dw1 = np.dot(dz1, x.T)
    db1 = np.sum(dz1, axis=1, keepdims=True)
    return {"dW3": dw3, "db3": db3, "dW2": dw2, "db2": db2, "dW1": dw1, "db1": db1}


def cost_of(a3, y):
    m = y.shape[1]
    with np.errstate(all="ignore"):
        losses = np.multiply(-np.log(a3), y) + np.multiply(-np.log(1 - a3), 1 - y)
    return 1.0 / m * np.nansum(losses)


def update(parameters, gradients, learning_rate):
    for k in range(1, 4):
        parameters["W%d" % k] = parameters["W%d" % k] - learning_rate * gradients["dW%d" % k]
        parameters["b%d" % k] = parameters["b%d" % k] - learning_rate * gradients["db%d" % k]
    return parameters


def draw(kind, layers):
    np.random.seed(3)
    parameters = {}
    for k in range(1, len(layers)):
        shape = (layers[k], layers[k - 1])
        if kind == "randn":
            w = np.random.randn(*shape) * 10
        elif kind == "he":
            w = np.random.randn(*shape) * np.sqrt(2.0 / layers[k - 1])
        else:
            limit = np.sqrt(6.0 / (layers[k] + layers[k - 1]))
            w = np.random.uniform(-limit, limit, shape)
        parameters["W%d" % k] = w
        parameters["b%d" % k] = np.zeros((layers[k], 1))
    return parameters


def make_circles(n, noise, seed, factor=0.8):
    generator = np.random.RandomState(seed)
    outer = np.linspace(0, 2 * np.pi, n // 2, endpoint=False)
    inner = np.linspace(0, 2 * np.pi, n - n // 2, endpoint=False)
    x = np.vstack([np.append(np.cos(outer), np.cos(inner) * factor), np.append(np.sin(outer), np.sin(inner) * factor)]).T
    y = np.hstack([np.zeros(n // 2), np.ones(n - n // 2)])
    order = generator.permutation(n)
    return (x[order] + generator.normal(scale=noise, size=(n, 2))).T, y[order].reshape(1, -1)


def main():
    steps = int(sys.argv[1])
    x, y = make_circles(300, 0.05, 1)
    costs = []
    start = time.perf_counter()
    for kind in ["randn", "he", "xavier"]:
        parameters = draw(kind, [2, 10, 5, 1])
        for step in range(steps):
            with np.errstate(all="ignore"):
                a3, cache = forward(x, parameters)
            cost = cost_of(a3, y)
            parameters = update(parameters, backward(x, y, cache), 0.01)
        costs.append(cost)
    print(json.dumps({"seconds": time.perf_counter() - start, "costs": costs, "version": np.__version__}))


main()
