"""Writes into truncated.json beside this file what this Python's PyTorch draws by trunc_normal_, for truncated.test.ts.

The function draws by rejection since PyTorch 2.12, and by an inverse before: run it with a PyTorch of either kind, such as
2.13 of PyPI and 1.13 of Debian 12 (python3-torch), each of which writes its own part:
    python3 test/golden/draws/makeTruncated.py && /usr/bin/python3 test/golden/draws/makeTruncated.py
"""
import hashlib
import json
import math
import pathlib

import numpy as np
import torch

TRUNCATED_STD = 0.87962566103423978


def digest(x):
    """SHA-256 of the little-endian float32 bytes."""
    return hashlib.sha256(np.ascontiguousarray(x.detach().numpy(), dtype='<f4').tobytes()).hexdigest()


def cut(x, mean, std):
    return torch.nn.init.trunc_normal_(x, mean, std, mean - 2 * std, mean + 2 * std)


def fills():
    """One call, then a uniform number, which tells where the stream stands."""
    out = []
    for seed in [0, 3, 42, 2147483647, 4294967295]:
        for size in [1, 2, 7, 15, 16, 17, 33, 100, 1000]:
            for mean, std in [(0, 1), (0.3, 0.7), (-1, 0.02)]:
                torch.manual_seed(seed)
                x = cut(torch.empty(size), mean, std)
                out.append({'seed': seed, 'size': size, 'mean': mean, 'std': std, 'first': x[:4].tolist(), 'sha256': digest(x), 'next': torch.rand(1).item()})
    return out


def laws():
    out = []
    for n_in, n_out in [(3, 2), (5, 7), (33, 17), (257, 129)]:
        for spec, variance in [
            ({'kind': 'heNormal', 'truncated': True}, 2 / n_in),
            ({'kind': 'glorotNormal', 'truncated': True}, 2 / (n_in + n_out)),
            ({'kind': 'lecunNormal', 'truncated': True}, 1 / n_in),
            ({'kind': 'varianceScaling', 'scale': 2, 'mode': 'fanOut'}, 2 / n_out),
        ]:
            torch.manual_seed(3)
            w = cut(torch.empty(n_out, n_in), 0, math.sqrt(variance) / TRUNCATED_STD)
            out.append({'spec': spec, 'fanIn': n_in, 'fanOut': n_out, 'sha256': digest(w), 'first': w.ravel()[:4].tolist()})
    return out


def stream():
    """Calls of one stream, among them small ones, whose pairs of normals outlive the call."""
    torch.manual_seed(11)
    out = []
    for size in [3, 20, 5, 1, 33, 15, 16, 2000]:
        x = cut(torch.empty(size), 0, 0.5)
        y = torch.empty(3).normal_()
        out.append({'size': size, 'sha256': digest(x), 'normals': y.tolist()})
    return out


torch.manual_seed(5)
part = {'version': torch.__version__, 'fills': fills(), 'laws': laws(), 'stream': stream()}
torch.manual_seed(5)
part['long'] = digest(cut(torch.empty(300007), 0, 1))
target = pathlib.Path(__file__).with_name('truncated.json')
whole = json.loads(target.read_text()) if target.exists() else {}
kind = 'torch-1.13' if tuple(int(n) for n in torch.__version__.split('.')[:2]) < (2, 12) else 'torch'
whole[kind] = part
target.write_text('{\n' + ',\n'.join(f'{json.dumps(key)}: {json.dumps(whole[key])}' for key in sorted(whole)) + '\n}\n')
print(kind, torch.__version__)
