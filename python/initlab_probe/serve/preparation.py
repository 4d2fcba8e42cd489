"""What a run and a check have in common: the experiment, its framework and its data, loaded."""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..data import Arrays, DataSource
from ..errors import ProbeError, user_code
from ..frameworks.base import Framework, Model
from ..frameworks.registry import framework_of
from ..measure.records import Snapshot
from ..request import Experiment
from ..target import split
from .connection.heartbeat import Heartbeat


@dataclass(frozen=True)
class Prepared:
    """An experiment that is ready to train."""

    experiment: Experiment
    framework: Framework
    source: DataSource
    steps: int
    steps_per_epoch: int
    rows: int
    """Rows of an Init Lab dataset; 0 where they are not known."""

    def first_model(self) -> tuple[Model, Snapshot]:
        """A model as it is written, and what a snapshot of it has: it shows how trials are recorded."""
        seed = self.experiment.seeds[0]
        batches = self.source.batches(seed)
        model = self.framework.build(self.experiment, seed, batches.probe_batch())
        with user_code('The first forward and backward pass'):
            return model, model.snapshot(batches.probe_batch())


def arrays_of(message: dict[str, Any]) -> Arrays | None:
    """The rows of an Init Lab dataset in a message."""
    arrays = message.get('arrays')
    if arrays is None:
        return None
    x, y, classes = arrays['x'], arrays['y'], arrays['classes']
    rows = len(y)
    if classes:
        return Arrays(x, [rows, *arrays['xShape']], array('q', y), classes)
    # Quantities are one column, as what a model answers.
    return Arrays(x, [rows, *arrays['xShape']], y, 0, [rows, 1], y_type='float32')


def experiment_of(message: dict[str, Any]) -> Experiment:
    """The experiment of a message. Code that reads arguments then finds none, as running the file would have it."""
    experiment = Experiment.from_json(message['experiment'], message['directory'])
    sys.argv = [str(Path(message['directory']) / split(experiment.model)[0])]
    return experiment


def prepare(message: dict[str, Any], heartbeat: Heartbeat) -> Prepared:
    """Reads the experiment, imports the user's code, and opens the data. Raises a ProbeError."""
    experiment = experiment_of(message)
    heartbeat.enter('importing')
    framework = framework_of(experiment)
    heartbeat.enter('data')
    arrays = arrays_of(message)
    data = DataSource(experiment, framework, arrays)
    per_epoch = data.batches(experiment.seeds[0]).steps_per_epoch
    rows = arrays.x_shape[0] if arrays else 0
    return Prepared(experiment, framework, data, _steps(experiment, per_epoch), per_epoch, rows)


def _steps(experiment: Experiment, per_epoch: int) -> int:
    epochs = experiment.training.epochs
    if epochs is None:
        return max(1, experiment.training.steps)
    if per_epoch == 0:
        raise ProbeError(
            '/training/epochs: expected steps, since the data does not tell how many batches an epoch has.'
        )
    return epochs * per_epoch
