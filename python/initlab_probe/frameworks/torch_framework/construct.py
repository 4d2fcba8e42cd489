"""Constructs the user's model, and says what was seen while it was built."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ...errors import ProbeError
from ...request import Experiment
from ...rules import RuleWatch
from ...target import load, place_of
from ..base import BuildRecord, Truncation
from ..make import make_model
from .initialization.build_watch import BuildWatch, FollowingWatch, FunctionWatch, marked
from .initialization.streams import seed_all

_TORCH = str(Path(torch.__file__).resolve().parent)


def construct(experiment: Experiment, seed: int) -> tuple[nn.Module, BuildRecord]:
    """
    The model of the experiment, built after `torch.manual_seed(seed)`. Parameters that nobody filled are found, and
    hold zeros then: what such memory holds otherwise is chance.

    Raises a ProbeError with the user's file and line.
    """
    target = load(experiment.model, experiment.directory)
    place = place_of(target)
    notes: list[str] = []
    if isinstance(target, nn.Module):
        notes.append('The model is built when its file is imported: the seed has no part in its start.')
        return _checked(copy.deepcopy(target), experiment, place), BuildRecord(notes=notes)
    built, rules, watch = _watched(lambda: make_model(target, experiment, place), seed)
    model = _checked(built, experiment, place)
    if watch is None:
        notes.append('The model could not be watched while it was built: memory that nobody filled is not noticed.')
    if not rules.possible:
        notes.append('Rules that go by names were not watched, because a debugger or coverage tool is at work.')
    return model, BuildRecord(_unfilled(model), list(rules.never_true()), _truncations(model, watch), notes)


def _watched(make: Callable[[], Any], seed: int) -> tuple[Any, RuleWatch, FollowingWatch | None]:
    """
    Builds with the closest watch that the code can run under; what is wrong with the code itself shows without any.
    """
    for kind in (BuildWatch, FunctionWatch, None):
        rules = RuleWatch(skipped=lambda file: file.startswith(_TORCH))
        watch = None if kind is None else kind()
        seed_all(seed)
        try:
            with rules, watch or nullcontext():
                return make(), rules, watch
        except ProbeError:
            if kind is None:
                raise
    raise AssertionError


def _checked(built: Any, experiment: Experiment, place: tuple[Any, Any]) -> nn.Module:
    if not isinstance(built, nn.Module):
        raise ProbeError(
            f'{experiment.model}: expected a torch.nn.Module, got {type(built).__module__}.{type(built).__name__}.',
            *place,
        )
    if next(built.parameters(), None) is None:
        raise ProbeError(f'{experiment.model}: {type(built).__name__} has no parameters.', *place)
    return built


def _named(model: nn.Module) -> list[tuple[str, torch.Tensor]]:
    return [
        (name.replace('_orig_mod.', ''), one)
        for name, one in [*model.named_parameters(), *model.named_buffers()]
        if not isinstance(one, nn.parameter.UninitializedTensorMixin)
    ]


def _unfilled(model: nn.Module) -> list[str]:
    found = []
    with torch.no_grad():
        for name, one in _named(model):
            left = marked(one)
            if left is not None:
                found.append(name)
                one.data.masked_fill_(left.reshape(one.shape), 0)
    return found


def _truncations(model: nn.Module, watch: FollowingWatch | None) -> dict[str, Truncation]:
    cuts = ((name, watch.truncation(one) if watch else None) for name, one in _named(model))
    return {name: cut for name, cut in cuts if cut is not None}
