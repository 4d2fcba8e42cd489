"""A thread that tells the editor that this process lives, and ends a run that takes too much memory."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

from .channel import Channel
from .control import Control
from .memory import resident_bytes

# Seconds between two looks at what there is to tell, and between two signs of life.
TICK = 0.1
ALIVE = 1.0
# Seconds in which a run that takes too much memory is to end by itself.
GRACE = 3.0


class Heartbeat:
    """`flush` is called at most ten times a second, from the thread."""

    def __init__(self, channel: Channel, flush: Callable[[], None]) -> None:
        self._channel = channel
        self._flush = flush
        self._phase, self._since = 'waiting', time.monotonic()
        self._limit: tuple[int, int, Control] | None = None
        self._exceeded: float | None = None

    def start(self) -> None:
        threading.Thread(target=self._beat, name='initlab-heartbeat', daemon=True).start()

    def enter(self, phase: str) -> None:
        """What the process does from now on."""
        self._phase, self._since = phase, time.monotonic()

    def limit(self, run: int, megabytes: int, control: Control) -> None:
        """Ends `run` when this process takes more memory than this; 0 for no limit."""
        self._exceeded = None
        self._limit = (run, megabytes, control) if megabytes > 0 else None

    def unlimited(self) -> None:
        """The run is over."""
        self._limit = None

    def _beat(self) -> None:
        told = 0.0
        while True:
            time.sleep(TICK)
            try:
                self._flush()
                self._look_at_memory()
                if time.monotonic() - told >= ALIVE:
                    told = time.monotonic()
                    seconds = round(told - self._since, 1)
                    self._channel.send({'type': 'alive', 'phase': self._phase, 'seconds': seconds})
            except OSError:
                # The editor is gone; the thread that receives ends the process.
                return

    def _look_at_memory(self) -> None:
        limit = self._limit
        if limit is None:
            return
        run, megabytes, control = limit
        used = resident_bytes()
        if self._exceeded is None:
            if used <= megabytes * 1e6:
                return
            self._exceeded = time.monotonic()
            control.end(too_large(used, megabytes))
        elif time.monotonic() - self._exceeded > GRACE or used > 1.5 * megabytes * 1e6:
            # It is in one long call, and may take all that the machine has.
            self._channel.send({'type': 'error', 'id': run, 'message': control.reason or ''})
            os._exit(1)


def too_large(used: int, megabytes: int) -> str:
    """For the user: the run takes more memory than it may."""
    return (
        f'The Python process uses {used / 1e6:.0f} MB; the limit is {megabytes} MB '
        '(initLab.training.maxMemoryMB; on the command line: --max-memory). '
        'Use a smaller model or batch, or raise the limit.'
    )
