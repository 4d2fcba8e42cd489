"""
Passes by `jax.value_and_grad` of a model without state: variables come in and go out by a `keras.StatelessScope`. The
gradient at an output is that of zeros added to it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, Callable

import jax
import jax.numpy as jnp
import keras

from ....errors import user_code
from ..loss import Objective
from ..measuring.tracer import Tracer
from .passes import Measured


class JaxPasses:
    """Compiled as a whole, as in `fit`."""

    def __init__(self, model: Any, objective: Objective, tracer: Tracer) -> None:
        self._model = model
        self._objective = objective
        self._tracer = tracer
        self._train = jax.jit(jax.value_and_grad(self._cost, has_aux=True))
        self._measure = jax.jit(jax.value_and_grad(self._followed, argnums=(0, 1), has_aux=True))

    def _cost(
        self, trained: list[Any], others: list[Any], parts: tuple[Any, ...], training: bool = True
    ) -> tuple[Any, tuple[list[Any], Any]]:
        """The cost, the new values of the variables that are not trained, and the share of right answers."""
        model = self._model
        mapping = [*zip(model.trainable_variables, trained), *zip(model.non_trainable_variables, others)]
        with keras.StatelessScope(state_mapping=mapping, collect_losses=True) as scope:
            cost = self._objective(model, parts, training)
        news = [scope.get_current_value(one) for one in model.non_trainable_variables]
        return cost, (news, self._objective.right)

    def _followed(
        self, trained: list[Any], offsets: list[Any] | None, others: list[Any], parts: tuple[Any, ...]
    ) -> tuple[Any, list[Any]]:
        self._tracer.begin(offsets)
        with self._tracer:
            cost, _ = self._cost(trained, others, parts)
        outputs = self._tracer.outputs
        self._tracer.outputs = []
        return cost, outputs

    def _run(self, function: Any, *arguments: Any) -> Any:
        with user_code('The forward and backward pass'):
            return function(*arguments)

    def _shapes(self, function: Any, *arguments: Any) -> Any:
        """What a function answers, without its numbers."""
        with user_code('The forward pass'):
            return jax.eval_shape(function, *arguments)

    def _values(self) -> tuple[list[Any], list[Any]]:
        model = self._model
        return [one.value for one in model.trainable_variables], [one.value for one in model.non_trainable_variables]

    def look(self, parts: tuple[Any, ...]) -> None:
        """A forward pass of shapes."""
        self._shapes(partial(self._cost, training=False), *self._values(), parts)

    def train(self, parts: tuple[Any, ...]) -> tuple[float, list[Any]]:
        """Forward and backward."""
        trained, others = self._values()
        (cost, (news, right)), gradients = self._run(self._train, trained, others, parts)
        # What the objective saw were the traces of numbers.
        self._objective.right = right
        for one, value in zip(self._model.non_trainable_variables, news):
            one.assign(value)
        return float(cost), list(gradients)

    def measure(self, parts: tuple[Any, ...]) -> Measured:
        """Forward and backward, followed; the sizes of the outputs come from a pass without numbers."""
        trained, others = self._values()
        _, shapes = self._shapes(self._followed, trained, None, others, parts)
        offsets = [jnp.zeros(one.shape, one.dtype) for one in shapes]
        (cost, outputs), (parameters, at_outputs) = self._run(self._measure, trained, offsets, others, parts)
        return Measured(float(cost), outputs, at_outputs, parameters)

    def no_graph(self) -> AbstractContextManager[Any]:
        """Nothing is recorded outside of a transformation."""
        return nullcontext()

    def compiled(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """`jax.jit`."""
        compiled: Callable[..., Any] = jax.jit(function)
        return compiled
