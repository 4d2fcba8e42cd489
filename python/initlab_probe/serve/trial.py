"""One initializer with one seed, from the construction of its model to its last step."""

from __future__ import annotations

import math
import time
from typing import Any, Callable

from ..data import Batches, DataSource
from ..errors import ProbeError, user_code
from ..frameworks.base import Framework, Model
from ..measure.records import Snapshot
from ..request import Experiment, Initializer
from .findings import findings_of
from .schedule import SnapshotPlan
from .updates import Updates
from .weights import End, Kept, KeptWeights, float32

Look = Callable[['Trial', int, Snapshot], None]


class Trial:
    """Trials take turns: between `resume` and `suspend` the random numbers of the process are those of this one."""

    def __init__(self, index: int, initializer: Initializer, seed: int, tools: Tools) -> None:
        self.index = index
        self.initializer = initializer
        self.seed = seed
        self.step = 0
        self.seconds = 0.0
        self.status = 'waiting'
        self.model: Model | None = None
        self._tools = tools
        self._batches: Batches | None = None
        self._random: object = None
        self.message: str | None = None

    @property
    def running(self) -> bool:
        return self.status == 'running'

    def begin(self) -> None:
        """Builds the model, gives it its initial weights, and looks at them."""
        self._timed(self._begin)

    def advance(self, until: float) -> None:
        """Trains until a time of the monotonic clock, at least one step, or to the end."""
        self._tools.framework.restore_random(self._random)
        while self.running:
            self._timed(self._step)
            if time.monotonic() >= until:
                break
        self._random = self._tools.framework.random_state()

    def stop(self, status: str, message: str | None = None) -> None:
        """Ends the trial as it is. Its weights of now are the final ones."""
        if self.status == 'waiting':
            return self._end(status, message)
        if self.running:
            self._keep('final')
            self._end(status, message)
        return None

    def tell(self, **more: Any) -> None:
        """Tells how it stands, and what else there is of it."""
        if self.message is not None:
            more['message'] = self.message
        self._tools.updates.trial(self.index, self.status, self.step, self.seconds, **more)

    def _timed(self, work: Callable[[], None]) -> None:
        """Does some of the trial's work; code of the user's that fails ends the trial, and leaves the others alone."""
        start = time.perf_counter()
        try:
            work()
        except ProbeError as error:
            self._end('failed', str(error))
        finally:
            seconds = time.perf_counter() - start
            self.seconds += seconds
            self._tools.updates.trained(seconds)
            self.tell()

    def _begin(self) -> None:
        tools = self._tools
        self.status = 'running'
        self.model = tools.framework.build(tools.experiment, self.seed, tools.probe_batch)
        self._batches = tools.source.batches(self.seed)
        self.model.initialize(self.initializer.spec, self._batches.probe_batch())
        self._keep('initial')
        self._look()
        self._random = self._tools.framework.random_state()

    def _step(self) -> None:
        assert self.model and self._batches
        tools, step = self._tools, self.step
        if step > 0 and tools.plan.wants(step):
            self._look()
        start = time.perf_counter()
        with user_code(f'Step {step}'):
            cost = float(self.model.train_step(self._batches.next()))
        tools.plan.stepped(time.perf_counter() - start)
        if step % tools.every == 0 or not math.isfinite(cost):
            tools.updates.cost(self.index, step, cost, self.model.accuracy())
        if not math.isfinite(cost):
            self._keep('final')
            return self._end('diverged', None, divergedAt=step)
        self.step += 1
        if self.step == tools.steps:
            self._look()
            self._keep('final')
            self._end('finished', None)
        return None

    def _look(self) -> None:
        assert self.model and self._batches
        start = time.perf_counter()
        with user_code(f'Measuring step {self.step}'):
            snapshot = self.model.snapshot(self._batches.probe_batch())
            self._tools.look(self, self.step, snapshot)
        self._tools.plan.looked(time.perf_counter() - start)
        if self.step == 0:
            self._judge(snapshot)

    def _judge(self, snapshot: Snapshot) -> None:
        assert self.model
        tools = self._tools
        spec = self.initializer.spec
        found = findings_of(tools.experiment, tools.framework, tools.source, spec, self.seed, self.model, snapshot)
        self.tell(findings=found)

    def _keep(self, end: End) -> None:
        """Keeps the weights of now, as float32."""
        if not self._tools.keeps_weights:
            return
        assert self.model
        kept = [Kept(one.path, list(one.shape), float32(one.data, one.dtype)) for one in self.model.tensors()]
        self._tools.weights.add(self.index, end, kept)

    def _end(self, status: str, message: str | None, **more: Any) -> None:
        self.status, self.message = status, message
        # Its model takes memory that the next one may need.
        self.model, self._batches = None, None
        self.tell(**more)


class Tools:
    """What the trials of a run share."""

    def __init__(
        self,
        experiment: Experiment,
        framework: Framework,
        source: DataSource,
        updates: Updates,
        weights: KeptWeights,
        *,
        steps: int,
        every: int,
        plan: SnapshotPlan,
        look: Look,
    ) -> None:
        self.experiment = experiment
        self.framework = framework
        self.source = source
        self.updates = updates
        self.weights = weights
        self.steps = steps
        self.every = every
        self.plan = plan
        self.look = look
        self.keeps_weights = True
        # Gives lazy parameters their shapes.
        self.probe_batch = source.batches(experiment.seeds[0]).probe_batch()
