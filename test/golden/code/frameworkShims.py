"""Stand-ins for tensorflow.keras.initializers and jax, where neither can be installed: NumPy by the documented formulas.

They take the documented arguments by the documented names and refuse all others, so that a snippet that calls anything that is
not there, or wrongly, fails as it would with the frameworks. They are no proof of the frameworks' own numbers.
Documentation: keras.io/api/layers/initializers, docs.jax.dev/en/latest/jax.nn.initializers.html and jax.random.html.
"""
import sys
import types

import numpy as np

# Standard deviation of N(0, 1) cut at -2 and 2.
CUT = 0.87962566103423978


def truncated(random, shape):
    """N(0, 1), drawn again outside of -2 to 2."""
    out = random.randn(*shape)
    while (bad := np.abs(out) > 2).any():
        out[bad] = random.randn(int(bad.sum()))
    return out


def scaled(random, shape, scale, mode, distribution):
    """Variance scaling of a dense kernel (in, out): its fan-in is the first side."""
    if scale <= 0:
        raise ValueError(f"scale {scale}")
    n = {"fan_in": shape[0], "fan_out": shape[1], "fan_avg": (shape[0] + shape[1]) / 2}[mode]
    variance = scale / max(1.0, n)
    if distribution == "uniform":
        return random.uniform(-np.sqrt(3 * variance), np.sqrt(3 * variance), shape)
    if distribution == "truncated_normal":
        return truncated(random, shape) * np.sqrt(variance) / CUT
    if distribution == "plain_normal":
        return random.randn(*shape) * np.sqrt(variance)
    raise ValueError(f"distribution {distribution}")


def orthogonal(random, shape, gain):
    rows, columns = max(shape), min(shape)
    q, r = np.linalg.qr(random.randn(rows, columns))
    q = q * np.where(np.diag(r) < 0, -1, 1)
    return gain * (q if shape[0] >= shape[1] else q.T)


def keras_initializers():
    module = types.ModuleType("tensorflow.keras.initializers")

    def add(name, parameters, draw):
        """A class with these parameters and defaults; an instance is called with shape, and maybe dtype."""
        names = list(parameters)

        def __init__(self, *args, **given):
            if len(args) > len(names) or any(key not in names or key in names[: len(args)] for key in given):
                raise TypeError(f"{name}({args}, {given})")
            self.values = {**parameters, **dict(zip(names, args)), **given}

        def __call__(self, shape, dtype=None):
            values = dict(self.values)
            random = np.random.RandomState(values.pop("seed", None))
            return np.asarray(draw(random, tuple(shape), **values), dtype=np.float32)

        setattr(module, name, type(name, (), {"__init__": __init__, "__call__": __call__}))

    distributions = {"truncated_normal": "truncated_normal", "untruncated_normal": "plain_normal", "uniform": "uniform", "normal": "truncated_normal"}
    add("Zeros", {}, lambda random, shape: np.zeros(shape))
    add("Ones", {}, lambda random, shape: np.ones(shape))
    add("Constant", {"value": 0.0}, lambda random, shape, value: np.full(shape, value))
    add("Identity", {"gain": 1.0}, lambda random, shape, gain: gain * np.eye(*shape))
    add("RandomNormal", {"mean": 0.0, "stddev": 0.05, "seed": None}, lambda random, shape, mean, stddev: mean + stddev * random.randn(*shape))
    add("RandomUniform", {"minval": -0.05, "maxval": 0.05, "seed": None}, lambda random, shape, minval, maxval: random.uniform(minval, maxval, shape))
    add("TruncatedNormal", {"mean": 0.0, "stddev": 0.05, "seed": None}, lambda random, shape, mean, stddev: mean + stddev * truncated(random, shape))
    add("VarianceScaling", {"scale": 1.0, "mode": "fan_in", "distribution": "truncated_normal", "seed": None},
        lambda random, shape, scale, mode, distribution: scaled(random, shape, scale, mode, distributions[distribution]))
    add("Orthogonal", {"gain": 1.0, "seed": None}, lambda random, shape, gain: orthogonal(random, shape, gain))
    for name, scale, mode in (("Glorot", 1, "fan_avg"), ("He", 2, "fan_in"), ("Lecun", 1, "fan_in")):
        for kind, distribution in (("Normal", "truncated_normal"), ("Uniform", "uniform")):
            add(name + kind, {"seed": None}, lambda random, shape, scale=scale, mode=mode, distribution=distribution: scaled(random, shape, scale, mode, distribution))
    return module


class Key:
    """A key of jax.random.PRNGKey; only functions of jax take one."""

    def __init__(self, seed):
        self.random = np.random.RandomState(seed)


def take(key):
    if not isinstance(key, Key):
        raise TypeError("a key is needed")
    return key.random


def float32(values):
    return np.asarray(values, dtype=np.float32)


def jax_modules():
    jax, nn, initializers, random, jnp = (types.ModuleType(name) for name in ("jax", "jax.nn", "jax.nn.initializers", "jax.random", "jax.numpy"))
    distributions = {"normal": "plain_normal", "truncated_normal": "truncated_normal", "uniform": "uniform"}

    def variance_scaling(scale, mode, distribution, in_axis=-2, out_axis=-1, batch_axis=(), dtype=np.float32):
        kind = distributions[distribution]
        return lambda key, shape, dtype=dtype: float32(scaled(take(key), shape, scale, mode, kind))

    initializers.variance_scaling = variance_scaling
    for name, scale, mode in (("glorot", 1, "fan_avg"), ("he", 2, "fan_in"), ("lecun", 1, "fan_in")):
        for kind, distribution in (("normal", "truncated_normal"), ("uniform", "uniform")):
            setattr(initializers, f"{name}_{kind}", lambda in_axis=-2, out_axis=-1, batch_axis=(), dtype=np.float32, scale=scale, mode=mode, distribution=distribution: variance_scaling(scale, mode, distribution))
    initializers.orthogonal = lambda scale=1.0, column_axis=-1, dtype=np.float32: lambda key, shape, dtype=dtype: float32(orthogonal(take(key), shape, scale))
    random.PRNGKey = lambda seed: Key(seed)
    random.normal = lambda key, shape=(), dtype=np.float32: float32(take(key).randn(*shape))
    random.uniform = lambda key, shape=(), dtype=np.float32, minval=0.0, maxval=1.0: float32(take(key).uniform(minval, maxval, shape))

    def truncated_normal(key, lower, upper, shape=None, dtype=np.float32):
        if (lower, upper) != (-2, 2):
            raise ValueError("the stand-in cuts at -2 and 2 only")
        return float32(truncated(take(key), shape))

    random.truncated_normal = truncated_normal
    jnp.float32 = np.float32
    jnp.zeros = lambda shape, dtype=None: np.zeros(shape, np.float32)
    jnp.ones = lambda shape, dtype=None: np.ones(shape, np.float32)
    jnp.full = lambda shape, fill_value, dtype=None: np.full(shape, fill_value, np.float32)
    jnp.eye = lambda N, M=None, k=0, dtype=None: np.eye(N, M, k, np.float32)
    jnp.asarray = lambda a, dtype=None, order=None: np.asarray(a, dtype)
    jax.nn, nn.initializers, jax.random, jax.numpy = nn, initializers, random, jnp
    return {"jax": jax, "jax.nn": nn, "jax.nn.initializers": initializers, "jax.random": random, "jax.numpy": jnp}


def install():
    """Puts the stand-ins where `import` finds them."""
    tensorflow, keras = types.ModuleType("tensorflow"), types.ModuleType("tensorflow.keras")
    tensorflow.keras, keras.initializers = keras, keras_initializers()
    tensorflow.float32 = np.float32
    tensorflow.constant = lambda value, dtype=None, shape=None, name="Const": np.asarray(value, dtype)
    sys.modules.update({"tensorflow": tensorflow, "tensorflow.keras": keras, "tensorflow.keras.initializers": keras.initializers, **jax_modules()})
