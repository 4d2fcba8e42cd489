"""Activation functions of PyTorch, by the function objects that a TorchFunctionMode is told of."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional

# The engine's names where it has the activation, PyTorch's otherwise.
_NAMES = {
    'relu': 'relu',
    'relu6': 'relu6',
    'leaky_relu': 'leakyRelu',
    'rrelu': 'rrelu',
    'prelu': 'prelu',
    'elu': 'elu',
    'selu': 'selu',
    'celu': 'celu',
    'gelu': 'gelu',
    'silu': 'silu',
    'mish': 'mish',
    'tanh': 'tanh',
    'sigmoid': 'sigmoid',
    'softplus': 'softplus',
    'softsign': 'softsign',
    'hardtanh': 'hardtanh',
    'hardsigmoid': 'hardsigmoid',
    'hardswish': 'hardswish',
    'logsigmoid': 'logsigmoid',
    'threshold': 'threshold',
}

_FUNCTIONS: dict[Any, str] = {}
for _name, _word in _NAMES.items():
    for _holder in (functional, torch, torch.Tensor, torch._C._nn):
        for _suffix in ('', '_'):
            _found = getattr(_holder, _name + _suffix, None)
            if _found is not None:
                _FUNCTIONS[_found] = _word
_CLAMPS = {torch.clamp, torch.Tensor.clamp, torch.clamp_, torch.Tensor.clamp_, torch.clamp_min, torch.Tensor.clamp_min}


def activation_of(function: Any, args: tuple[Any, ...], options: dict[str, Any]) -> str | None:
    """The name of the activation that a call of PyTorch is; None for any other call."""
    try:
        found = _FUNCTIONS.get(function)
        clamps = found is None and function in _CLAMPS
    except TypeError:
        return None
    if clamps:
        low = options.get('min', args[1] if len(args) > 1 else None)
        high = options.get('max', args[2] if len(args) > 2 else None)
        return 'relu' if isinstance(low, (int, float)) and low == 0 and high is None else None
    return found
