"""The loss of an experiment that has none, by a batch and what the model answers."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import torch

from ...errors import ProbeError
from ..base import Batch
from .values import as_tensor, is_array, main_tensor, part_named


def wants_targets(model: torch.nn.Module, batch: Batch) -> bool:
    """Whether the targets of a batch of named parts are an argument of the model, which then computes the loss."""
    if not isinstance(batch.whole, Mapping) or not isinstance(batch.x, Mapping):
        return False
    names = inspect.signature(model.forward).parameters
    return all(name in names for name in batch.whole)


def answers_loss(output: Any) -> bool:
    """Whether a model answers its loss: a part named so, or one number."""
    if isinstance(output, torch.Tensor):
        return bool(output.dim() == 0)
    return part_named(output, 'loss') is not None


def loss_kind(output: Any, y: object) -> str:
    """The named loss of outputs and targets. Raises a ProbeError that asks for one."""
    logits = part_named(output, 'logits')
    logits = main_tensor(output) if logits is None else logits
    if logits is None or not (isinstance(y, torch.Tensor) or is_array(y)):
        raise ProbeError(
            f'/loss: expected a loss, since none follows from an output of {type(output).__name__} and targets of '
            f'{type(y).__name__}.'
        )
    target = as_tensor(y)
    if not target.is_floating_point() and target.dim() == logits.dim() - 1:
        return 'categoricalCrossEntropy'
    if target.is_floating_point() and target.shape == logits.shape:
        zeros_and_ones = bool(((target == 0) | (target == 1)).all())
        return 'binaryCrossEntropy' if zeros_and_ones else 'meanSquaredError'
    raise ProbeError(
        f'/loss: expected a loss, since none follows from an output of shape {tuple(logits.shape)} and targets of '
        f'shape {tuple(target.shape)}, {target.dtype}.'
    )
