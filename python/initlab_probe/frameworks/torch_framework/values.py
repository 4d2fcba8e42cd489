"""Tensors of the user's data: what counts as one, conversions, and tensors in nested outputs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch


def is_array(value: object) -> bool:
    """Whether it is a numpy array; numpy itself need not be there."""
    numpy = sys.modules.get('numpy')
    return numpy is not None and isinstance(value, numpy.ndarray)


def as_tensor(value: Any) -> torch.Tensor:
    """A tensor of an array: floats in the default type, as PyTorch's layers take them."""
    if isinstance(value, torch.Tensor):
        return value
    tensor = torch.from_numpy(value.copy())
    return tensor.to(torch.get_default_dtype()) if tensor.dtype == torch.float64 else tensor


def to_device(value: object, device: torch.device) -> object:
    """The same nesting with tensors on the device."""
    if isinstance(value, torch.Tensor) or is_array(value):
        return as_tensor(value).to(device)
    if isinstance(value, dict):
        return {key: to_device(part, device) for key, part in value.items()}
    if type(value) in (tuple, list):
        return type(value)(to_device(part, device) for part in value)  # type: ignore[attr-defined, call-arg]
    return value


def tensors_in(value: object, depth: int = 4) -> Iterator[torch.Tensor]:
    """The tensors of an output: itself, of a tuple, a list, a dictionary, a ModelOutput or a dataclass, in order."""
    if isinstance(value, torch.Tensor):
        yield value
    elif depth == 0 or value is None or isinstance(value, (str, bytes, int, float)):
        return
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from tensors_in(part, depth - 1)
    elif isinstance(value, Sequence):
        for part in value:
            yield from tensors_in(part, depth - 1)
    elif hasattr(value, '__dataclass_fields__'):
        for name in value.__dataclass_fields__:
            yield from tensors_in(getattr(value, name, None), depth - 1)


def main_tensor(value: object) -> torch.Tensor | None:
    """The first tensor of floating point in an output."""
    return next((one for one in tensors_in(value) if one.is_floating_point()), None)


def part_named(value: object, name: str) -> torch.Tensor | None:
    """A tensor of an output by its key or attribute."""
    found = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
    return found if isinstance(found, torch.Tensor) else None
