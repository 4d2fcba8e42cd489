"""At which steps costs and snapshots are recorded."""

from __future__ import annotations

import math
from statistics import median

# Snapshots besides the one at step 0, as in runs of the lab's own networks.
MOST = 30
FEWEST = 3
# Share of the training time that snapshots may take, and seconds of a trial that nobody notices in any case.
SHARE = 0.12
UNNOTICED = 0.05
# Bytes that the snapshots of a whole run may take in the editor: of a distribution, 256 counts of four bytes.
MOST_BYTES = 256e6
DISTRIBUTION_BYTES = 4 * 256 + 200


def snapshot_steps(steps: int, most: int = MOST) -> list[int]:
    """Step 0, up to `most` log-spaced ones, and the last; the rule of `snapshotSteps` in the lab's own runs."""
    wanted = min(most, steps)
    count = wanted
    while True:
        found = {0}
        for index in range(count):
            found.add(steps if count == 1 else math.floor(steps ** (index / (count - 1)) + 0.5))
        if len(found) > wanted or count > 4 * wanted:
            return sorted(found)
        count += 1


def record_every(steps: int, given: int | None) -> int:
    """Steps between two recorded costs, as in the lab's own runs."""
    return given if given is not None else max(1, math.ceil(steps / 200))


class SnapshotPlan:
    """
    Decides at which steps all trials of a run are looked at. What a step and a snapshot cost is known only once some
    are done: the plan is made anew at every step that could have one, and what was decided for one trial holds for all.
    """

    def __init__(self, steps: int, trials: int) -> None:
        self._steps = steps
        self._trials = trials
        self._candidates = {count: set(snapshot_steps(steps, count)) for count in range(1, min(MOST, steps) + 1)}
        self._largest = max(self._candidates)
        self._decided: dict[int, bool] = {0: True, steps: True}
        self._step_seconds: list[float] = []
        self._snapshot_seconds: list[float] = []
        self._taken = 1

    def limit_size(self, distributions: int) -> None:
        """Takes fewer of a model whose snapshots have many distributions."""
        affordable = int(MOST_BYTES / (max(1, distributions) * DISTRIBUTION_BYTES * self._trials))
        self._largest = max(1, min(self._largest, affordable))

    def stepped(self, seconds: float) -> None:
        """A training step took so long; the first few are enough to judge by."""
        if len(self._step_seconds) < 64:
            self._step_seconds.append(seconds)

    def looked(self, seconds: float) -> None:
        """A snapshot took so long."""
        if len(self._snapshot_seconds) < 64:
            self._snapshot_seconds.append(seconds)

    @property
    def affordable(self) -> int:
        """Snapshots after step 0 that a trial can have, by what was measured so far."""
        if not self._step_seconds or not self._snapshot_seconds:
            return self._largest
        training = self._steps * median(self._step_seconds)
        budget = max(UNNOTICED, SHARE * training)
        # The first one of a process takes longer than all after it.
        one = min(self._snapshot_seconds) if len(self._snapshot_seconds) < 4 else median(self._snapshot_seconds)
        return int(budget / max(one, 1e-9)) - 1

    def wants(self, step: int) -> bool:
        """Whether trials are looked at before the update of `step`."""
        if step not in self._decided:
            count = min(self._largest, max(min(FEWEST, self._largest), self.affordable))
            wanted = step in self._candidates[count] and self._taken <= max(FEWEST, self.affordable)
            self._taken += wanted
            self._decided[step] = wanted
        return self._decided[step]
