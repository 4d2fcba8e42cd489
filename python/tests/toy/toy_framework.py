"""A framework of one layer in plain Python: outputs w · x, the loss their mean square, w by gradient descent."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from initlab_probe.errors import user_code
from initlab_probe.frameworks.base import Batch, BuildRecord, ModuleInfo, Tensor
from initlab_probe.measure.records import CallRecord, Histogram, ParameterRecord, Snapshot, Statistics
from initlab_probe.request import Experiment, RandomTensor
from initlab_probe.target import load

FEATURES = 3


def statistics(values: Sequence[float]) -> Statistics:
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / len(values)
    histogram = Histogram(min(values), max(values), [len(values)] + [0] * 255)
    size = sum(map(abs, values)) / len(values)
    return Statistics(len(values), mean, variance, size, 0.0, 0, 0, min(values), max(values), histogram)


class ToyModel:
    def __init__(self, made: Any, rate: float, weights: int) -> None:
        self._made = made
        self._rate = rate
        self._steps = 0
        self.w = [random.gauss(0, 1) for _ in range(weights)]
        self.modules = [ModuleInfo('layer', 'Linear', None, None, ('weight',), True, weights, 1, (1, weights))]
        self.built = BuildRecord()

    def initialize(self, spec: dict[str, Any], batch: Batch | None = None) -> list[str]:
        if spec['kind'] == 'constant':
            self.w = [float(spec['value'])] * len(self.w)
        return ['layer.weight']

    def _outputs(self, rows: Sequence[Sequence[float]]) -> list[float]:
        return [sum(w * x for w, x in zip(self.w, row)) for row in rows]

    def train_step(self, batch: Batch) -> float:
        with user_code('The step'):
            answer = self._made.step(self._steps) if hasattr(self._made, 'step') else None
        self._steps += 1
        rows: Any = batch.x
        outputs = self._outputs(rows)
        cost = float(answer) if answer is not None else sum(out * out for out in outputs) / len(rows)
        if cost - cost == 0:
            for i in range(FEATURES):
                slope = sum(2 * out * row[i] for out, row in zip(outputs, rows)) / len(rows)
                self.w[i] -= self._rate * slope + 1e-3 * random.gauss(0, 1)
        return cost

    def accuracy(self) -> None:
        return None

    def snapshot(self, batch: Batch) -> Snapshot:
        rows: Any = batch.x
        found = statistics(self._outputs(rows))
        call = CallRecord('layer', 0, 'Linear', None, (len(rows), 1), found)
        return Snapshot([call], [ParameterRecord('layer.weight', 'layer', (1, len(self.w)), statistics(self.w))], 1.0)

    def weights(self) -> list[Any]:
        return []

    def tensors(self) -> Iterator[Tensor]:
        yield Tensor('layer.weight', (1, len(self.w)), 'float32', array('f', self.w).tobytes())


class ToyFramework:
    name = 'toy'
    version = '1.0'
    device = 'cpu'

    def __init__(self, experiment: Experiment) -> None:
        self._made = load(experiment.model, experiment.directory)

    def build(self, experiment: Experiment, seed: int, batch: Batch | None = None) -> ToyModel:
        random.seed(seed)
        with user_code('Building the model'):
            made: Any = self._made
            instance = made(**{name: value for name, value in experiment.arguments.items() if name != 'weights'})
        optimizer: Any = experiment.optimizer
        return ToyModel(instance, optimizer['learningRate'], experiment.arguments.get('weights', FEATURES))

    def random_state(self) -> object:
        return random.getstate()

    def restore_random(self, state: Any) -> None:
        random.setstate(state)

    @contextmanager
    def forked(self, seed: int | None = None) -> Iterator[None]:
        state = random.getstate()
        if seed is not None:
            random.seed(seed)
        yield
        random.setstate(state)

    def random_tensor(self, wanted: RandomTensor, seed: int) -> object:
        own = random.Random(seed)
        return [[own.gauss(0, 1) for _ in range(wanted.shape[1])] for _ in range(wanted.shape[0])]

    def array(self, values: Any, shape: Sequence[int], dtype: str) -> object:
        width = 1 if len(shape) < 2 else shape[1]
        return [list(values[i * width : (i + 1) * width]) for i in range(shape[0])]

    def is_tensor(self, value: object) -> bool:
        return isinstance(value, list)

    def rows(self, value: Any) -> int | None:
        return len(value)

    def take(self, value: Any, rows: Sequence[int]) -> object:
        return [value[row] for row in rows]

    def iterable(self, value: object, batch_size: int | None, shuffle: bool) -> object:
        return value
