"""The data of an experiment as batches: the same order for all trials of a seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Any, Callable

from .errors import ProbeError, user_code
from .frameworks.base import Batch, Framework
from .request import DatasetData, Experiment, PythonData, RandomData, fault
from .target import load

PROBE_ROWS = 256
"""Rows of the probe batch at most, where arrays are cut; batches of the data's own are taken whole."""

_TARGET_KEYS = ('labels', 'label', 'y', 'target', 'targets')


@dataclass(frozen=True)
class Arrays:
    """A dataset's numbers, as the host sends them: raw blocks with their shapes."""

    x: object
    x_shape: Sequence[int]
    y: object
    classes: int
    y_shape: Sequence[int] | None = None
    x_type: str = 'float32'
    y_type: str = 'int64'


def _pair(x: object, y: object) -> object:
    """Both in one, as a model that computes its own loss is called."""
    if isinstance(x, Mapping):
        return dict(x) if y is None else {**x, 'labels': y}
    return x if y is None else (x, y)


def batch_of(value: object) -> Batch:
    """A batch as the data gave it: `(x, y)`, a tuple whose last part is y, or a dictionary."""
    if isinstance(value, Mapping):
        found = dict(value)
        key = next((key for key in _TARGET_KEYS if key in found), None)
        y = found.get(key) if key else None
        return Batch({name: part for name, part in found.items() if name != key}, y, found)
    if isinstance(value, (tuple, list)):
        if len(value) == 1:
            return Batch(value[0], None, value[0])
        if len(value) == 2:
            return Batch(value[0], value[1], tuple(value))
        return Batch(tuple(value[:-1]), value[-1], tuple(value))
    # Objects of the tokenizers: mappings by behaviour.
    if hasattr(value, 'keys') and hasattr(value, '__getitem__'):
        return batch_of({key: value[key] for key in value.keys()})  # noqa: SIM118
    return Batch(value, None, value)


class Batches:
    """The batches of one trial, without an end."""

    def __init__(self, start: Callable[[], Iterator[Batch]], first: Batch, steps_per_epoch: int) -> None:
        self._start = start
        self._first = first
        self._iterator: Iterator[Batch] | None = None
        self.steps_per_epoch = steps_per_epoch
        """0 where it is not known."""

    def probe_batch(self) -> Batch:
        """The batch of all snapshots."""
        return self._first

    def next(self) -> Batch:
        """The next batch; after the last one, the first of the next epoch."""
        for _ in range(2):
            if self._iterator is None:
                self._iterator = self._start()
            for batch in self._iterator:
                return batch
            self._iterator = None
        raise ProbeError('The data has no batches.')


class DataSource:
    """The data of an experiment, loaded once; `batches` starts it for a trial."""

    def __init__(self, experiment: Experiment, framework: Framework, arrays: Arrays | None = None) -> None:
        self._framework = framework
        self._batch_size = experiment.training.batch_size
        self._shuffle = experiment.training.shuffle
        self._made: Callable[[], object]
        data = experiment.data
        self.title = 'data'
        if data is None:
            raise fault('/data', 'an object with python, random or dataset', None)
        if isinstance(data, RandomData):
            value = self._random(data)
            self._made = lambda: value
        elif isinstance(data, PythonData):
            self.title = data.python
            self._made = self._python(data.python, experiment.directory)
        else:
            value = self._dataset(data, arrays)
            self._made = lambda: value
        self._value: object | None = None
        self._probe: Batch | None = None

    def _random(self, data: RandomData) -> object:
        make = self._framework.random_tensor
        # Neighbouring seeds are streams of their own.
        if isinstance(data.x, dict):
            x: object = {name: make(wanted, data.seed + 2 * i) for i, (name, wanted) in enumerate(data.x.items())}
        else:
            x = make(data.x, data.seed)
        return _pair(x, None if data.y is None else make(data.y, data.seed + 1))

    def _dataset(self, data: DatasetData, arrays: Arrays | None) -> object:
        if arrays is None:
            raise ProbeError(
                '/data/dataset: datasets of Init Lab are sent by the extension; use python or random here.'
            )
        shape = [arrays.x_shape[0], *data.shape] if data.shape else list(arrays.x_shape)
        rows = arrays.x_shape[0]
        x = self._framework.array(arrays.x, shape, arrays.x_type)
        return x, self._framework.array(arrays.y, arrays.y_shape or [rows], arrays.y_type)

    def _python(self, target: str, directory: str) -> Callable[[], object]:
        found = load(target, directory)

        def make() -> object:
            # Data sets and loaders have no call of their own; everything else that can be called is a function.
            if not callable(found) or hasattr(found, '__iter__') or hasattr(found, '__getitem__'):
                return found
            with user_code(f'{target}()'), self._framework.forked(0):
                return found()

        return make

    def _current(self) -> object:
        """The data; what can be iterated over once only is made again."""
        if self._value is None:
            value = self._framework.iterable(self._made(), self._batch_size, self._shuffle)
            if isinstance(value, Iterator):
                return value
            self._value = value
        return self._value

    def _is_batch(self, value: object) -> bool:
        tensor = self._framework.is_tensor
        if tensor(value):
            return True
        if isinstance(value, Mapping) or (hasattr(value, 'keys') and hasattr(value, '__getitem__')):
            return True
        if isinstance(value, tuple):
            return bool(value)
        return isinstance(value, list) and bool(value) and all(tensor(part) for part in value)

    def batches(self, seed: int) -> Batches:
        """The batches of a trial: arrays in an order that the seed decides alone."""
        value = self._current()
        if self._is_batch(value):
            return self._cut(value, seed)
        if not isinstance(value, Iterable):
            raise ProbeError(f'{self.title}: expected batches, got {type(value).__name__}.')
        if self._probe is None:
            self._probe = self._first_of(value)
        kept: Iterable[object] | None = None if isinstance(value, Iterator) else value

        def start() -> Iterator[Batch]:
            source = kept if kept is not None else self._current()
            assert isinstance(source, Iterable)
            return self._guarded(source)

        steps = len(value) if isinstance(value, Sized) else 0
        return Batches(start, self._probe, steps)

    def _guarded(self, source: Iterable[object]) -> Iterator[Batch]:
        with user_code(f'Reading a batch from {self.title}'):
            iterator = iter(source)
        while True:
            with user_code(f'Reading a batch from {self.title}'):
                try:
                    value = next(iterator)
                except StopIteration:
                    return
            yield batch_of(value)

    def _first_of(self, value: Iterable[object]) -> Batch:
        with self._framework.forked(0):
            source: Iterable[object] = value
            for batch in self._guarded(source):
                return batch
        raise ProbeError(f'{self.title}: the data has no batches.')

    def _cut(self, value: object, seed: int) -> Batches:
        rows = self._rows(value)
        size = self._batch_size
        probe = value if rows is None or rows <= PROBE_ROWS else self._take(value, range(PROBE_ROWS))
        first = batch_of(probe)
        if rows is None or size is None or size >= rows:
            whole = batch_of(value)
            return Batches(lambda: iter([whole]), first, 1)
        order = random.Random(seed)

        def start() -> Iterator[Batch]:
            indexes = list(range(rows))
            if self._shuffle:
                order.shuffle(indexes)
            for at in range(0, rows, size):
                yield batch_of(self._take(value, indexes[at : at + size]))

        return Batches(start, first, -(-rows // size))

    def _parts(self, value: object) -> list[object]:
        if isinstance(value, Mapping):
            return [part for one in value.values() for part in self._parts(one)]
        if isinstance(value, (tuple, list)):
            return [part for one in value for part in self._parts(one)]
        return [value] if self._framework.is_tensor(value) else []

    def _rows(self, value: object) -> int | None:
        """Rows that all tensors have; None where they differ, so that nothing is cut."""
        counts = {self._framework.rows(part) for part in self._parts(value)}
        return counts.pop() if len(counts) == 1 else None

    def _take(self, value: object, rows: Sequence[int]) -> Any:
        if isinstance(value, Mapping):
            return {name: self._take(part, rows) for name, part in value.items()}
        if isinstance(value, (tuple, list)):
            return tuple(self._take(part, rows) for part in value)
        return self._framework.take(value, rows) if self._framework.is_tensor(value) else value
