"""Applies an initializer of the experiment to a model, in the order of its layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable

import numpy

from ....errors import ProbeError
from ...choice import check_patterns, chosen_law
from ..values import as_array, main_tensor
from .laws import draw_bias, draw_kernel
from .layers import SEPARABLE, Kernel, LayerAt, kernels_of

Law = Mapping[str, Any]


def initialize(layers: Sequence[LayerAt], spec: Law, directory: str, run: Callable[[], object] | None) -> list[str]:
    """
    Draws the laws of `spec` with the random stream as it is. `run` is a forward pass of the first batch, which `lsuv`
    needs. Answers the names of the parameters touched.

    Raises a ProbeError for a law without meaning at its place, and for a pattern that names nothing.
    """
    touched: list[str] = []
    measured: list[tuple[Kernel, Law]] = []
    check_patterns([(at.path, one.path) for at in layers for one in kernels_of(at)], spec)
    bias = spec.get('bias', {'kind': 'asWritten'})
    for at in layers:
        for kernel in kernels_of(at):
            found = chosen_law(kernel, at.path, spec)
            if found is None:
                continue
            law, place = found
            if law['kind'] == 'lsuv':
                measured.append((kernel, law))
            draw_kernel(kernel, law, place=place, directory=directory)
            touched.append(kernel.path)
            if kernel.bias is not None and bias['kind'] != 'asWritten':
                draw_bias(kernel, bias, place='bias', directory=directory)
                touched.append(kernel.bias_path)
    if measured:
        if run is None:
            raise ProbeError('lsuv looks at the first batch; there is none here.')
        _scale_outputs(measured, run)
    return touched


def _scale_outputs(measured: Sequence[tuple[Kernel, Law]], run: Callable[[], object]) -> None:
    """
    Layer-sequential unit variance (Mishkin & Matas 2015) in one forward pass: each layer's kernel is divided by the
    standard deviation of its outputs before bias and activation, and its output is then computed again.
    """
    done: set[int] = set()
    for kernel, _ in measured:
        if not kernel.plain or isinstance(kernel.at.layer, SEPARABLE):
            raise ProbeError(f'lsuv has no meaning for {kernel.path}: it is a law of dense and convolutional layers.')

    def scaled(kernel: Kernel, law: Law, call: Any) -> Any:
        layer = kernel.at.layer

        def wrapped(*args: Any, **options: Any) -> Any:
            if id(layer) in done:
                return call(*args, **options)
            done.add(id(layer))
            for _ in range(law.get('maxTries', 10)):
                std = float(_without_bias(kernel, call, args, options).astype('float64').std())
                if abs(std - 1) <= law.get('tolerance', 0.1):
                    break
                if not 0 < std < float('inf'):
                    raise ProbeError(
                        f'lsuv needs outputs that vary on the first batch, but the standard deviation of '
                        f'{kernel.path} is {std:g}. Previous layers may be dead.'
                    )
                kernel.variable.assign(as_array(kernel.variable.value) / numpy.asarray(std, kernel.variable.dtype))
            return call(*args, **options)

        return wrapped

    for kernel, law in measured:
        vars(kernel.at.layer)['call'] = scaled(kernel, law, kernel.at.layer.call)
    try:
        run()
    finally:
        for kernel, _ in measured:
            vars(kernel.at.layer).pop('call', None)
    missed = [kernel.path for kernel, _ in measured if id(kernel.at.layer) not in done]
    if missed:
        raise ProbeError(f'lsuv: {", ".join(missed[:8])} had no call of its own on the first batch.')


def _without_bias(kernel: Kernel, call: Any, args: Any, options: Any) -> Any:
    """A layer's outputs before its activation, the bias taken away."""
    layer = kernel.at.layer
    activation, bias = layer.activation, layer.bias
    layer.activation = None
    try:
        out = as_array(main_tensor(call(*args, **options)))
    finally:
        layer.activation = activation
    if bias is None:
        return out
    shift = as_array(bias.value)
    first = getattr(layer, 'data_format', '') == 'channels_first'
    return out - (shift.reshape(-1, *[1] * (out.ndim - 2)) if first else shift)
