"""What is known of a run of a user's model when it starts, in the form of the record."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence
from typing import Any

from ..frameworks.base import Model, ModuleInfo
from ..notebook import is_cell
from ..target import load, place_of, split
from .preparation import Prepared
from .records import Layer


def _module(module: ModuleInfo) -> dict[str, Any]:
    known = {'path': module.path, 'kind': module.kind, 'file': module.file, 'line': module.line}
    return {key: value for key, value in known.items() if value is not None}


def header_of(
    prepared: Prepared,
    model: Model,
    layers: Sequence[Layer],
    parameters: int,
    loss_kind: str | None,
    classes: int,
    notes: Sequence[str],
) -> dict[str, Any]:
    """The header of a run, without the experiment, which the editor has."""
    experiment, framework = prepared.experiment, prepared.framework
    file, name = split(experiment.model)
    place, line = place_of(load(experiment.model, experiment.directory))
    if place is not None and is_cell(place):
        file += place[place.rindex(' (cell') :]
    python = platform.python_version()
    return {
        'layers': [layer.info for layer in layers],
        'data': {'features': 0, 'classes': classes, 'trainCount': prepared.rows, 'testCount': 0},
        'totalSteps': prepared.steps,
        'stepsPerEpoch': prepared.steps_per_epoch,
        'environment': {'backend': f'{framework.name} {framework.version}', 'workers': 1},
        'model': {
            'name': name,
            'framework': framework.name,
            'version': framework.version,
            'python': {'version': python, 'path': sys.executable},
            'device': framework.device,
            'file': file,
            **({} if line is None else {'line': line}),
            'parameters': parameters,
            'loss': {'kind': loss_kind or experiment.loss, 'deduced': loss_kind is not None},
            'modules': [_module(module) for module in model.modules],
        },
        **({'notes': list(notes)} if notes else {}),
    }
