"""Which parameters of a PyTorch module are kernels: matrices of a layer that an initializer may draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import nn

LINEAR = (nn.Linear,)
CONVOLUTIONS = (nn.Conv1d, nn.Conv2d, nn.Conv3d)
TRANSPOSED = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)
EMBEDDINGS = (nn.Embedding, nn.EmbeddingBag)
RECURRENT = (nn.RNNBase, nn.RNNCellBase)
NORMS = (
    nn.modules.batchnorm._NormBase,
    nn.LayerNorm,
    nn.GroupNorm,
    nn.LocalResponseNorm,
)


@dataclass(frozen=True)
class Kernel:
    """A kernel of a module. `weight` has the units first (or is a framework's own shape); `bias` is beside it."""

    path: str
    module: nn.Module
    name: str
    weight: torch.Tensor
    bias: torch.Tensor | None
    bias_path: str
    plain: bool
    """Of a dense or convolutional layer: drawn unless an exception says otherwise."""


def is_norm(module: nn.Module) -> bool:
    """Whether it is a normalization; those of libraries go by their class names."""
    name = type(module).__name__
    return isinstance(module, NORMS) or 'LayerNorm' in name or 'RMSNorm' in name or name.endswith('BatchNorm2d')


def is_in_out_linear(module: nn.Module) -> bool:
    """The `Conv1D` of GPT-2: a dense layer whose weight is (inputs, units)."""
    weight = getattr(module, 'weight', None)
    return (
        type(module).__name__ == 'Conv1D'
        and hasattr(module, 'nf')
        and isinstance(weight, torch.Tensor)
        and weight.dim() == 2
    )


def has_plain_kernel(module: nn.Module) -> bool:
    """Whether it is a dense or convolutional layer with a weight of its own."""
    return isinstance(module, LINEAR + CONVOLUTIONS + TRANSPOSED) or is_in_out_linear(module)


def kernels_of(path: str, module: nn.Module) -> Iterator[Kernel]:
    """The kernels of one module itself, in the order of its parameters; those that are computed from others are not."""

    def one(name: str, bias: str, plain: bool, turned: bool = False) -> Iterator[Kernel]:
        weight = module._parameters.get(name)
        if weight is None:
            return
        own = module._parameters.get(bias)
        at = f'{path}.' if path else ''
        yield Kernel(f'{at}{name}', module, name, weight.t() if turned else weight, own, f'{at}{bias}', plain)

    if has_plain_kernel(module):
        yield from one('weight', 'bias', True, is_in_out_linear(module))
    elif isinstance(module, EMBEDDINGS):
        yield from one('weight', '', False)
    elif isinstance(module, nn.Bilinear):
        yield from one('weight', 'bias', False)
    elif isinstance(module, RECURRENT):
        for name in module._parameters:
            if name.startswith('weight'):
                yield from one(name, name.replace('weight', 'bias', 1), False)
    elif isinstance(module, nn.MultiheadAttention):
        for name in ('in_proj_weight', 'q_proj_weight', 'k_proj_weight', 'v_proj_weight'):
            yield from one(name, 'in_proj_bias' if name == 'in_proj_weight' else '', False)


def fans(weight: torch.Tensor) -> tuple[int, int]:
    """Fan-in and fan-out as `torch.nn.init` computes them; 0, 0 for a vector."""
    if weight.dim() < 2:
        return 0, 0
    field = weight[0][0].numel() if weight.dim() > 2 else 1
    return weight.size(1) * field, weight.size(0) * field
