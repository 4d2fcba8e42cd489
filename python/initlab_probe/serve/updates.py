"""What has happened to a run since it was last told of: gathered here, sent at most ten times a second."""

from __future__ import annotations

import threading
import time
from array import array
from typing import Any

from .connection.channel import Channel

# Seconds between two updates.
EVERY = 0.1
FIGURES = ('test', 'trainAccuracy', 'testAccuracy')
NONE = float('nan')


class Updates:
    """Trials write on the thread that trains; another one sends."""

    def __init__(self, channel: Channel, run: int) -> None:
        self._channel = channel
        self._run = run
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._status = 'starting'
        self._message: str | None = None
        self._seconds = 0.0
        self._pending: dict[int, dict[str, Any]] = {}
        # How each trial stood when it was told of last: what comes of it meanwhile goes with that.
        self._stands: dict[int, dict[str, Any]] = {}
        self._changed = False
        self._sent = 0.0

    def begin(self, header: dict[str, Any], status: str) -> None:
        """The first update: what is known of the run when it starts."""
        self._status = status
        self._send({'header': header, 'trials': []})

    def trial(self, index: int, status: str, step: int, seconds: float, **more: Any) -> None:
        """How a trial stands. `findings`, `message` and `divergedAt` replace what was told before."""
        with self._lock:
            self._stands[index] = {'status': status, 'step': step, 'seconds': seconds}
            self._of(index).update(self._stands[index], **more)

    def cost(self, index: int, step: int, cost: float, accuracy: float | None = None) -> None:
        """The cost of the batch of a step before its update, and the share of right answers of a classification."""
        with self._lock:
            curve = self._of(index)['curve']
            curve['step'].append(step)
            curve['train'].append(cost)
            for key in FIGURES:
                curve[key].append(accuracy if key == 'trainAccuracy' and accuracy is not None else NONE)

    def snapshot(self, index: int, snapshot: dict[str, Any]) -> None:
        """A snapshot in the form of the record."""
        with self._lock:
            self._of(index)['snapshots'].append(snapshot)

    def trained(self, seconds: float) -> None:
        """Time in which trials made steps, more than before."""
        self._seconds += seconds

    def status(self, status: str, message: str | None = None) -> None:
        """How the run stands; told at once."""
        with self._lock:
            self._status, self._message, self._changed = status, message or self._message, True
        self.flush(True)

    def flush(self, now: bool = False) -> None:
        """Sends what there is, unless the last time was a moment ago."""
        with self._sending:
            with self._lock:
                if not (self._changed or self._pending) or not (now or time.monotonic() - self._sent >= EVERY):
                    return
                pending, self._pending, self._changed = self._pending, {}, False
            self._send({'trials': list(pending.values())})

    def _of(self, index: int) -> dict[str, Any]:
        known = self._pending.get(index)
        if known is None:
            curve = {'step': array('d'), 'train': array('d'), **{key: array('d') for key in FIGURES}}
            stands = self._stands.get(index, {'status': 'running', 'step': 0, 'seconds': 0.0})
            known = self._pending[index] = {'trial': index, **stands, 'curve': curve, 'snapshots': []}
        return known

    def _send(self, part: dict[str, Any]) -> None:
        self._sent = time.monotonic()
        update = {'id': self._run, 'status': self._status, 'seconds': self._seconds, **part}
        if self._message is not None:
            update['message'] = self._message
        self._channel.send({'type': 'update', 'update': update})
