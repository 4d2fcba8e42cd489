"""Follows one forward pass: calls of layers, wrapped for its time, and activation functions between them."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import keras

from ....measure.records import CallRecord
from ..initialization.layers import CONVOLUTIONS, DEPTHWISE, LOOPS, SEPARABLE, TRANSPOSED, LayerAt, kernels_of
from ..values import is_float, main_tensor
from .activations import activations_seen
from .statistics import gradient_of, judged, statistics_of

MOST_CALLS = 64
"""Calls of one kind at one path that are measured."""
_FIRST_CHANNEL = 1
_ACTIVATION_OUTPUTS = ('softmax', 'logSoftmax')
"""Within a layer of the user's own, no activations between layers: attention has many."""


@dataclass(frozen=True)
class _Call:
    record: CallRecord
    axis: int


class Tracer:
    """
    Records the calls of layers while it is entered; nothing of it is left in the layers after it. `outputs` are the
    outputs in the order of the calls. Under JAX, `offsets` of zeros are added to them, to differentiate by.
    """

    def __init__(self, layers: Sequence[LayerAt]) -> None:
        self._layers = [at for at in layers if not at.within(LOOPS)]
        self._exits = ExitStack()
        self.begin(None)

    def begin(self, offsets: Sequence[Any] | None) -> None:
        """Forgets what it has seen."""
        self.offsets = offsets
        self.outputs: list[Any] = []
        self._calls: list[_Call] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._stack: list[LayerAt] = []
        self._inner: tuple[str, Any] | None = None
        self._axis = -1

    def __enter__(self) -> Tracer:
        self._exits.__enter__()
        for at in self._layers:
            self._wrap(at)
        self._exits.enter_context(activations_seen(self._activation))
        return self

    def __exit__(self, *error: Any) -> None:
        self._exits.__exit__(*error)
        self._stack.clear()

    def _wrap(self, at: LayerAt) -> None:
        own = vars(at.layer)
        before = own.get('call')
        call = at.layer.call

        @functools.wraps(call)
        def wrapped(*args: Any, **options: Any) -> Any:
            self._stack.append(at)
            self._inner = None
            try:
                out = call(*args, **options)
            finally:
                self._stack.pop()
            return self._leave(at, out)

        def unwrap() -> None:
            if before is None:
                own.pop('call', None)
            else:
                own['call'] = before

        # Past the attribute tracking of Keras and PyTorch, which is for parts of a layer.
        own['call'] = wrapped
        self._exits.callback(unwrap)

    def _activation(self, name: str, out: Any) -> Any:
        if not self._stack or not is_float(out):
            return out
        at = self._stack[-1]
        if at.is_keras or (at.leaf and not at.variables()):
            if at.leaf:
                self._inner = (name, out)
            return out
        return out if name in _ACTIVATION_OUTPUTS else self._record(at, name, name, out)

    def _leave(self, at: LayerAt, out: Any) -> Any:
        inner, self._inner = self._inner, None
        if not (at.leaf or at.variables() or isinstance(at.layer, LOOPS)):
            return out
        tensor = main_tensor(out)
        if tensor is None:
            return out
        self._note_axis(at)
        activation = inner[0] if inner is not None and inner[1] is tensor else None
        recorded = self._record(at, type(at.layer).__name__, activation, tensor)
        if recorded is tensor:
            return out
        return keras.tree.map_structure(lambda one: recorded if one is tensor else one, out)

    def _note_axis(self, at: LayerAt) -> None:
        """The axis of the units in the output of the kernel called last."""
        if next(kernels_of(at), None) is not None:
            convolution = isinstance(at.layer, CONVOLUTIONS + DEPTHWISE + SEPARABLE + TRANSPOSED)
            first = convolution and at.layer.data_format == 'channels_first'
            self._axis = _FIRST_CHANNEL if first else -1

    def _record(self, at: LayerAt, kind: str, activation: str | None, out: Any) -> Any:
        index = self._counts[at.path, kind]
        self._counts[at.path, kind] += 1
        if index >= MOST_CALLS:
            return out
        number = len(self.outputs)
        if self.offsets is not None:
            out = out + self.offsets[number]
        self.outputs.append(out)
        self._calls.append(_Call(CallRecord(at.path, index, kind, activation, tuple(out.shape)), self._axis))
        return out

    def calls(self, outputs: Sequence[Any], gradients: Sequence[Any]) -> list[CallRecord]:
        """The records, of arrays of the outputs and of the gradients at them (None where none came back)."""
        return [
            replace(
                judged(call.record, output, call.axis),
                forward=statistics_of(output),
                backward=None if gradient is None else gradient_of(gradient),
            )
            for call, output, gradient in zip(self._calls, outputs, gradients)
        ]

    def beyond(self) -> list[tuple[str, int]]:
        """Paths with more calls than are measured, and how many there were."""
        return [(path, count) for (path, _), count in self._counts.items() if count > MOST_CALLS]
