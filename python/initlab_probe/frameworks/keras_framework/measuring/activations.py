"""Activation functions of Keras, where all of its layers and `keras.ops` call them: in the modules of the backend."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable

from keras.src import backend

# The engine's names where it has the activation, Keras' otherwise.
_NAMES = {
    'relu': 'relu',
    'relu6': 'relu6',
    'leaky_relu': 'leakyRelu',
    'elu': 'elu',
    'selu': 'selu',
    'celu': 'celu',
    'gelu': 'gelu',
    'silu': 'silu',
    'tanh': 'tanh',
    'sigmoid': 'sigmoid',
    'softplus': 'softplus',
    'softsign': 'softsign',
    'softmax': 'softmax',
    'log_softmax': 'logSoftmax',
    'log_sigmoid': 'logsigmoid',
    'hard_tanh': 'hardtanh',
    'hard_sigmoid': 'hardsigmoid',
    'hard_silu': 'hardswish',
}

Seen = Callable[[str, Any], Any]


@contextmanager
def activations_seen(seen: Seen) -> Iterator[None]:
    """
    Tells `seen` of each activation that is computed inside and its output, and goes on with what it answers. Functions
    that one of them calls itself are not told of.
    """
    depth = 0

    def wrapped(name: str, function: Any) -> Any:
        @functools.wraps(function)
        def call(*args: Any, **options: Any) -> Any:
            nonlocal depth
            depth += 1
            try:
                out = function(*args, **options)
            finally:
                depth -= 1
            return seen(name, out) if depth == 0 else out

        return call

    replaced = []
    for holder in (backend.nn, backend.numpy):
        for function_name, name in _NAMES.items():
            function = getattr(holder, function_name, None)
            if function is not None:
                replaced.append((holder, function_name, function))
                setattr(holder, function_name, wrapped(name, function))
    try:
        yield
    finally:
        for holder, function_name, function in replaced:
            setattr(holder, function_name, function)
