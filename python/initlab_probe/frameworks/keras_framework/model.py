"""A Keras model of a trial."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import keras
import numpy

from ...measure.records import Snapshot
from ...request import Experiment
from ..base import Batch, BuildRecord, Tensor, Weight
from .device import on_device
from .initialization.initialize import initialize
from .initialization.layers import LOOPS, info, walk
from .initialization.streams import forked
from .loss import Objective
from .measuring.snapshot import take_snapshot, untouched
from .measuring.tracer import Tracer
from .optimizer import Optimizer, make_optimizer
from .passes.passes import passes_of
from .values import as_array
from .weights import weights_of


class KerasModel:
    """One built model with its loss and optimizer."""

    def __init__(
        self, model: Any, built: BuildRecord, experiment: Experiment, seed: int, device: str, batch: Batch | None
    ) -> None:
        self.model = model
        self.built = built
        self._experiment = experiment
        self._seed = seed
        self._device = device
        self._objective = Objective(experiment)
        self._optimizer: Optimizer | None = None
        self._has_optimizer = False
        if batch is not None and not all(one.built for one in model._flatten_layers()):
            # The first call draws the weights of what is not built, from the streams as they are.
            self._forward(batch)
        self._layers = walk(model)
        self.modules = [info(at) for at in self._layers]
        self._tracer = Tracer(self._layers)
        self._passes = passes_of(model, self._objective, self._tracer)
        if batch is not None:
            with untouched(model):
                self._passes.look(self._objective.parts(batch))
        loops = [at.path for at in self._layers if isinstance(at.layer, LOOPS) and not at.within(LOOPS)]
        self.notes = [f'{path or "The model"} was measured as a whole, without the calls inside.' for path in loops]

    def _forward(self, batch: Batch) -> None:
        self._objective(self.model, self._objective.parts(batch), training=False)

    @property
    def optimizer(self) -> Optimizer | None:
        """Made when it is needed first; None where the experiment has none."""
        if not self._has_optimizer:
            wanted, directory = self._experiment.optimizer, self._experiment.directory
            self._optimizer = make_optimizer(wanted, self.model, self._passes, directory)
            self._has_optimizer = True
        return self._optimizer

    def initialize(self, spec: dict[str, Any], batch: Batch | None = None) -> list[str]:
        """
        Draws the initializer after `keras.utils.set_random_seed(seed)`, so that its numbers are those of a script of
        that seed; then the streams go on as the constructor left them, the same for all initializers.
        """
        if spec['kind'] == 'asWritten' and not spec.get('layers') and 'bias' not in spec:
            return []
        with on_device(self._device), forked(self._seed):
            run = None if batch is None else lambda: self._measured_forward(batch)
            return initialize(self._layers, spec, self._experiment.directory, run)

    def _measured_forward(self, batch: Batch) -> None:
        with untouched(self.model), self._passes.no_graph():
            self._forward(batch)

    def train_step(self, batch: Batch) -> float:
        """Forward, loss, backward and one step of the optimizer."""
        with on_device(self._device):
            cost, gradients = self._passes.train(self._objective.parts(batch))
            optimizer = self.optimizer
            # A cost that is not finite ends a trial before its update.
            if optimizer is not None and math.isfinite(cost):
                optimizer.apply(gradients, list(self.model.trainable_variables))
            return cost

    def accuracy(self) -> float | None:
        """Share of right answers in the last training step."""
        right = self._objective.right
        return None if right is None else float(keras.ops.convert_to_numpy(right))

    def snapshot(self, batch: Batch) -> Snapshot:
        """Measures one extra forward and backward pass, and leaves everything as it was."""
        with on_device(self._device):
            return take_snapshot(
                self.model,
                self._layers,
                self._objective,
                batch,
                self.optimizer,
                self._passes,
                self._tracer,
                self.notes,
            )

    def weights(self) -> list[Weight]:
        """What the parameters are, for the recognition of their laws."""
        return weights_of(self._layers)

    def tensors(self) -> Iterator[Tensor]:
        """The numbers of all parameters; half precision as float32."""
        seen: set[int] = set()
        for at in self._layers:
            for name, one in at.variables():
                if id(one) in seen:
                    continue
                seen.add(id(one))
                dtype = 'float64' if keras.backend.standardize_dtype(one.dtype) == 'float64' else 'float32'
                array = numpy.ascontiguousarray(as_array(one.value), dtype)
                yield Tensor(at.at(name), tuple(array.shape), dtype, array.astype(f'<f{array.itemsize}').tobytes())
