"""Writes foreign1.pt … foreign5.pt, a state dict beside values of many classes in each pickle protocol that torch.save takes, and
foreign.json: what their tensors are, the classes of the rest, and one plain value pickled with the protocols 0 to 5.

python3 test/golden/weights/makeForeign.py   (PyTorch 2.13, NumPy 2.4)
"""
import argparse
import base64
import collections
import dataclasses
import datetime
import decimal
import enum
import functools
import json
import pathlib
import pickle
import random
from pathlib import Path

import numpy as np
import torch

folder = Path(__file__).parent


class Colour(enum.Enum):
    RED = 1


@dataclasses.dataclass
class Settings:
    rate: float = 0.1
    path: pathlib.PurePosixPath = pathlib.PurePosixPath('/data')


class AttributeDict(dict):
    """As Lightning keeps its hyperparameters."""


class Bag:
    def __init__(self):
        self.inner = torch.arange(3.0)
        self.me = self


torch.manual_seed(0)
net = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))
tensors = {f'state_dict.{name}': value for name, value in net.state_dict().items()}
foreign = {
    'args': argparse.Namespace(lr=0.1, out=pathlib.PurePosixPath('/x'), sub=argparse.Namespace(a=1)),
    'array': np.arange(6.0).reshape(2, 3),
    'rng': np.random.RandomState(1).get_state(),
    'pcg': np.random.PCG64(1).state,
    'pythonRng': random.Random(1).getstate(),
    'generator': np.random.default_rng(0),
    'classes': {'cat', 'dog'},
    'frozen': frozenset({1, 2}),
    'where': pathlib.PurePosixPath('/data/run'),
    'counts': collections.defaultdict(list, {'a': [1]}),
    'counter': collections.Counter('hello'),
    'version': torch.__version__,
    'bytes': b'\x00\xff' * 8,
    'array8': bytearray(b'abc'),
    'complex': 1 + 2j,
    'big': 2 ** 127 + 1,
    'minus': -(2 ** 100),
    'decimal': decimal.Decimal('0.1'),
    'colour': Colour.RED,
    'settings': Settings(),
    'when': datetime.datetime(2024, 5, 6),
    'span': datetime.timedelta(seconds=3),
    'partial': functools.partial(max, 1),
    'hyper': AttributeDict(lr=0.1, layers=[1, 2]),
    'function': torch.nn.functional.relu,
    'cls': torch.nn.Linear,
    'range': range(3),
    'slice': slice(1, 2),
    'quantized': torch.quantize_per_tensor(torch.randn(3, 3), 0.1, 0, torch.qint8),
    'sparse': torch.eye(3).to_sparse(),
    'csr': torch.eye(3).to_sparse_csr(),
    'meta': torch.empty(2, 2, device='meta'),
    'half2': torch.zeros(2, dtype=torch.complex32),
    'complex64': torch.zeros(2, dtype=torch.complex64),
    'fnuz': torch.zeros(2, dtype=torch.float8_e4m3fnuz),
    'e8m0': torch.zeros(2, dtype=torch.float8_e8m0fnu),
}
# `bag` is an object with a tensor, and holds itself.
everything = {**foreign, 'state_dict': net.state_dict(), 'bag': Bag(), 'epoch': 3}
if __name__ == '__main__':
    for protocol in range(1, 6):
        torch.save(everything, folder / f'foreign{protocol}.pt', pickle_protocol=protocol)
    plain = {'a': [1, -2, 2 ** 31, -(2 ** 40), 2.5, float('inf'), True, False, None], 'b': ('x', 'héllo', ''), 'c': {'d': [], 'e': (), 'f': {}}, 'g': (1, 2, 3, 4)}
    records = {
        'tensors': {**{name: value.flatten().tolist() for name, value in tensors.items()}, 'bag.inner': [0.0, 1.0, 2.0]},
        'foreign': list(foreign),
        'plain': json.loads(json.dumps(plain).replace('Infinity', '"inf"')),
        'protocols': [base64.b64encode(pickle.dumps(plain, protocol=protocol)).decode() for protocol in range(6)],
    }
    (folder / 'foreign.json').write_text(json.dumps(records, ensure_ascii=False, indent=1) + '\n')
