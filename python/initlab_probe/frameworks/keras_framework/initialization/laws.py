"""Draws a law into a variable by classes of `keras.initializers`, as `src/experiment/code/kerasCode.ts` has them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy

from ....errors import ProbeError
from ....gains import gain_value
from ....request import fault
from ...scaling import MATRIX_KINDS, fan_number, scaling
from ..weight_file import read_arrays
from .layers import EINSUM, TAKES_AXES, Kernel, einsum_axes, fans

_TRUNCATION = 0.87962566103423978
"""The std of N(0, 1) cut at ±2."""
_MODES = {'fanIn': 'fan_in', 'fanOut': 'fan_out', 'fanAvg': 'fan_avg'}
_DISTRIBUTIONS = {'uniform': 'uniform', 'normal': 'untruncated_normal', 'truncated': 'truncated_normal'}
_USUAL = {'he': (2, 'fanIn'), 'glorot': (1, 'fanAvg'), 'lecun': (1, 'fanIn')}

Law = Mapping[str, Any]
_I: Any = keras.initializers


def _named(law: Law, scale: float, mode: str, distribution: str, axes: dict[str, Any]) -> Any:
    """Keras' own class where the parameters are those it is made for: its normal laws are truncated."""
    kind = law['kind']
    usual = next((pair for name, pair in _USUAL.items() if kind.startswith(name)), None)
    if distribution == 'normal' or usual != (scale, mode):
        return None
    return getattr(_I, kind[0].upper() + kind[1:])(**axes)


def _axes(layer: Any) -> dict[str, Any]:
    """What an `EinsumDense` layer tells its initializer of the shape."""
    if not (isinstance(layer, EINSUM) and TAKES_AXES):
        return {}
    return dict(zip(('input_axes', 'output_axes'), einsum_axes(layer)))


def _initializer(law: Law, place: str, layer: Any) -> Any:
    """The initializer of a kernel, unseeded: its seed is the next one of the stream, as of a layer that is built."""
    kind = law['kind']
    found = scaling(law, place)
    if found is not None:
        scale, mode, distribution = found
        axes = _axes(layer)
        return _named(law, *found, axes) or _I.VarianceScaling(
            scale, _MODES[mode], _DISTRIBUTIONS[distribution], **axes
        )
    if kind == 'identity':
        return _I.Identity(gain=law.get('gain', 1))
    if kind in ('orthogonal', 'lsuv'):
        return _I.Orthogonal(gain=gain_value(law.get('gain', 1), f'{place}/gain') if kind == 'orthogonal' else 1)
    return _plain(law, place)


def _plain(law: Law, place: str) -> Any:
    """Laws that do not look at the fans."""
    kind = law['kind']
    if kind == 'zeros':
        return _I.Zeros()
    if kind == 'ones':
        return _I.Ones()
    if kind == 'constant':
        return _I.Constant(law.get('value', 0))
    if kind == 'randomNormal':
        scale = law.get('scale', 1)
        return _I.RandomNormal(law.get('mean', 0) * scale, abs(law.get('stddev', 0.05) * scale))
    if kind == 'randomUniform':
        return _I.RandomUniform(law.get('min', -0.05), law.get('max', 0.05))
    if kind == 'truncatedNormal':
        return _I.TruncatedNormal(law.get('mean', 0), law.get('stddev', 0.05))
    if kind == 'sparse':
        raise ProbeError(f'{place}/kind: Keras has no initializer for {kind}. Use another law for a model in Keras.')
    raise fault(f'{place}/kind', 'an initializer of the catalogue', kind)


def _zero(shape: tuple[int, ...]) -> Any:
    """ZerO (Zhao, Schäfer and Anandkumar 2022) as inputs × units: a partial identity, or of a Hadamard matrix."""
    inputs, units = shape
    if units <= inputs:
        return numpy.eye(inputs, units)
    h = numpy.ones((1, 1))
    while len(h) < units:
        h = numpy.block([[h, h], [h, -h]])
    return h[:inputs, :units] / math.sqrt(len(h))


def draw_kernel(kernel: Kernel, law: Law, *, place: str, directory: str) -> None:
    """
    Draws `law` into a kernel, with the fans that Keras computes for its shape.

    Raises a ProbeError for a law that has no meaning for the shape.
    """
    variable, path, layer = kernel.variable, kernel.path, kernel.at.layer
    kind, shape = law['kind'], tuple(variable.shape)
    if kind == 'fromFile':
        variable.assign(_from_file(shape, str(law['path']), path, place, directory))
    elif len(shape) != 2 and kind in ('identity', 'zerO'):
        raise ProbeError(
            f'{place}/kind: {kind} is a law of matrices, but {path} has the shape {shape}. '
            'Use layers to give it another law.'
        )
    elif kind == 'zerO':
        variable.assign(_zero(shape).astype(variable.dtype))
    else:
        variable.assign(_initializer(law, place, layer)(shape, dtype=variable.dtype))


def draw_bias(kernel: Kernel, law: Law, *, place: str, directory: str) -> None:
    """Draws a law into the bias beside a kernel, whose fans are the bias's."""
    if law['kind'] in MATRIX_KINDS:
        raise fault(f'{place}/kind', 'a law for single numbers (a bias is a vector)', law['kind'])
    variable, path = kernel.bias, kernel.bias_path
    shape = tuple(variable.shape)
    if law['kind'] == 'fromFile':
        variable.assign(_from_file(shape, str(law['path']), path, place, directory))
        return
    found = scaling(law, place)
    if found is None:
        initializer = _plain(law, place)
    else:
        scale, mode, distribution = found
        std = math.sqrt(scale / fan_number(mode, *fans(kernel.at.layer, kernel.variable.shape)))
        if distribution == 'uniform':
            initializer = _I.RandomUniform(-math.sqrt(3) * std, math.sqrt(3) * std)
        elif distribution == 'normal':
            initializer = _I.RandomNormal(0, std)
        else:
            initializer = _I.TruncatedNormal(0, std / _TRUNCATION)
    variable.assign(initializer(shape, dtype=variable.dtype))


def _from_file(shape: tuple[int, ...], file: str, path: str, place: str, directory: str) -> Any:
    arrays = read_arrays(Path(directory) / file, f'{place}/path')
    found = arrays.get(path)
    if found is None and len(arrays) == 1:
        found = next(iter(arrays.values()))
    if found is None:
        raise ProbeError(f'{place}/path: {file} has no tensor {path}; it has {", ".join(list(arrays)[:8])}.')
    if found.shape != shape:
        raise ProbeError(f'{place}/path: expected the shape {shape} for {path}, got {found.shape} in {file}.')
    if not numpy.isfinite(found).all():
        raise ProbeError(f'{place}/path: {path} in {file} has numbers that are not finite.')
    return found
