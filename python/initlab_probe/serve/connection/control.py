"""What the editor has ordered, as the training loop reads it between two steps."""

from __future__ import annotations

import threading
from typing import Literal

Turn = Literal['go', 'step', 'stop']


class Control:
    """Orders come on one thread, and are looked at on the one that trains."""

    def __init__(self, paused: bool = False) -> None:
        self._changed = threading.Condition()
        self._paused = paused
        self._steps = 0
        self._stopped = False
        # Why it is to end where nobody has ordered that.
        self.reason: str | None = None

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def stopped(self) -> bool:
        return self._stopped

    def order(self, order: str) -> None:
        """`pause`, `resume`, `step` or `stop`. `hurry` leaves out what is not computed here."""
        with self._changed:
            if order == 'pause':
                self._paused = True
            elif order == 'resume':
                self._paused, self._steps = False, 0
            elif order == 'step' and self._paused:
                self._steps += 1
            elif order == 'stop':
                self._stopped = True
            self._changed.notify_all()

    def end(self, reason: str) -> None:
        """Ends the run as one that failed."""
        self.reason = self.reason or reason
        self.order('stop')

    @property
    def waits(self) -> bool:
        """Whether `turn` would wait now."""
        return self._paused and self._steps == 0 and not self._stopped

    def turn(self) -> Turn:
        """What may be done next: training on, one step of each trial, or nothing more. Waits while there is a pause."""
        with self._changed:
            self._changed.wait_for(lambda: not self.waits)
            if self._stopped:
                return 'stop'
            if not self._paused:
                return 'go'
            self._steps -= 1
            return 'step'
