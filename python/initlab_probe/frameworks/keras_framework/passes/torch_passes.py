"""Passes by `torch.autograd`."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Callable

import torch

from ....errors import user_code
from ..loss import Objective
from ..measuring.tracer import Tracer
from .passes import Measured


class TorchPasses:
    """Keras' variables hold parameters of PyTorch."""

    def __init__(self, model: Any, objective: Objective, tracer: Tracer) -> None:
        self._model = model
        self._objective = objective
        self._tracer = tracer

    def _gradients(self, cost: Any, more: list[Any]) -> list[Any]:
        wanted = [*more, *(one.value for one in self._model.trainable_variables)]
        reached = [one for one in wanted if one.requires_grad]
        with user_code('The backward pass'):
            found = iter(torch.autograd.grad(cost, reached, allow_unused=True))
        return [next(found) if one.requires_grad else None for one in wanted]

    def look(self, parts: tuple[Any, ...]) -> None:
        """A forward pass."""
        with self.no_graph():
            self._objective(self._model, parts, training=False)

    def train(self, parts: tuple[Any, ...]) -> tuple[float, list[Any]]:
        """Forward and backward."""
        with torch.enable_grad():
            cost = self._objective(self._model, parts)
            return float(cost.detach()), self._gradients(cost, [])

    def measure(self, parts: tuple[Any, ...]) -> Measured:
        """Forward and backward, followed. Gradients that a parameter holds are left alone."""
        self._tracer.begin(None)
        with torch.enable_grad():
            with self._tracer:
                cost = self._objective(self._model, parts)
            outputs = self._tracer.outputs
            found = self._gradients(cost, outputs)
        return Measured(float(cost.detach()), outputs, found[: len(outputs)], found[len(outputs) :])

    def no_graph(self) -> AbstractContextManager[Any]:
        """`torch.no_grad`."""
        graph: AbstractContextManager[Any] = torch.no_grad()
        return graph

    def compiled(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """As it is."""
        return function
