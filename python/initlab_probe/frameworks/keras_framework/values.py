"""Tensors and arrays of the user's data, and tensors in nested outputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import numpy


def is_array(value: object) -> bool:
    """A tensor of any framework or an array: it has a shape, a type, and becomes an array."""
    return (
        hasattr(value, 'shape')
        and hasattr(value, 'dtype')
        and (hasattr(value, '__array__') or keras.ops.is_tensor(value))
    )


def as_array(value: Any) -> Any:
    """As a numpy array."""
    if isinstance(value, numpy.ndarray):
        return value
    if keras.ops.is_tensor(value):
        return numpy.asarray(keras.ops.convert_to_numpy(value))
    # A tensor of another framework than the backend, as of a DataLoader under JAX.
    found = value.detach().cpu().numpy() if hasattr(value, 'detach') else numpy.asarray(value)
    return numpy.asarray(found)


def as_tensor(value: Any) -> Any:
    """A tensor of the backend: double precision as Keras' own float type, as `fit` does."""
    if keras.ops.is_tensor(value):
        return value
    array = as_array(value)
    if array.dtype == numpy.float64:
        array = array.astype(keras.config.floatx())
    elif array.dtype in (numpy.int64, numpy.uint64) and keras.backend.backend() == 'jax':
        array = array.astype('int32')
    return keras.ops.convert_to_tensor(array)


def to_backend(value: Any) -> Any:
    """The same nesting with tensors of the backend."""
    if is_array(value):
        return as_tensor(value)
    if isinstance(value, Mapping):
        return {key: to_backend(part) for key, part in value.items()}
    if type(value) in (tuple, list):
        return type(value)(to_backend(part) for part in value)
    return value


def is_float(value: Any) -> bool:
    """Whether it is a tensor of floating point."""
    return bool(keras.ops.is_tensor(value)) and 'float' in keras.backend.standardize_dtype(value.dtype)


def main_tensor(value: object) -> Any:
    """The first tensor of floating point in an output; None without one."""
    return next((one for one in keras.tree.flatten(value) if is_float(one)), None)


def part_named(value: Any, name: str) -> Any:
    """A tensor of an output by its key or attribute; None without one."""
    found = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
    return found if keras.ops.is_tensor(found) else None
