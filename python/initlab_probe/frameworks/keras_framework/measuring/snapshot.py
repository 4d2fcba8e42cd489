"""One snapshot: an extra forward and backward pass that leaves the model and the random streams as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import keras
import numpy

from ....measure.records import ParameterRecord, Snapshot
from ...base import Batch
from ..initialization.layers import LayerAt
from ..initialization.streams import forked
from ..loss import Objective
from ..optimizer import Optimizer
from ..passes.passes import Measured, Passes
from ..values import as_array
from .statistics import gradient_of, norm_of, statistics_of
from .tracer import MOST_CALLS, Tracer


@contextmanager
def untouched(model: Any) -> Iterator[None]:
    """Variables that are not trained are put back: moving statistics, and the states of seeds."""
    variables = list(model.non_trainable_variables)
    kept = [keras.ops.convert_to_numpy(one.value).copy() for one in variables]
    try:
        with forked():
            yield
    finally:
        for one, value in zip(variables, kept):
            one.assign(value)


def _nan_variables(layers: Sequence[LayerAt]) -> list[str]:
    return [
        at.at(name)
        for at in layers
        for name, one in at.variables(trained=False)
        if 'float' in one.dtype and bool(numpy.isnan(as_array(one.value)).any())
    ]


def take_snapshot(
    model: Any,
    layers: Sequence[LayerAt],
    objective: Objective,
    batch: Batch,
    optimizer: Optimizer | None,
    passes: Passes,
    tracer: Tracer,
    notes: Sequence[str],
) -> Snapshot:
    """Measures the calls of `layers` and all parameters of `model` on the batch."""
    nan_variables = _nan_variables(layers)
    with untouched(model):
        found = passes.measure(objective.parts(batch))
    parameters = _parameters(model, layers, found, optimizer)
    calls = tracer.calls(
        [as_array(one) for one in found.outputs],
        [None if one is None else as_array(one) for one in found.gradients],
    )
    beyond = [
        f'{path or "The model"} is called {count} times; the first {MOST_CALLS} calls were measured.'
        for path, count in tracer.beyond()
    ]
    said = [*notes, *objective.notes, *beyond]
    return Snapshot(
        calls,
        parameters,
        found.cost,
        said,
        nan_variables,
        objective.classes,
        objective.target_square(batch),
        objective.deduced,
    )


def _parameters(
    model: Any, layers: Sequence[LayerAt], found: Measured, optimizer: Optimizer | None
) -> list[ParameterRecord]:
    trained = list(model.trainable_variables)
    gradients = {
        id(one): None if gradient is None else as_array(gradient) for one, gradient in zip(trained, found.parameters)
    }
    after: dict[int, Any] = {}
    if optimizer is not None:
        values = optimizer.next_values(found.parameters, trained)
        after = {id(one): value for one, value in zip(trained, values)}
    records: dict[int, ParameterRecord] = {}
    for at in layers:
        for name, one in at.variables():
            if id(one) in records or 'float' not in one.dtype:
                continue
            array, gradient = as_array(one.value), gradients.get(id(one))
            size = norm_of(array)
            ratio = None
            if gradient is not None and id(one) in after and size > 0:
                ratio = norm_of(after[id(one)].astype(numpy.float64) - array) / size
            records[id(one)] = ParameterRecord(
                at.at(name),
                at.path,
                tuple(array.shape),
                statistics_of(array),
                None if gradient is None else gradient_of(gradient),
                None if gradient is None else norm_of(gradient),
                ratio,
            )
    return list(records.values())
