"""Passes by `tf.GradientTape`."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any, Callable

import tensorflow

from ....errors import user_code
from ..loss import Objective
from ..measuring.tracer import Tracer
from .passes import Measured


class TensorflowPasses:
    """Eager, as the calls of layers are followed."""

    def __init__(self, model: Any, objective: Objective, tracer: Tracer) -> None:
        self._model = model
        self._objective = objective
        self._tracer = tracer

    def _gradients(self, tape: Any, cost: Any, more: list[Any]) -> list[Any]:
        wanted = [*more, *(one.value for one in self._model.trainable_variables)]
        with user_code('The backward pass'):
            found = tape.gradient(cost, wanted)
        # Those of embeddings are slices.
        return [None if one is None else tensorflow.convert_to_tensor(one) for one in found]

    def look(self, parts: tuple[Any, ...]) -> None:
        """A forward pass."""
        with self.no_graph():
            self._objective(self._model, parts, training=False)

    def train(self, parts: tuple[Any, ...]) -> tuple[float, list[Any]]:
        """Forward and backward."""
        with tensorflow.GradientTape() as tape:
            cost = self._objective(self._model, parts)
        return float(cost), self._gradients(tape, cost, [])

    def measure(self, parts: tuple[Any, ...]) -> Measured:
        """Forward and backward, followed."""
        self._tracer.begin(None)
        with tensorflow.GradientTape() as tape, self._tracer:
            cost = self._objective(self._model, parts)
        outputs = self._tracer.outputs
        found = self._gradients(tape, cost, outputs)
        return Measured(float(cost), outputs, found[: len(outputs)], found[len(outputs) :])

    def no_graph(self) -> AbstractContextManager[Any]:
        """Nothing is recorded outside of a tape."""
        return nullcontext()

    def compiled(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """As it is."""
        return function
