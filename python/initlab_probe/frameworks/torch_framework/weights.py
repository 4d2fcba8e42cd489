"""What the parameters of a PyTorch model are, for the recognition of their laws."""

from __future__ import annotations

import ctypes
import re
from hashlib import blake2b
from typing import Any

import torch
from torch import nn

from ..base import Weight
from .initialization.kernels import EMBEDDINGS, RECURRENT, TRANSPOSED, fans, is_in_out_linear, is_norm, kernels_of
from .measuring.statistics import kurtosis_of
from .uncompiled import plain_name

SAMPLE = 1024
"""Numbers of a parameter that its distribution is judged by."""

_ROUNDING = {torch.float64: 2.0**-53, torch.float32: 2.0**-24, torch.float16: 2.0**-12, torch.bfloat16: 2.0**-9}
_PACKED = re.compile(
    r'(^|[._])(c_attn|qkv|to_qkv|in_proj|in_proj_weight|qkv_proj|query_key_value|wqkv|kqv)($|[._])', re.I
)
_LARGEST_GRAM = 1024
_GATES = {'LSTM': 4, 'LSTMCell': 4, 'GRU': 3, 'GRUCell': 3}


def bytes_of(tensor: torch.Tensor) -> bytes:
    """The numbers of a tensor, one after the other."""
    kept = tensor.detach().cpu().contiguous()
    return ctypes.string_at(kept.data_ptr(), kept.numel() * kept.element_size()) if kept.numel() > 0 else b''


def _structure(weight: torch.Tensor) -> tuple[str | None, float]:
    """Identity or orthogonal form, and its gain; by the shorter side of the flattened matrix."""
    if weight.dim() < 2 or min(weight.shape[0], weight[0].numel()) < 2:
        return None, 0.0
    matrix = weight.detach().reshape(weight.shape[0], -1).float()
    if matrix.shape[0] > matrix.shape[1]:
        matrix = matrix.t()
    squares = matrix.square().sum(1)
    largest = float(squares.max())
    # Vectors of different lengths are no orthogonal matrix; this ends most checks.
    if matrix.shape[0] > _LARGEST_GRAM or largest == 0 or float(squares.min()) < largest * (1 - 4e-4):
        return None, 0.0
    matrix = matrix.double().cpu()
    gain = float(squares.mean().sqrt())
    gram = matrix @ matrix.t() / gain**2
    if float((gram - torch.eye(len(gram), dtype=gram.dtype)).abs().max()) > 1e-3:
        return None, 0.0
    ones = int((matrix != 0).sum())
    return ('identity' if ones == len(matrix) else 'orthogonal'), gain


def _true_fans(module: nn.Module, weight: torch.Tensor, parts: int) -> tuple[int, int]:
    """Inputs of a unit and units of an input as the layer computes; strides are left out."""
    fan_in, fan_out = fans(weight)
    groups = getattr(module, 'groups', 1)
    if isinstance(module, TRANSPOSED):
        return fan_out // groups, fan_in
    return fan_in, fan_out // (groups if isinstance(groups, int) else 1) // parts


def _parts(module: nn.Module, name: str, path: str, weight: torch.Tensor) -> int:
    """Projections or gates in one matrix, along its units."""
    if isinstance(module, RECURRENT):
        return _GATES.get(getattr(module, 'mode', type(module).__name__), 1) if name.startswith('weight') else 1
    if isinstance(module, nn.MultiheadAttention) and name == 'in_proj_weight':
        return 3
    if weight.dim() == 2 and weight.shape[0] == 3 * weight.shape[1] and _PACKED.search(path):
        return 3
    return 1


def _role(module: nn.Module, name: str, one: torch.Tensor, parts: int) -> str:
    if is_norm(module):
        return 'scale' if name == 'weight' else 'bias'
    if name.startswith('bias') or name.endswith('bias'):
        return 'bias'
    if one.dim() < 2:
        return 'other'
    if isinstance(module, EMBEDDINGS):
        return 'embedding'
    if isinstance(module, RECURRENT):
        return 'recurrent'
    if parts > 1:
        return 'packed'
    return 'kernel' if any(kernel.name == name for kernel in kernels_of('', module)) else 'other'


def _forget_bias(module: nn.Module, name: str) -> dict[str, float]:
    """Mean of what an LSTM adds to its forget gate: both biases; noted at its first one, or at a weight without any."""
    if getattr(module, 'mode', type(module).__name__) not in ('LSTM', 'LSTMCell'):
        return {}
    units: Any = module.hidden_size
    if name.startswith('weight_ih') and not module.bias:
        return {'forgetBias': 0.0}
    if not name.startswith('bias_ih'):
        return {}
    other: Any = module._parameters[name.replace('_ih', '_hh')]
    both = module._parameters[name].detach() + other.detach()
    return {'forgetBias': float(both[units : 2 * units].double().mean())}


def _tied(model: nn.Module) -> dict[int, list[str]]:
    """All names of each parameter."""
    names: dict[int, list[str]] = {}
    for path, module in model.named_modules(remove_duplicate=False):
        for name, one in module._parameters.items():
            if one is not None:
                names.setdefault(id(one), []).append(plain_name(f'{path}.{name}' if path else name))
    return names


def weights_of(model: nn.Module, modules: list[tuple[str, nn.Module]]) -> list[Weight]:
    """One entry for each parameter of floating point, tied ones once."""
    names = _tied(model)
    owners = {id(one): (path, module) for path, module in reversed(modules) for one in module._parameters.values()}
    found = []
    for full, one in model.named_parameters():
        path = plain_name(full)
        module_path, module = owners.get(id(one), (path.rpartition('.')[0], model))
        if one.is_floating_point() and one.numel() > 0 and not nn.parameter.is_lazy(one):
            tied = tuple(name for name in names.get(id(one), []) if name != path)
            found.append(_weight(path, module_path, module, path.rpartition('.')[2], one, tied))
    return found


def _weight(
    path: str, module_path: str, module: nn.Module, name: str, one: torch.Tensor, tied: tuple[str, ...]
) -> Weight:
    turned = name == 'weight' and is_in_out_linear(module)
    weight = one.detach().t() if turned else one.detach()
    parts = _parts(module, name, path, weight)
    flat = weight.reshape(-1)
    fan_in, fan_out = fans(weight)
    true_in, true_out = _true_fans(module, weight, parts) if weight.dim() >= 2 else (0, 0)
    structure, scale = _structure(weight)
    step = -(-flat.numel() // SAMPLE)
    return Weight(
        path,
        module_path,
        name,
        tuple(one.shape),
        _role(module, name, one, parts),
        one.requires_grad,
        blake2b(bytes_of(one), digest_size=16).hexdigest(),
        kurtosis_of(flat),
        flat[::step].double().sort().values.tolist(),
        _ROUNDING.get(one.dtype, 0.0),
        bool((flat == flat[0]).all()),
        fan_in,
        fan_out,
        true_in,
        true_out,
        parts,
        module.groups if isinstance(getattr(module, 'groups', None), int) else 1,
        structure,
        scale,
        _forget_bias(module, name),
        tied,
    )
