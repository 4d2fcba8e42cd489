"""Gains of activations, as `src/engine/initializers/gains.ts` computes them: the same panels, the same sums."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Callable, Union

from .request import fault

_SELU_ALPHA = 1.6732632423543772
_SELU_SCALE = 1.0507009873554805
_DEFAULT_SLOPE = 0.01
# Gauss's and Legendre's rule with five points on [−1, 1].
_NODES = (-0.906179845938664, -0.5384693101056831, 0.0, 0.5384693101056831, 0.906179845938664)
_WEIGHTS = (0.23692688505618908, 0.47862867049936647, 0.5688888888888889, 0.47862867049936647, 0.23692688505618908)
# The normal density beyond is below 1e−31.
_REACH = 12
_PANELS = 240

Function = Callable[[float], float]


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def _normal_cdf(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def _normal_density(z: float) -> float:
    return math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)


def _silu_derivative(z: float) -> float:
    s = _sigmoid(z)
    return s * (1 + z * (1 - s))


# Each with its derivative; at a kink as PyTorch.
_FUNCTIONS: dict[str, tuple[Function, Function]] = {
    'linear': (lambda z: z, lambda z: 1.0),
    'relu': (lambda z: max(z, 0.0), lambda z: float(z > 0)),
    'elu': (lambda z: z if z > 0 else math.expm1(z), lambda z: 1.0 if z > 0 else math.exp(z)),
    'selu': (
        lambda z: _SELU_SCALE * (z if z > 0 else _SELU_ALPHA * math.expm1(z)),
        lambda z: _SELU_SCALE * (1.0 if z > 0 else _SELU_ALPHA * math.exp(z)),
    ),
    'gelu': (lambda z: z * _normal_cdf(z), lambda z: _normal_cdf(z) + z * _normal_density(z)),
    'silu': (lambda z: z * _sigmoid(z), _silu_derivative),
    'tanh': (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    'sigmoid': (_sigmoid, lambda z: _sigmoid(z) * (1 - _sigmoid(z))),
    'softplus': (lambda z: math.log1p(math.exp(z)), _sigmoid),
    'softsign': (lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
}

_PYTORCH: dict[str, float] = {
    'linear': 1.0,
    'sigmoid': 1.0,
    'tanh': 5 / 3,
    'relu': math.sqrt(2),
    'selu': 0.75,
}

ACTIVATIONS = ('leakyRelu', *_FUNCTIONS)

Gain = Union[float, int, Mapping[str, Any]]


def _mean_square(function: Function) -> float:
    """E[f(z)²] for z ~ N(0, 1) to about 1e−14: panels that meet at 0, where activations have their kinks."""
    half = _REACH / _PANELS
    total = 0.0
    for panel in range(_PANELS):
        middle = -_REACH + (2 * panel + 1) * half
        for node, weight in zip(_NODES, _WEIGHTS):
            z = middle + half * node
            total += weight * function(z) ** 2 * math.exp((-z * z) / 2)
    return (total * half) / math.sqrt(2 * math.pi)


def gain_value(gain: Gain, place: str) -> float:
    """
    The gain: a number stands for itself; an object is 1/√E[φ(z)²] (`forward`), 1/√E[φ′(z)²] (`backward`), or PyTorch's
    `calculate_gain`.
    """
    if isinstance(gain, (int, float)):
        return float(gain)
    activation, rule = gain.get('activation'), gain.get('rule')
    slope = float(gain.get('slope', _DEFAULT_SLOPE))
    if activation not in ACTIVATIONS:
        raise fault(f'{place}/activation', f'one of {", ".join(ACTIVATIONS)}', activation)
    if rule == 'pytorch':
        if activation == 'leakyRelu':
            return math.sqrt(2.0 / (1 + slope**2))
        if activation not in _PYTORCH:
            raise fault(f'{place}/activation', 'an activation that torch.nn.init.calculate_gain knows', activation)
        return _PYTORCH[activation]
    if rule not in ('forward', 'backward'):
        raise fault(f'{place}/rule', 'one of forward, backward, pytorch', rule)
    if activation == 'leakyRelu':
        pair: tuple[Function, Function] = (lambda z: z if z > 0 else slope * z, lambda z: 1.0 if z > 0 else slope)
    else:
        pair = _FUNCTIONS[activation]
    return 1 / math.sqrt(_mean_square(pair[0 if rule == 'forward' else 1]))


def he_factor(law: Mapping[str, Any], place: str) -> float:
    """He's u of the variance u / n: as given, the square of a computed gain, or 2 / (1 + a²) of a leaky slope a."""
    if 'a' in law:
        return 2 / (1 + float(law['a']) ** 2)
    u = law.get('u', 2)
    return float(u) if isinstance(u, (int, float)) else gain_value(u, f'{place}/u') ** 2
