"""Applies an initializer of the experiment to a model, in the order of `model.modules()`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

import torch
from torch import nn

from ....errors import ProbeError
from ...choice import check_patterns, chosen_law
from .kernels import Kernel, has_plain_kernel, kernels_of
from .laws import draw_bias, draw_kernel

Law = Mapping[str, Any]
Names = list[tuple[str, nn.Module]]


def initialize(
    modules: Names, spec: Law, directory: str, run: Callable[[], object] | None
) -> tuple[list[str], list[str]]:
    """
    Draws the laws of `spec` with the random stream as it is. `run` is a forward pass of the first batch, which `lsuv`
    needs. Answers the names of the parameters touched, and of the kernels that could not be drawn because they are
    computed from other parameters.

    Raises a ProbeError for a law without meaning at its place, and for a pattern that names nothing.
    """
    touched: list[str] = []
    computed: list[str] = []
    measured: list[tuple[Kernel, Law]] = []
    check_patterns([(path, one.path) for path, module in modules for one in kernels_of(path, module)], spec)
    with torch.no_grad():
        for path, module in modules:
            if has_plain_kernel(module) and module._parameters.get('weight') is None:
                computed.append(path)
            for kernel in kernels_of(path, module):
                found = chosen_law(kernel, path, spec)
                if found is None:
                    continue
                law, place = found
                if law['kind'] == 'lsuv':
                    measured.append((kernel, law))
                _draw(kernel, law, place, spec, directory)
                touched.append(kernel.path)
                own = law['kind'] == 'pytorchLinear' and kernel.plain
                if kernel.bias is not None and ('bias' in spec or own):
                    touched.append(kernel.bias_path)
        if measured:
            if run is None:
                raise ProbeError('lsuv looks at the first batch; there is none here.')
            _scale_outputs(measured, run)
    return touched, computed


def _draw(kernel: Kernel, law: Law, place: str, spec: Law, directory: str) -> None:
    # `reset_parameters` is that of a dense or convolutional layer alone; elsewhere the law alone is PyTorch's.
    resets = kernel.plain and hasattr(kernel.module, 'reset_parameters')
    module = kernel.module if resets or law['kind'] != 'pytorchLinear' else None
    draw_kernel(kernel.weight, law, path=kernel.path, place=place, module=module, directory=directory)
    bias = spec.get('bias')
    if kernel.bias is not None and bias is not None and bias['kind'] != 'asWritten':
        draw_bias(kernel.bias, bias, kernel.weight, path=kernel.bias_path, place='bias', directory=directory)


def _scale_outputs(measured: list[tuple[Kernel, Law]], run: Callable[[], object]) -> None:
    """
    Layer-sequential unit variance (Mishkin & Matas 2015) in one forward pass: each layer's kernel is divided by the
    standard deviation of its outputs without bias, and its output is then computed again.
    """
    laws = {kernel.module: (kernel, law) for kernel, law in measured}
    done: set[nn.Module] = set()

    def hook(module: nn.Module, inputs: tuple[Any, ...], output: Any) -> Any:
        if module in done:
            return output
        done.add(module)
        kernel, law = laws[module]
        bias = kernel.bias
        for _ in range(law.get('maxTries', 10)):
            values = output.detach()
            if bias is not None:
                shape = [1] * values.dim()
                shape[-1 if kernel.weight.dim() == 2 else 1 - kernel.weight.dim()] = -1
                values = values - bias.reshape(shape)
            std = float(values.double().std(unbiased=False))
            if abs(std - 1) <= law.get('tolerance', 0.1):
                break
            if not 0 < std < float('inf'):
                raise ProbeError(
                    f'lsuv needs outputs that vary on the first batch, but the standard deviation of {kernel.path} '
                    f'is {std:g}. Previous layers may be dead.'
                )
            kernel.weight.div_(std)
            output = module.forward(*inputs)
        return output

    for kernel, _ in measured:
        if not kernel.plain:
            raise ProbeError(f'lsuv has no meaning for {kernel.path}: it is a law of dense and convolutional layers.')
    handles = [module.register_forward_hook(hook) for module in laws]
    try:
        run()
    finally:
        for handle in handles:
            handle.remove()
    missed = [kernel.path for kernel, _ in measured if kernel.module not in done]
    if missed:
        raise ProbeError(f'lsuv: {", ".join(missed[:8])} had no call of its own on the first batch.')
