"""The random streams that a PyTorch script draws from: torch's, and those of numpy and `random`."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch


def seed_all(seed: int) -> None:
    """`torch.manual_seed(seed)`, and the same for numpy, where it is loaded, and `random`."""
    random.seed(seed)
    if 'numpy' in sys.modules:
        sys.modules['numpy'].random.seed(seed % 2**32)
    torch.manual_seed(seed)


def state(device: torch.device) -> list[Any]:
    """The state of all streams."""
    numpy = sys.modules.get('numpy')
    return [
        random.getstate(),
        numpy.random.get_state() if numpy else None,
        torch.get_rng_state(),
        torch.cuda.get_rng_state_all() if device.type == 'cuda' else None,
        torch.mps.get_rng_state() if device.type == 'mps' else None,
    ]


def restore(kept: list[Any]) -> None:
    """Goes back to a state."""
    random.setstate(kept[0])
    numpy = sys.modules.get('numpy')
    if numpy and kept[1] is not None:
        numpy.random.set_state(kept[1])
    torch.set_rng_state(kept[2])
    if kept[3] is not None:
        torch.cuda.set_rng_state_all(kept[3])
    if kept[4] is not None:
        torch.mps.set_rng_state(kept[4])


@contextmanager
def forked(device: torch.device, seed: int | None = None) -> Iterator[None]:
    """Streams that may be drawn from inside, seeded where asked; they are restored after it."""
    kept = state(device)
    try:
        if seed is not None:
            seed_all(seed)
        yield
    finally:
        restore(kept)
