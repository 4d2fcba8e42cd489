"""Writes draws.json beside this file: what NumPy, SciPy and PyTorch draw and compute, for draws.test.ts to compare with.

Run with a Python that has numpy, scipy and torch (Debian: python3-numpy python3-scipy python3-torch):
    /usr/bin/python3 test/golden/draws/makeDraws.py
"""
import base64
import hashlib
import io
import json
import math
import pathlib

import numpy as np
import scipy
import torch
from scipy import stats

SEEDS = [0, 1, 3, 42, 4294967295]
SIZES = [1, 2, 7, 15, 16, 17, 20, 31, 32, 33, 100]


def flat(x):
    if isinstance(x, torch.Tensor):
        x = x.detach().numpy()
    return [float(v) for v in np.asarray(x).ravel()]


def digest(x):
    """SHA-256 of the little-endian float32 bytes."""
    return hashlib.sha256(np.ascontiguousarray(x.detach().numpy(), dtype='<f4').tobytes()).hexdigest()


def numpy_streams():
    out = []
    for seed in SEEDS:
        r = np.random.RandomState(seed)
        out.append({
            'seed': seed,
            'words': [int(v) for v in np.random.RandomState(seed).randint(0, 2**32, 8, dtype=np.uint32)],
            'randn3': flat(r.randn(3)),
            'uniform5': flat(r.uniform(-1, 2, 5)),
            'randn2': flat(r.randn(2)),
            'permutation10': r.permutation(10).tolist(),
            'normal7': flat(r.normal(0.3, 0.7, 7)),
            'permutation300': r.permutation(300).tolist(),
            'random4': flat(r.random_sample(4)),
            'permutation1': r.permutation(1).tolist(),
            'last': flat(r.randn(3)),
        })
    return out


def numpy_long():
    x = np.random.RandomState(7).randn(200000)
    order = np.random.RandomState(7).permutation(70000)
    return {
        'seed': 7,
        'randn': flat(x[::997]),
        'permutation': order[::997].tolist(),
    }


def course_network():
    """The NumPy course's network 2, 10, 5, 1 after np.random.seed(3), for each of its initializers."""
    sizes = [2, 10, 5, 1]
    layers = list(zip(sizes[:-1], sizes[1:]))

    def draw(f):
        np.random.seed(3)
        return [flat(f(n_in, n_out)) for n_in, n_out in layers]

    return {
        'timesTen': draw(lambda i, o: np.random.randn(o, i) * 10),
        'small': draw(lambda i, o: np.random.randn(o, i) * 0.01),
        'he': draw(lambda i, o: np.random.randn(o, i) * np.sqrt(2.0 / i)),
        'heOne': draw(lambda i, o: np.random.randn(o, i) * np.sqrt(1.0 / i)),
        'glorotUniform': draw(lambda i, o: np.random.uniform(-np.sqrt(6.0 / (i + o)), np.sqrt(6.0 / (i + o)), (o, i))),
        'inOutHe': draw(lambda i, o: np.random.randn(i, o) * np.sqrt(2.0 / i)),
    }


def orthogonal_numpy():
    out = []
    for rows, columns in [(5, 3), (3, 5), (4, 4), (1, 6), (6, 1), (1, 1)]:
        np.random.seed(3)
        a = np.random.randn(max(rows, columns), min(rows, columns))
        q, r = np.linalg.qr(a)
        q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
        out.append({'rows': rows, 'columns': columns, 'values': flat(q.T if rows < columns else q)})
    return out


def torch_fills():
    out = []
    for seed in [0, 3, 4294967295]:
        for size in SIZES:
            entry = {'seed': seed, 'size': size}
            torch.manual_seed(seed)
            entry['normal'] = flat(torch.empty(size).normal_())
            torch.manual_seed(seed)
            entry['shifted'] = flat(torch.empty(size).normal_(0.3, 0.7))
            torch.manual_seed(seed)
            entry['uniform'] = flat(torch.empty(size).uniform_(-0.3, 0.7))
            torch.manual_seed(seed)
            entry['truncated'] = flat(torch.nn.init.trunc_normal_(torch.empty(size), 0.3, 0.7, 0.3 - 1.4, 0.3 + 1.4))
            out.append(entry)
    return out


def torch_stream():
    """One stream over many calls; None stands for a call of another kind."""
    torch.manual_seed(11)
    calls = []
    for kind, size in [('normal', 3), ('normal', 20), ('normal', 4), ('uniform', 5), ('normal', 1), ('normal', 33),
                       ('truncated', 6), ('normal', 2), ('normal', 15), ('normal', 16), ('normal', 15)]:
        x = torch.empty(size)
        if kind == 'normal':
            x.normal_(-0.5, 2)
        elif kind == 'uniform':
            x.uniform_(2, 3)
        else:
            torch.nn.init.trunc_normal_(x, 0, 0.5, -1, 1)
        calls.append({'kind': kind, 'size': size, 'values': flat(x)})
    return calls


def torch_long():
    out = {}
    torch.manual_seed(5)
    out['normal'] = digest(torch.empty(300007).normal_(0.1, 0.02))
    out['uniform'] = digest(torch.empty(300007).uniform_(-0.05, 0.05))
    out['small'] = digest(torch.stack([torch.empty(15).normal_() for _ in range(4000)]))
    x = torch.nn.init.trunc_normal_(torch.empty(100000), 0, 1, -2, 2)
    out['truncated'] = flat(x[::97])
    return out


def torch_init():
    init = torch.nn.init
    cases = [
        ('glorotUniform', {}, lambda w: init.xavier_uniform_(w)),
        ('glorotUniform', {'gain': 5 / 3}, lambda w: init.xavier_uniform_(w, gain=5 / 3)),
        ('glorotNormal', {}, lambda w: init.xavier_normal_(w)),
        ('heNormal', {}, lambda w: init.kaiming_normal_(w, nonlinearity='relu')),
        ('heNormal', {'mode': 'fanOut'}, lambda w: init.kaiming_normal_(w, mode='fan_out', nonlinearity='relu')),
        ('heNormal', {'a': 0.2}, lambda w: init.kaiming_normal_(w, a=0.2)),
        ('heUniform', {}, lambda w: init.kaiming_uniform_(w, nonlinearity='relu')),
        ('heUniform', {'a': 0.2, 'mode': 'fanOut'}, lambda w: init.kaiming_uniform_(w, a=0.2, mode='fan_out')),
        ('randomNormal', {'mean': 0.1, 'stddev': 0.3}, lambda w: init.normal_(w, 0.1, 0.3)),
        ('randomNormal', {'stddev': 1, 'scale': 0.01}, lambda w: w.normal_().mul_(0.01)),
        ('randomUniform', {'min': -0.1, 'max': 0.4}, lambda w: init.uniform_(w, -0.1, 0.4)),
        ('truncatedNormal', {'stddev': 0.02}, lambda w: init.trunc_normal_(w, 0, 0.02, -0.04, 0.04)),
        ('orthogonal', {}, lambda w: init.orthogonal_(w)),
        ('orthogonal', {'gain': 2}, lambda w: init.orthogonal_(w, gain=2)),
        ('identity', {}, lambda w: init.eye_(w)),
        ('constant', {'value': 0.25}, lambda w: init.constant_(w, 0.25)),
        ('pytorchLinear', {}, lambda w: init.kaiming_uniform_(w, a=math.sqrt(5))),
    ]
    out = []
    for kind, parameters, f in cases:
        for n_in, n_out in [(5, 7), (7, 5), (2, 3)]:
            torch.manual_seed(3)
            w = torch.empty(n_out, n_in)
            f(w)
            out.append({'spec': {'kind': kind, **parameters}, 'fanIn': n_in, 'fanOut': n_out, 'values': flat(w)})
    return out


def torch_linear():
    torch.manual_seed(3)
    out = []
    for n_in, n_out in [(2, 10), (10, 5), (5, 1)]:
        layer = torch.nn.Linear(n_in, n_out)
        out.append({'inputs': n_in, 'units': n_out, 'kernel': flat(layer.weight), 'bias': flat(layer.bias)})
    return out


def laws():
    out = []

    def case(spec, n_in, n_out, dist):
        xs = [float(x) for x in dist.ppf([0.001, 0.1, 0.3, 0.5, 0.77, 0.999])]
        out.append({'spec': spec, 'fanIn': n_in, 'fanOut': n_out, 'std': float(dist.std()), 'mean': float(dist.mean()),
                    'x': xs, 'pdf': flat(dist.pdf(xs)), 'cdf': flat(dist.cdf(xs))})

    case({'kind': 'randomNormal', 'mean': 1, 'stddev': 2, 'scale': -3}, 4, 4, stats.norm(-3, 6))
    case({'kind': 'heNormal'}, 50, 20, stats.norm(0, math.sqrt(2 / 50)))
    case({'kind': 'glorotUniform'}, 50, 20, stats.uniform(-math.sqrt(6 / 70), 2 * math.sqrt(6 / 70)))
    case({'kind': 'pytorchLinear'}, 50, 20, stats.uniform(-1 / math.sqrt(50), 2 / math.sqrt(50)))
    case({'kind': 'truncatedNormal', 'mean': -1, 'stddev': 0.5}, 4, 4, stats.truncnorm(-2, 2, -1, 0.5))
    case({'kind': 'varianceScaling', 'mode': 'fanAvg'}, 50, 20,
         stats.truncnorm(-2, 2, 0, math.sqrt(1 / 35) / 0.87962566103423978))
    for d in [3, 4, 5, 20, 1000]:
        for n_in, n_out in [(d, 2), (2, d)]:
            case({'kind': 'orthogonal', 'gain': 1.5}, n_in, n_out, stats.beta((d - 1) / 2, (d - 1) / 2, -1.5, 3))
    case({'kind': 'orthogonal'}, 2, 2, stats.beta(0.5, 0.5, -1, 2))
    return out


def histograms():
    r = np.random.RandomState(4)
    arrays = [
        r.randn(1000), r.rand(500) * 1e-6, np.zeros(5), np.full(9, -3.25), np.arange(257.0), np.array([7.0]),
        np.concatenate([r.randn(50), [np.nan, np.inf, -np.inf]]), r.randint(0, 10, 300).astype(float), r.randn(60) * 1e30,
        np.array([1e-45, 3e-45]), np.array([1.0, 1.0 + 2.0**-23]),
        np.arange(61) * 0.1, np.arange(-49, 52) * 0.01,
    ]
    out = []
    cases = [(a, bins) for a in arrays for bins in [256, 10]]
    # Values on edges, where the rounded quotient falls one bin too low (14 in 122) or the rounded edge lies too high (14 in 50).
    cases += [(np.arange(top + 1.0), bins) for top, bins in [(14, 122), (20, 164), (14, 50), (14, 82)]]
    for a, bins in cases:
        a = a.astype(np.float32)
        finite = a[np.isfinite(a)].astype(np.float64)
        counts, edges = np.histogram(finite, bins)
        out.append({
            'values': [str(v) if not np.isfinite(v) else float(v) for v in a], 'bins': bins,
            'min': float(edges[0]), 'max': float(edges[-1]), 'counts': counts.tolist(),
            'mean': float(np.mean(finite)), 'std': float(np.std(finite)),
        })
    return out


def ranks():
    r = np.random.RandomState(9)
    low = (r.randn(12, 3) @ r.randn(3, 20)).astype(np.float32)
    scaled = (np.linalg.qr(r.randn(10, 10))[0] @ np.diag(10.0 ** -np.arange(10)) @ np.linalg.qr(r.randn(10, 10))[0]).astype(np.float32)
    arrays = [r.randn(10, 2), r.randn(5, 10), np.zeros((4, 6)), np.ones((4, 6)), np.eye(5, 8), low, low.T, scaled,
              np.full((6, 6), 1e-30), r.randn(1, 9), r.randn(9, 1), r.randn(60, 60)]
    out = []
    for a in arrays:
        a = a.astype(np.float32)
        out.append({'rows': a.shape[0], 'columns': a.shape[1], 'values': flat(a), 'rank': int(np.linalg.matrix_rank(a))})
    return out


def npy_files():
    out = []
    for dtype in ['<f4', '<f8']:
        for shape in [(10, 2), (3,), (1, 1), (0, 4), (2, 3, 4), ()]:
            a = (np.arange(int(np.prod(shape))) / 7).reshape(shape).astype(dtype)
            file = io.BytesIO()
            np.lib.format.write_array(file, a, version=(1, 0))
            out.append({'dtype': dtype, 'shape': list(shape), 'base64': base64.b64encode(file.getvalue()).decode()})
    return out


data = {
    'versions': {'numpy': np.__version__, 'scipy': scipy.__version__, 'torch': torch.__version__},
    'numpyStreams': numpy_streams(),
    'numpyLong': numpy_long(),
    'course': course_network(),
    'orthogonalNumpy': orthogonal_numpy(),
    'torchFills': torch_fills(),
    'torchStream': torch_stream(),
    'torchLong': torch_long(),
    'torchInit': torch_init(),
    'torchLinear': torch_linear(),
    'laws': laws(),
    'histograms': histograms(),
    'ranks': ranks(),
    'npy': npy_files(),
}
target = pathlib.Path(__file__).with_name('draws.json')
sections = ',\n'.join(f'{json.dumps(key)}: {json.dumps(value, allow_nan=False)}' for key, value in data.items())
target.write_text('{\n' + sections + '\n}\n')
