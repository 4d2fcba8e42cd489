"""PyTorch as a framework of the probe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import torch

from ...errors import ProbeError
from ...request import Experiment, RandomTensor
from ..base import Batch
from .construct import construct
from .initialization.streams import forked, restore, state
from .model import TorchModel
from .values import as_tensor, is_array

OLDEST = (1, 13)


def check_version(version: str) -> None:
    """Raises a ProbeError for a PyTorch that is too old."""
    numbers = tuple(int(part) for part in re.findall(r'\d+', version)[:2])
    if numbers < OLDEST:
        raise ProbeError(f'PyTorch {version} is too old: {OLDEST[0]}.{OLDEST[1]} or newer is needed.')


def _device(wanted: str) -> torch.device:
    cuda = torch.cuda.is_available()
    metal = torch.backends.mps.is_available()
    if wanted == 'auto':
        wanted = 'cuda' if cuda else 'mps' if metal else 'cpu'
    if (wanted == 'cuda' and not cuda) or (wanted == 'mps' and not metal):
        raise ProbeError(f'/device: {wanted} is not available to PyTorch {torch.__version__} here.')
    return torch.device(wanted)


class TorchFramework:
    """PyTorch, on one device."""

    name = 'torch'

    def __init__(self, device: str = 'cpu') -> None:
        self.version = str(torch.__version__)
        check_version(self.version)
        self._device = _device(device)
        self.device = str(self._device)

    def build(self, experiment: Experiment, seed: int, batch: Batch | None = None) -> TorchModel:
        """Seeds all streams, constructs the model, and lets `batch` give lazy parameters their shapes."""
        model, built = construct(experiment, seed)
        return TorchModel(model.to(self._device), built, experiment, seed, self._device, batch)

    def forked(self, seed: int | None = None) -> AbstractContextManager[None]:
        """Random streams of its own inside."""
        return forked(self._device, seed)

    def random_state(self) -> list[Any]:
        """Of all streams that a script draws from."""
        return state(self._device)

    def restore_random(self, state: Any) -> None:
        """Goes back to a state."""
        restore(state)

    def random_tensor(self, wanted: RandomTensor, seed: int) -> torch.Tensor:
        """Of a generator of its own."""
        generator = torch.Generator().manual_seed(seed)
        dtype = getattr(torch, wanted.dtype, None)
        if not isinstance(dtype, torch.dtype):
            raise ProbeError(f'/data/random: {wanted.dtype} is not a type of PyTorch.')
        if wanted.below is not None:
            return torch.randint(wanted.below, wanted.shape, generator=generator, dtype=dtype)
        if dtype.is_floating_point:
            return torch.randn(wanted.shape, generator=generator).to(dtype)
        # A mask: all ones.
        return torch.ones(wanted.shape, dtype=dtype)

    def array(self, values: Any, shape: Sequence[int], dtype: str) -> torch.Tensor:
        """A copy of raw numbers."""
        return torch.frombuffer(bytearray(values), dtype=getattr(torch, dtype)).reshape(list(shape))

    def is_tensor(self, value: object) -> bool:
        """A tensor, or an array of numpy."""
        return isinstance(value, torch.Tensor) or is_array(value)

    def rows(self, value: Any) -> int | None:
        """Length of the first axis."""
        return int(value.shape[0]) if value.ndim > 0 else None

    def take(self, value: Any, rows: Sequence[int]) -> torch.Tensor:
        """Some rows."""
        tensor = as_tensor(value)
        return tensor[torch.as_tensor(list(rows), device=tensor.device)]

    def iterable(self, value: object, batch_size: int | None, shuffle: bool) -> object:
        """A `Dataset` in a `DataLoader`."""
        if isinstance(value, torch.utils.data.Dataset) and not isinstance(value, torch.utils.data.IterableDataset):
            return torch.utils.data.DataLoader(value, batch_size or 64, shuffle)
        return value
