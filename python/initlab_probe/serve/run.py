"""One run: the trials of an experiment, trained side by side or one after the other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from ..frameworks.base import Model
from ..measure.records import Snapshot
from .connection.channel import Channel
from .connection.control import Control
from .connection.heartbeat import Heartbeat
from .header import header_of
from .preparation import Prepared, prepare
from .records import Layer, layers_of, snapshot_record
from .schedule import SnapshotPlan, record_every
from .trial import Tools, Trial
from .updates import Updates
from .weights import MOST_BYTES as MOST_WEIGHTS
from .weights import KeptWeights

# Seconds that one trial trains before it is another's turn.
SLICE = 0.05
# Copies of the weights that training a trial takes: weights, gradients, and two moments of the optimizer.
COPIES = 4
# Share of the memory limit that models which take turns may take together.
MEMORY_SHARE = 0.25
ITEM = 4
_CLASSIFICATIONS = ('categoricalCrossEntropy', 'binaryCrossEntropy')


class Run:
    """Trains on the main thread; `control` is told on another one."""

    def __init__(self, prepared: Prepared, control: Control, updates: Updates, weights: KeptWeights) -> None:
        self._prepared = prepared
        self._control = control
        self._updates = updates
        self._weights = weights
        self._layers: Sequence[Layer] = ()
        experiment = prepared.experiment
        chosen = [(index, one) for index, one in enumerate(experiment.initializers) if one.enabled]
        keys = [(index, one, seed) for index, one in chosen for seed in experiment.seeds]
        self._plan = SnapshotPlan(prepared.steps, len(keys))
        every = record_every(prepared.steps, experiment.training.record_every)
        self._tools = Tools(
            experiment,
            prepared.framework,
            prepared.source,
            updates,
            weights,
            steps=prepared.steps,
            every=every,
            plan=self._plan,
            look=self._look,
        )
        self.trials = [Trial(number, one, seed, self._tools) for number, (_, one, seed) in enumerate(keys)]
        self._side_by_side = True
        self._notes: list[str] = []

    def drop_weights(self) -> None:
        """The weights of its trials will not be asked for."""
        self._tools.keeps_weights = False

    def begin(self, model: Model, first: Snapshot, limit_mb: int) -> dict[str, Any]:
        """Decides how the trials are trained, from a model that was built for it; the header of the run."""
        self._layers = layers_of(model.modules, first)
        numbers = sum(one.statistics.count for one in first.parameters)
        self._plan.limit_size(sum(1 if layer.call is None else 3 for layer in self._layers))
        self._decide(numbers, limit_mb)
        return header_of(
            self._prepared, model, self._layers, numbers, first.loss_kind, self._classes(first), self._notes
        )

    def _classes(self, first: Snapshot) -> int:
        """Classes of a run whose accuracy is recorded; 0 for others."""
        experiment = self._prepared.experiment
        named = experiment.step is None and (first.loss_kind or experiment.loss) in _CLASSIFICATIONS
        return (first.classes or 0) if named else 0

    def _decide(self, numbers: int, limit_mb: int) -> None:
        count = len(self.trials)
        needed = numbers * ITEM * COPIES * count
        room = (limit_mb or 2048) * 1e6 * MEMORY_SHARE
        if count > 1 and needed > room:
            self._side_by_side = False
            self._notes.append(
                f'Trials run one after the other: {count} models with {numbers:,} parameters would take about '
                f'{needed / 1e6:,.0f} MB side by side.'
            )
        kept = 2 * numbers * ITEM * count
        if self._tools.keeps_weights and kept > MOST_WEIGHTS:
            self._tools.keeps_weights = False
            self._notes.append(
                f'Weights are not kept: those of {count} trials would take {kept / 1e6:,.0f} MB; '
                f'the limit is {MOST_WEIGHTS / 1e6:,.0f} MB.'
            )

    def train(self) -> None:
        """To the end, or to an order to stop."""
        if self._side_by_side:
            self._go(self.trials)
        else:
            for trial in self.trials:
                self._go([trial])
        stopped, reason = self._control.stopped, self._control.reason
        for trial in self.trials:
            if trial.status in ('waiting', 'running'):
                trial.stop('failed' if reason else 'stopped', reason)
        failed = next((trial.message for trial in self.trials if trial.status == 'failed'), None)
        status = 'failed' if reason or failed else 'stopped' if stopped else 'finished'
        self._updates.status(status, reason or failed)

    def _go(self, trials: Sequence[Trial]) -> None:
        for trial in trials:
            if self._control.stopped:
                return
            trial.begin()
        while running := [trial for trial in trials if trial.running]:
            turn = self._turn()
            if turn == 'stop':
                return
            if turn == 'step':
                for trial in running:
                    trial.advance(0)
            else:
                min(running, key=lambda trial: trial.step).advance(time.monotonic() + SLICE)

    def _turn(self) -> str:
        """What is to be done next; a pause is told when it begins and ends."""
        if not self._control.waits:
            return self._control.turn()
        self._updates.status('paused')
        turn = self._control.turn()
        if turn == 'go':
            self._updates.status('running')
        return turn

    def _look(self, trial: Trial, step: int, snapshot: Snapshot) -> None:
        self._updates.snapshot(trial.index, snapshot_record(step, self._layers, snapshot))


def run_experiment(
    message: dict[str, Any],
    channel: Channel,
    control: Control,
    updates: Updates,
    weights: KeptWeights,
    heartbeat: Heartbeat,
) -> None:
    """Does what a message of the type `run` asks. Raises a ProbeError for a run that cannot begin."""
    prepared = prepare(message, heartbeat)
    heartbeat.enter('building')
    run = Run(prepared, control, updates, weights)
    if message.get('keepsWeights') is False:
        run.drop_weights()
    model, first = prepared.first_model()
    header = run.begin(model, first, message.get('maxMemoryMB', 0))
    del model
    channel.send({'type': 'started', 'id': message['id']})
    updates.begin(header, 'paused' if control.paused else 'running')
    heartbeat.enter('training')
    run.train()
