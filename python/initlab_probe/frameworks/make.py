"""Calls what the experiment names as its model."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from ..errors import ProbeError, user_code
from ..request import Experiment


def make_model(target: Any, experiment: Experiment, place: tuple[str | None, int | None]) -> Any:
    """
    What the class or function answers for the arguments of the experiment; `place` is where it is written.

    Raises a ProbeError with the user's file and line.
    """
    if not callable(target):
        raise ProbeError(
            f'{experiment.model}: expected a class, a function or a model, got {type(target).__name__}.', *place
        )
    name = experiment.model.rpartition(':')[2]
    try:
        with user_code(f'{name}({", ".join(f"{key}={value!r}" for key, value in experiment.arguments.items())})'):
            return target(**experiment.arguments)
    except ProbeError as error:
        if error.file is None:
            error.file, error.line = place
            if place[0]:
                error.message += f' ({Path(place[0]).name}:{place[1]}: {name}{_signature(target)})'
                error.args = (error.message,)
        raise


def _signature(target: Any) -> str:
    try:
        return str(inspect.signature(target))
    except (TypeError, ValueError):
        return '(…)'
