"""The state of a PyTorch model against the tensors of a weight file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import torch
from torch import nn

from ..base import ComparedTensor
from .uncompiled import plain_name
from .weight_file import read_tensors
from .weights import bytes_of

# What wrappers put before names: data parallel, torch.compile, Lightning and others.
_PREFIXES = ('module.', '_orig_mod.', 'model.')


def _like_the_model(found: Mapping[str, torch.Tensor], names: set[str]) -> Mapping[str, torch.Tensor]:
    """The tensors of a file by the names of the model: without a wrapper's prefix where that fits better."""
    choices = [found]
    for prefix in _PREFIXES:
        choices.append({name[len(prefix) :] if name.startswith(prefix) else name: one for name, one in found.items()})
    return max(choices, key=lambda choice: len(names & set(choice)))


def _tied(state: Mapping[str, torch.Tensor]) -> dict[str, str]:
    """Names of a tensor after its first one, with that."""
    first: dict[tuple[int, torch.Size, tuple[int, ...]], str] = {}
    tied = {}
    for name, one in state.items():
        if one.numel() > 0 and not nn.parameter.is_lazy(one):
            known = first.setdefault((one.data_ptr(), one.shape, one.stride()), name)
            if known != name:
                tied[name] = known
    return tied


def _relation(own: torch.Tensor, other: torch.Tensor) -> str:
    if nn.parameter.is_lazy(own) or own.shape != other.shape:
        return 'otherShape'
    # Numbers of the file as loading them would round them.
    return 'same' if bytes_of(own) == bytes_of(other.to(own.dtype)) else 'different'


def compared_with(model: nn.Module, path: Path) -> Iterator[ComparedTensor]:
    """
    Every tensor of the model's state in its order, then those that only the file has. Raises a ProbeError for a file
    that cannot be read.
    """
    state = {plain_name(name): one for name, one in model.state_dict(keep_vars=True).items() if torch.is_tensor(one)}
    found = _like_the_model(read_tensors(path, 'The checkpoint'), set(state))
    tied = _tied(state)
    for name, own in state.items():
        lazy = nn.parameter.is_lazy(own)
        other = found.get(name)
        if other is None and name in tied:
            relation = 'tied'
        else:
            relation = 'missingInFile' if other is None else _relation(own, other)
        yield ComparedTensor(
            name,
            relation,
            None if lazy else tuple(own.shape),
            None if other is None else tuple(other.shape),
            tied.get(name),
            None if lazy else blake2b(bytes_of(own), digest_size=16).hexdigest(),
            # A bias of zeros or a counter is the same in a model that nothing was loaded into.
            not lazy and own.numel() > 1 and own.is_floating_point() and not bool((own == own.reshape(-1)[0]).all()),
        )
    for name, other in found.items():
        if name not in state:
            yield ComparedTensor(name, 'missingInModel', None, tuple(other.shape), None, None, False)
