"""Draws a law into a tensor by PyTorch's own functions: the calls of `src/experiment/code/torchCode.ts`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import init

from ....errors import ProbeError
from ....gains import gain_value, he_factor
from ....request import fault
from ...scaling import MATRIX_KINDS, fan_number, scaling
from ..weight_file import read_tensors
from .kernels import fans

TRUNCATION = 0.87962566103423978
"""The std of N(0, 1) cut at ±2."""

_TORCH_NAMES = {'leakyRelu': 'leaky_relu'}

Law = Mapping[str, Any]


def _cut(weight: torch.Tensor, mean: float, std: float) -> None:
    init.trunc_normal_(weight, mean, std, mean - 2 * std, mean + 2 * std)


def _scaled(weight: torch.Tensor, scale: float, n: float, distribution: str) -> None:
    """Var W = scale / n."""
    ratio = scale / n
    if distribution == 'uniform':
        bound = math.sqrt(3 * ratio)
        init.uniform_(weight, -bound, bound)
    elif distribution == 'normal':
        init.normal_(weight, 0, math.sqrt(ratio))
    else:
        std = math.sqrt(ratio) / TRUNCATION
        _cut(weight, 0, std)


def _torch_gain(law: Law, place: str) -> float:
    """The gain as the snippet passes it: PyTorch's own table by its own function."""
    gain = law.get('gain', 1)
    value = gain_value(gain, f'{place}/gain')
    if isinstance(gain, Mapping) and gain['rule'] == 'pytorch':
        name = _TORCH_NAMES.get(gain['activation'], gain['activation'])
        return float(init.calculate_gain(name, gain.get('slope', 0.01) if name == 'leaky_relu' else None))
    return value


def _kaiming(weight: torch.Tensor, law: Law, place: str) -> bool:
    """The laws that `kaiming_*_` has words for: u = 2, u = 1 and a leaky slope."""
    if law.get('truncated') or (isinstance(law.get('u'), Mapping) and 'a' not in law):
        return False
    if 'a' in law:
        options: dict[str, Any] = {'a': law['a'], 'nonlinearity': 'leaky_relu'}
    else:
        u = he_factor(law, place)
        if u not in (1, 2):
            return False
        options = {'nonlinearity': 'relu' if u == 2 else 'linear'}
    draw = init.kaiming_normal_ if law['kind'] == 'heNormal' else init.kaiming_uniform_
    draw(weight, mode='fan_out' if law.get('mode') == 'fanOut' else 'fan_in', **options)
    return True


def _hadamard(side: int) -> torch.Tensor:
    h = torch.ones((1, 1))
    while len(h) < side:
        h = torch.cat([torch.cat([h, h], 1), torch.cat([h, -h], 1)])
    return h


def _only_matrix(weight: torch.Tensor, law: Law, path: str, place: str) -> None:
    if weight.dim() != 2:
        raise ProbeError(
            f'{place}/kind: {law["kind"]} is a law of matrices, but {path} has the shape {tuple(weight.shape)}. '
            'Use layers to give it another law.'
        )


def draw_kernel(
    weight: torch.Tensor, law: Law, *, path: str, place: str, module: nn.Module | None, directory: str
) -> None:
    """
    Draws `law` into a kernel, units first. `module` is the layer whose own `reset_parameters` is PyTorch's default.

    Raises a ProbeError for a law that has no meaning for its shape.
    """
    kind = law['kind']
    if kind in ('heNormal', 'heUniform') and _kaiming(weight, law, place):
        return
    if kind == 'glorotUniform':
        init.xavier_uniform_(weight, gain=_torch_gain(law, place))
    elif kind == 'glorotNormal' and not law.get('truncated'):
        init.xavier_normal_(weight, gain=_torch_gain(law, place))
    elif kind == 'pytorchLinear':
        if module is not None:
            module.reset_parameters()
        else:
            init.kaiming_uniform_(weight, a=math.sqrt(5))
    elif (found := scaling(law, place)) is not None:
        scale, mode, distribution = found
        _scaled(weight, scale, fan_number(mode, *fans(weight)), distribution)
    elif kind == 'identity':
        groups = getattr(module, 'groups', 1) if module is not None else 1
        if weight.dim() == 2:
            init.eye_(weight)
        elif 3 <= weight.dim() <= 5:
            init.dirac_(weight, groups)
        else:
            _only_matrix(weight, law, path, place)
        if law.get('gain', 1) != 1:
            weight.mul_(law['gain'])
    elif kind == 'orthogonal' or kind == 'lsuv':
        init.orthogonal_(weight, gain=_torch_gain(law, place) if kind == 'orthogonal' else 1)
    elif kind == 'sparse':
        _only_matrix(weight, law, path, place)
        init.sparse_(weight, sparsity=law.get('sparsity', 0.1), std=law.get('stddev', 0.01))
    elif kind == 'zerO':
        _only_matrix(weight, law, path, place)
        units, inputs = weight.shape
        if units <= inputs:
            init.eye_(weight)
        else:
            h = _hadamard(units)
            weight.copy_(h[:units, :inputs] / math.sqrt(len(h)))
    elif kind == 'fromFile':
        _from_file(weight, str(law['path']), path, place, directory)
    else:
        draw_plain(weight, law, place)


def draw_plain(weight: torch.Tensor, law: Law, place: str) -> None:
    """Laws that do not look at the fans."""
    kind = law['kind']
    if kind == 'zeros':
        init.zeros_(weight)
    elif kind == 'ones':
        init.ones_(weight)
    elif kind == 'constant':
        init.constant_(weight, law.get('value', 0))
    elif kind == 'randomNormal':
        init.normal_(weight, law.get('mean', 0), law.get('stddev', 0.05))
        if law.get('scale', 1) != 1:
            weight.mul_(law['scale'])
    elif kind == 'randomUniform':
        init.uniform_(weight, law.get('min', -0.05), law.get('max', 0.05))
    elif kind == 'truncatedNormal':
        _cut(weight, law.get('mean', 0), law.get('stddev', 0.05))
    else:
        raise fault(f'{place}/kind', 'an initializer of the catalogue', kind)


def draw_bias(bias: torch.Tensor, law: Law, kernel: torch.Tensor, *, path: str, place: str, directory: str) -> None:
    """Draws a law into the bias beside a kernel, whose fans are the bias's."""
    if law['kind'] in MATRIX_KINDS:
        raise fault(f'{place}/kind', 'a law for single numbers (a bias is a vector)', law['kind'])
    found = scaling(law, place)
    if found is not None:
        scale, mode, distribution = found
        _scaled(bias, scale, fan_number(mode, *fans(kernel)), distribution)
    elif law['kind'] == 'fromFile':
        _from_file(bias, str(law['path']), path, place, directory)
    else:
        draw_plain(bias, law, place)


def _from_file(weight: torch.Tensor, file: str, path: str, place: str, directory: str) -> None:
    tensors = read_tensors(Path(directory) / file, f'{place}/path')
    found = tensors.get(path)
    if found is None and len(tensors) == 1:
        found = next(iter(tensors.values()))
    if found is None:
        raise ProbeError(f'{place}/path: {file} has no tensor {path}; it has {", ".join(list(tensors)[:8])}.')
    if found.shape != weight.shape:
        raise ProbeError(
            f'{place}/path: expected the shape {tuple(weight.shape)} for {path}, got {tuple(found.shape)} in {file}.'
        )
    if not bool(torch.isfinite(found).all()):
        raise ProbeError(f'{place}/path: {path} in {file} has numbers that are not finite.')
    weight.copy_(found)
