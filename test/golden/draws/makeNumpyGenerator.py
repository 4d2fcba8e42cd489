"""Writes numpyGenerator.json beside this file: draws of NumPy's Generator, for numpyGenerator.test.ts.

    python3 test/golden/draws/makeNumpyGenerator.py
"""
import hashlib
import json
import pathlib

import numpy as np

SHAPES = [(3, 2), (1, 5), (5, 1), (7, 3), (17, 33), (64, 10), (129, 257)]
SEEDS = [0, 3, 42, 2**31 - 1, 2**32 - 1, 2**63 + 11, 2**130 + 7]
cases = []


def digest(a):
    """SHA-256 of the little-endian bytes in C order."""
    return hashlib.sha256(np.ascontiguousarray(a, dtype=a.dtype.newbyteorder('<')).tobytes()).hexdigest()


def add(seed, call, a, *arguments):
    cases.append([str(seed), call, list(arguments), str(a.dtype), digest(a)])


for seed in SEEDS:
    rng = lambda: np.random.default_rng(seed)
    add(seed, 'words', np.random.SeedSequence(seed).generate_state(8))
    add(seed, 'raw', np.random.PCG64(seed).random_raw(8))
    for shape in SHAPES:
        n = shape[0] * shape[1]
        add(seed, 'normal', rng().standard_normal(shape), n, 0, 1)
        add(seed, 'normal', rng().standard_normal(shape, dtype=np.float32), n, 0, 1)
        add(seed, 'normal', rng().normal(0.1, 0.05, shape), n, 0.1, 0.05)
        add(seed, 'uniform', rng().random(shape), n, 0, 1)
        add(seed, 'uniform', rng().random(shape, dtype=np.float32), n, 0, 1)
        add(seed, 'uniform', rng().uniform(-0.3, 0.7, shape), n, -0.3, 0.7)
        add(seed, 'normal', 0.1 + 0.05 * rng().standard_normal(shape, dtype=np.float32), n, 0.1, 0.05)
        add(seed, 'uniform', -0.3 + (0.7 - -0.3) * rng().random(shape, dtype=np.float32), n, -0.3, 0.7)
    for high in [1, 10, 1000, 2**32, 2**40]:
        add(seed, 'integers', rng().integers(0, high, 50), 0, high, 50)
    for n in [1, 2, 9, 101, 5000]:
        add(seed, 'permutation', rng().permutation(n), n)
    rows = np.arange(60).reshape(20, 3)
    rng().shuffle(rows)
    add(seed, 'rows', rows, 20, 3)
    for n, count in [(50, 15), (50, 50), (20000, 3), (20000, 900)]:
        add(seed, 'choice', rng().choice(n, count, replace=False), n, count)
    r = rng()
    parts = [r.standard_normal((5, 4)).ravel(), r.uniform(-1, 1, (4, 3)).ravel(), r.permutation(9), r.random(3), r.permutation(6), r.random(3)]
    add(seed, 'stream', np.concatenate(parts))

# Many numbers, so that all strips and the tail are met.
add(5, 'normal', np.random.default_rng(5).standard_normal(1_000_000), 1_000_000, 0, 1)
add(5, 'normal', np.random.default_rng(5).standard_normal(1_000_000, dtype=np.float32), 1_000_000, 0, 1)

lines = ',\n'.join(json.dumps(case, separators=(',', ':')) for case in cases)
text = f'{{"version": {json.dumps(np.__version__)}, "cases": [\n{lines}\n]}}\n'
pathlib.Path(__file__).with_name('numpyGenerator.json').write_text(text)
