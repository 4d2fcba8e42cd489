"""Where a model lies and computes."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import keras


def on_device(device: str) -> AbstractContextManager[Any]:
    """New tensors are on the processor inside for `cpu`, and where the backend puts them for `auto`."""
    return keras.device('cpu') if device == 'cpu' else nullcontext()
