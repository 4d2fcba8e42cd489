"""One snapshot: an extra forward and backward pass that leaves the model and the random streams as they were."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

from ....errors import user_code
from ....measure.records import GradientStatistics, ParameterRecord, Snapshot, Statistics
from ...base import Batch
from ..initialization.streams import forked
from ..loss import Objective
from ..optimizer import update_ratios
from ..uncompiled import eagerly, plain_name
from .statistics import statistics_of
from .tracer import MOST_CALLS, Tracer


@contextmanager
def _untouched(model: nn.Module) -> Iterator[None]:
    """Gradients, buffers and modes inside are put back."""
    modules = list(model.modules())
    gradients = [(one, one.grad) for one in model.parameters()]
    buffers = [(module, name, one, one.detach().clone()) for module in modules for name, one in _buffers(module)]
    modes = [module.training for module in modules]
    for one, _ in gradients:
        one.grad = None
    try:
        yield
    finally:
        for one, gradient in gradients:
            one.grad = gradient
        with torch.no_grad():
            for module, name, one, kept in buffers:
                one.copy_(kept)
                module._buffers[name] = one
        for module, mode in zip(modules, modes):
            module.training = mode


def _buffers(module: nn.Module) -> list[tuple[str, torch.Tensor]]:
    return [(name, one) for name, one in module._buffers.items() if one is not None]


def _nan_buffers(model: nn.Module) -> list[str]:
    return [
        plain_name(name)
        for name, one in model.named_buffers()
        if (one.is_floating_point() or one.is_complex()) and bool(torch.isnan(one).any())
    ]


def take_snapshot(
    model: nn.Module,
    modules: list[tuple[str, nn.Module]],
    objective: Objective,
    batch: Batch,
    device: torch.device,
    optimizer: Any,
    notes: list[str],
) -> Snapshot:
    """Measures the calls of `modules` and all parameters of `model` on the batch."""
    nan_buffers = _nan_buffers(model)
    with forked(device), _untouched(model), torch.enable_grad(), eagerly():
        with Tracer(modules) as tracer:
            cost = objective(model, batch)
            tracer.backward = True
            with user_code('The backward pass'):
                cost.backward()
        loss = float(cost.detach())
        parameters = _parameters(model, optimizer)
        calls = tracer.calls()
    beyond = [
        f'{path or "The model"} is called {count} times; the first {MOST_CALLS} calls were measured.'
        for path, count in tracer.beyond()
    ]
    return Snapshot(
        calls,
        parameters,
        loss,
        [*notes, *beyond],
        nan_buffers,
        objective.classes,
        objective.target_square,
        objective.deduced,
    )


def _parameters(model: nn.Module, optimizer: Any) -> list[ParameterRecord]:
    named = list(model.named_parameters())
    ratios: list[float | None] | None = None
    if optimizer is not None:
        ratios = update_ratios(optimizer, [one for _, one in named])
    found = []
    for index, (name, one) in enumerate(named):
        gradients = None if one.grad is None else statistics_of(one.grad.to_dense() if one.grad.is_sparse else one.grad)
        gradient = None if gradients is None else _moments(gradients)
        path = plain_name(name)
        found.append(
            ParameterRecord(
                path,
                path.rpartition('.')[0],
                tuple(one.shape),
                statistics_of(one),
                gradient,
                None if gradient is None else _norm(gradient, one.numel()),
                None if ratios is None or gradient is None else ratios[index],
                gradients,
            )
        )
    return found


def _moments(found: Statistics) -> GradientStatistics:
    return GradientStatistics(found.mean, found.variance, found.nan + found.infinite)


def _norm(gradient: GradientStatistics, count: int) -> float:
    """The Euclidean norm; NaN where a value is not finite."""
    return math.nan if gradient.not_finite else math.sqrt(gradient.mean_square * count)
