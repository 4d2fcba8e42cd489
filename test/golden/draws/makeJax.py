"""Writes jax.json beside this file: what JAX and Flax draw on a CPU, for jax.test.ts to compare with.

Run with a Python that has jax and flax (jax 0.10.2 and flax 0.12.8 made the file):
    python3 test/golden/draws/makeJax.py
"""
import hashlib
import json
import pathlib

import flax
import flax.linen as linen
import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax import lax

I = jax.nn.initializers
SHAPES = [(1, 1), (3, 2), (1, 5), (17, 33), (129, 257)]
SEEDS = [3, 4294967295]


def digest(x):
    """SHA-256 of the little-endian bytes, in C order."""
    x = np.asarray(x)
    return hashlib.sha256(np.ascontiguousarray(x, dtype=x.dtype.newbyteorder('<')).tobytes()).hexdigest()


def words(key):
    return np.asarray(jax.random.key_data(key)).ravel().tolist()


# Initializers by their entry in an experiment.
INITIALIZERS = [
    ({'kind': 'glorotUniform'}, I.glorot_uniform()),
    ({'kind': 'glorotNormal'}, I.glorot_normal()),
    ({'kind': 'heUniform'}, I.he_uniform()),
    ({'kind': 'heNormal'}, I.he_normal()),
    ({'kind': 'heNormal', 'truncated': False}, I.variance_scaling(2, 'fan_in', 'normal')),
    ({'kind': 'lecunUniform'}, I.lecun_uniform()),
    ({'kind': 'lecunNormal'}, I.lecun_normal()),
    ({'kind': 'pytorchLinear'}, I.variance_scaling(1 / 3, 'fan_in', 'uniform')),
    (
        {'kind': 'varianceScaling', 'scale': 0.7, 'mode': 'fanOut', 'distribution': 'truncatedNormal'},
        I.variance_scaling(0.7, 'fan_out', 'truncated_normal'),
    ),
    ({'kind': 'randomNormal', 'stddev': 0.01}, I.normal(0.01)),
    (
        {'kind': 'randomNormal', 'mean': 0.3, 'stddev': 0.01},
        lambda key, shape: 0.3 + 0.01 * jax.random.normal(key, shape),
    ),
    ({'kind': 'randomUniform', 'min': 0, 'max': 0.05}, I.uniform(0.05)),
    (
        {'kind': 'randomUniform', 'min': -0.3, 'max': 0.7},
        lambda key, shape: jax.random.uniform(key, shape, minval=-0.3, maxval=0.7),
    ),
    ({'kind': 'truncatedNormal', 'stddev': 0.02}, I.truncated_normal(0.02)),
]


def draws():
    out = []
    for shape in SHAPES:
        for seed in SEEDS:
            key = jax.random.key(seed)
            out.append({
                'shape': shape,
                'seed': seed,
                'bits': digest(jax.random.bits(key, shape)),
                'initializers': [digest(initializer(key, shape)) for _, initializer in INITIALIZERS],
            })
    return out


def orthogonal():
    return [
        {'shape': shape, 'values': np.asarray(I.orthogonal(1.5)(jax.random.key(5), shape)).ravel().tolist()}
        for shape in [(4, 3), (3, 4), (1, 2)]
    ]


def keys():
    out = []
    for seed in SEEDS:
        key = jax.random.key(seed)
        out.append({
            'seed': seed,
            'split2': words(jax.random.split(key)),
            'split3': words(jax.random.split(key, 3)),
            'fold': words(jax.random.fold_in(key, 4000000000)),
            # 3000 rows are sorted twice, and words of 100 000 rows repeat.
            'permutations': [digest(np.asarray(jax.random.permutation(key, n), '<u4')) for n in (1, 2, 9, 3000, 100000)],
        })
    return out


def script(seed):
    """Three layers of a plain script: a random bias takes a key of its own, a constant one does not."""
    out = []
    for random_bias in (False, True):
        key = jax.random.key(seed)
        for shape in [(3, 5), (5, 4), (4, 2)]:
            key, sub = jax.random.split(key)
            out.append(digest(I.glorot_uniform()(sub, shape)))
            if random_bias:
                key, sub = jax.random.split(key)
                out.append(digest(I.normal(0.1)(sub, shape[1:])))
    return out


class Linen(linen.Module):
    @linen.compact
    def __call__(self, x):
        for units in (5, 4, 2):
            x = linen.Dense(units, bias_init=I.normal(0.1))(x)
            if units == 5:
                x = linen.LayerNorm()(x)
        return x


class Nnx(nnx.Module):
    def __init__(self, use_bias, rngs):
        options = {'use_bias': use_bias, 'bias_init': I.normal(0.1), 'rngs': rngs}
        self.a = nnx.Linear(3, 5, **options)
        self.norm = nnx.LayerNorm(5, rngs=rngs)
        self.b = nnx.Linear(5, 4, **options)
        self.batch = nnx.BatchNorm(4, rngs=rngs)
        self.drop = nnx.Dropout(0.5, rngs=rngs)
        self.c = nnx.Linear(4, 2, **options)


def networks():
    out = []
    for seed in SEEDS:
        params = Linen().init(jax.random.key(seed), jnp.ones((1, 3)))['params']
        biased, plain = Nnx(True, nnx.Rngs(seed)), Nnx(False, nnx.Rngs(seed))
        layers = lambda model: (model.a, model.b, model.c)
        out.append({
            'seed': seed,
            'script': script(seed),
            'linen': [digest(params[f'Dense_{i}'][name]) for i in range(3) for name in ('kernel', 'bias')],
            'nnx': [digest(tensor[...]) for layer in layers(biased) for tensor in (layer.kernel, layer.bias)],
            'nnxWithoutBias': [digest(layer.kernel[...]) for layer in layers(plain)],
        })
    return out


def streams():
    """The orders of three epochs and the numbers that units drop out by, as JaxStream draws them."""
    out = []
    for seed in SEEDS:
        key = jax.random.fold_in(jax.random.key(seed), 1)
        orders = []
        for _ in range(3):
            key, sub = jax.random.split(key)
            orders.append(np.asarray(jax.random.permutation(sub, 12)).tolist())
        out.append({'seed': seed, 'orders': orders})
    return out


def drops():
    key = jax.random.fold_in(jax.random.key(3), 2)
    return [float(x) for x in jax.random.uniform(key, (7,))]


@jax.jit
def every_normal(words):
    """jax.random.normal of these 23-bit words."""
    floats = lax.bitcast_convert_type(words | jnp.uint32(0x3F800000), jnp.float32) - jnp.float32(1)
    low = np.nextafter(np.float32(-1), np.float32(0))
    u = lax.max(low, floats * (np.float32(1) - low) + low)
    return lax.mul(np.float32(np.sqrt(2)), lax.erf_inv(u))


def main():
    data = {
        'versions': {'jax': jax.__version__, 'flax': flax.__version__},
        'initializers': [spec for spec, _ in INITIALIZERS],
        # Every 101st of the 2²³ normals that there are.
        'normals': digest(every_normal(np.arange(0, 2**23, 101, dtype=np.uint32))),
        'settings': [],
    }
    for partitionable in (True, False):
        jax.config.update('jax_threefry_partitionable', partitionable)
        part = {
            'partitionable': partitionable,
            'keys': keys(),
            'draws': draws(),
            'orthogonal': orthogonal(),
            'networks': networks(),
            'streams': streams(),
        }
        if partitionable:
            data['drops'] = drops()
        data['settings'].append(part)
    path = pathlib.Path(__file__).with_name('jax.json')
    path.write_text(json.dumps(data, separators=(',', ':')) + '\n', encoding='utf-8')


main()
