"""Writes initializers.json beside this file: matrices and gains of NumPy, SciPy and PyTorch, for initializers.test.ts to compare with.

Run with a Python that has numpy, scipy and torch (Debian: python3-numpy python3-scipy python3-torch):
    /usr/bin/python3 test/golden/draws/makeInitializers.py
"""
import base64
import io
import json
import math
import pathlib

import numpy as np
import scipy
import torch
from scipy import integrate, special
from scipy.linalg import hadamard

SHAPES = [(5, 7), (10, 2), (1, 5), (40, 3), (7, 7), (3, 20)]


def flat(x):
    if isinstance(x, torch.Tensor):
        x = x.detach().numpy()
    return [float(v) for v in np.asarray(x).ravel()]


def torch_sparse():
    out = []
    for sparsity, std in [(0.1, 0.01), (0.9, 0.01), (0.35, 1.5), (0, 0.2), (1, 0.2)]:
        for rows, columns in SHAPES:
            torch.manual_seed(3)
            w = torch.empty(rows, columns)
            torch.nn.init.sparse_(w, sparsity, std)
            # What comes next shows that the stream stands where PyTorch's does.
            out.append({'sparsity': sparsity, 'stddev': std, 'rows': rows, 'columns': columns, 'values': flat(w), 'next': flat(torch.randn(3))})
    return out


def numpy_sparse():
    out = []
    for sparsity, std in [(0.1, 0.01), (0.35, 1.5)]:
        for rows, columns in SHAPES:
            r = np.random.RandomState(3)
            w = std * r.randn(rows, columns)
            for column in range(columns):
                w[r.permutation(rows)[:math.ceil(sparsity * rows)], column] = 0
            out.append({'sparsity': sparsity, 'stddev': std, 'rows': rows, 'columns': columns, 'values': flat(w), 'next': flat(r.randn(3))})
    return out


def torch_permutations():
    out = []
    for n in [1, 2, 9, 300]:
        torch.manual_seed(42)
        out.append({'n': n, 'first': torch.randperm(n).tolist(), 'second': torch.randperm(n).tolist()})
    return out


def zero():
    """Algorithm 1 of arXiv:2110.12661 by whole matrices; W is units x inputs."""
    out = []
    for units, inputs in [(1, 1), (3, 3), (3, 8), (8, 3), (5, 4), (9, 2), (16, 10), (17, 16), (100, 37)]:
        if units <= inputs:
            w = np.eye(units, inputs)
        else:
            p = 2 ** math.ceil(math.log2(units))
            w = np.eye(units, p) @ (hadamard(p) / math.sqrt(p)) @ np.eye(p, inputs)
        out.append({'units': units, 'inputs': inputs, 'values': flat(w)})
    return out


def torch_gains():
    gain = torch.nn.init.calculate_gain
    names = {'linear': 'linear', 'sigmoid': 'sigmoid', 'tanh': 'tanh', 'relu': 'relu', 'selu': 'selu'}
    return {**{ours: float(gain(theirs)) for ours, theirs in names.items()}, 'leakyRelu': float(gain('leaky_relu', 0.01)), 'leakyRelu 0.2': float(gain('leaky_relu', 0.2))}


def computed_gains():
    alpha, scale = 1.6732632423543772848, 1.0507009873554804934
    sigmoid = special.expit
    bell = lambda z: math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    functions = {
        'linear': (lambda z: z, lambda z: 1),
        'relu': (lambda z: max(z, 0), lambda z: float(z > 0)),
        'leakyRelu': (lambda z: z if z > 0 else 0.01 * z, lambda z: 1 if z > 0 else 0.01),
        'leakyRelu 0.2': (lambda z: z if z > 0 else 0.2 * z, lambda z: 1 if z > 0 else 0.2),
        'elu': (lambda z: z if z > 0 else math.expm1(z), lambda z: 1 if z > 0 else math.exp(z)),
        'selu': (lambda z: scale * (z if z > 0 else alpha * math.expm1(z)), lambda z: scale * (1 if z > 0 else alpha * math.exp(z))),
        'gelu': (lambda z: z * special.ndtr(z), lambda z: special.ndtr(z) + z * bell(z)),
        'silu': (lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * (1 - sigmoid(z)))),
        'tanh': (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
        'sigmoid': (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
        'softplus': (lambda z: np.logaddexp(0, z), sigmoid),
        'softsign': (lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
    }
    mean = lambda f: sum(integrate.quad(lambda z: f(z) ** 2 * bell(z), *side, epsabs=1e-13, epsrel=1e-13)[0] for side in [(-12, 0), (0, 12)])
    return {name: {'forward': 1 / math.sqrt(mean(f)), 'backward': 1 / math.sqrt(mean(d))} for name, (f, d) in functions.items()}


def npz_files():
    arrays = {'hidden.0.kernel': np.arange(6.0).reshape(2, 3) / 7, 'b': np.array([1, -2, 3], dtype='i4'), 'f': np.asfortranarray(np.arange(4, dtype='f4').reshape(2, 2))}
    out = []
    for save in [np.savez, np.savez_compressed]:
        file = io.BytesIO()
        save(file, **arrays)
        out.append({'arrays': {name: {'shape': list(a.shape), 'values': flat(a)} for name, a in arrays.items()}, 'base64': base64.b64encode(file.getvalue()).decode()})
    return out


data = {
    'versions': {'numpy': np.__version__, 'scipy': scipy.__version__, 'torch': torch.__version__},
    'torchSparse': torch_sparse(),
    'numpySparse': numpy_sparse(),
    'torchPermutations': torch_permutations(),
    'zerO': zero(),
    'torchGains': torch_gains(),
    'computedGains': computed_gains(),
    'npz': npz_files(),
}
target = pathlib.Path(__file__).with_name('initializers.json')
sections = ',\n'.join(f'{json.dumps(key)}: {json.dumps(value, allow_nan=False)}' for key, value in data.items())
target.write_text('{\n' + sections + '\n}\n')
