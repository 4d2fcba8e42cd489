"""What a backend of Keras does its own way: a forward and backward pass, and computing without a graph."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Callable, Protocol

import keras

from ....errors import ProbeError
from ..loss import Objective
from ..measuring.tracer import Tracer


@dataclass(frozen=True)
class Measured:
    """A measured pass: outputs in the order of calls, the gradients at them, and those of the trainable variables."""

    cost: float
    outputs: Sequence[Any]
    gradients: Sequence[Any]
    parameters: Sequence[Any]


class Passes(Protocol):
    """Of one model. Gradients are None for what the loss does not depend on."""

    def look(self, parts: tuple[Any, ...]) -> None:
        """A forward pass whose numbers nobody needs: shows the objective what the output is."""
        ...

    def train(self, parts: tuple[Any, ...]) -> tuple[float, list[Any]]:
        """Cost, and gradients of the trainable variables; the other variables go on as in training."""
        ...

    def measure(self, parts: tuple[Any, ...]) -> Measured:
        """One pass that is followed. It may change variables that are not trained."""
        ...

    def no_graph(self) -> AbstractContextManager[Any]:
        """In which nothing is differentiated."""
        ...

    def compiled(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A pure function, compiled where the backend needs it to be fast."""
        ...


def passes_of(model: Any, objective: Objective, tracer: Tracer) -> Passes:
    """The passes of the backend in use."""
    name = keras.backend.backend()
    if name == 'torch':
        from .torch_passes import TorchPasses

        return TorchPasses(model, objective, tracer)
    if name == 'jax':
        from .jax_passes import JaxPasses

        return JaxPasses(model, objective, tracer)
    if name == 'tensorflow':
        from .tensorflow_passes import TensorflowPasses

        return TensorflowPasses(model, objective, tracer)
    raise ProbeError(f'Keras runs on {name} here, which computes no gradients. Set KERAS_BACKEND to torch or jax.')
