"""A PyTorch model of a trial."""

from __future__ import annotations

import ctypes
from collections.abc import Hashable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ...errors import user_code
from ...measure.records import Snapshot
from ...request import Experiment
from ...target import place_of
from ..base import Batch, BuildRecord, ComparedTensor, ModuleInfo, Tensor, Weight
from .checkpoint import compared_with
from .initialization.initialize import initialize
from .initialization.kernels import fans, kernels_of
from .initialization.streams import forked, seed_all
from .loss import Objective
from .measuring.snapshot import take_snapshot
from .optimizer import make_optimizer
from .uncompiled import followed, original, plain_name
from .weights import weights_of


@cache
def _class_place(kind: Hashable) -> tuple[str | None, int | None]:
    return place_of(kind)


def _info(path: str, module: nn.Module) -> ModuleInfo:
    kernel = next(kernels_of(path, module), None)
    shaped = kernel is not None and not isinstance(kernel.weight, nn.parameter.UninitializedParameter)
    fan_in, fan_out = fans(kernel.weight) if kernel is not None and shaped else (0, 0)
    return ModuleInfo(
        path,
        type(module).__name__,
        *_class_place(type(module)),  # type: ignore[arg-type]
        parameters=tuple(name for name, one in module._parameters.items() if one is not None),
        leaf=next(module.children(), None) is None,
        fan_in=fan_in,
        fan_out=fan_out,
        shape=tuple(kernel.weight.shape) if kernel is not None and shaped else (),
    )


class TorchModel:
    """One built model with its loss and optimizer."""

    def __init__(
        self,
        model: nn.Module,
        built: BuildRecord,
        experiment: Experiment,
        seed: int,
        device: torch.device,
        batch: Batch | None,
    ) -> None:
        self.model = model
        self.built = built
        self._experiment = experiment
        self._seed = seed
        self._device = device
        self._objective = Objective(experiment, device)
        self._optimizer: Any = None
        self._has_optimizer = False
        if batch is not None and any(nn.parameter.is_lazy(one) for one in model.parameters()):
            self._forward(batch)
        self._followed, self.notes = followed(model)
        self.modules = [_info(path, module) for path, module in self._followed]

    def _forward(self, batch: Batch) -> None:
        with torch.no_grad(), user_code('The first forward pass'):
            try:
                self._objective(self.model, batch)
            except Exception as error:
                # Without gradients no loss depends on a parameter.
                if 'does not depend on a parameter' not in str(error):
                    raise

    @property
    def optimizer(self) -> Any:
        """Made when it is needed first; None where the experiment has none."""
        if not self._has_optimizer:
            self._optimizer = make_optimizer(self._experiment.optimizer, self.model, self._experiment.directory)
            self._has_optimizer = True
        return self._optimizer

    def initialize(self, spec: dict[str, Any], batch: Batch | None = None) -> list[str]:
        """
        Draws the initializer after `torch.manual_seed(seed)`, so that its numbers are those of a script of that seed;
        then the streams go on as the constructor left them, the same for all initializers.
        """
        if spec['kind'] == 'asWritten' and not spec.get('layers') and 'bias' not in spec:
            return []
        with forked(self._device):
            seed_all(self._seed)
            run = None if batch is None else lambda: self._forward(batch)
            buffers = [one.clone() for one in self.model.buffers()]
            touched, computed = initialize(self._followed, spec, self._experiment.directory, run)
            for one, kept in zip(self.model.buffers(), buffers):
                one.copy_(kept)
        self.notes += [
            f'{path}: the weight is computed from other parameters; it was left as written.' for path in computed
        ]
        return touched

    def train_step(self, batch: Batch) -> float:
        """Forward, loss, backward and one step of the optimizer."""
        cost = self._objective(self.model, batch)
        value = float(cost.detach())
        # A cost that is not finite ends a trial before its update.
        if value - value != 0:
            return value
        optimizer = self.optimizer
        if optimizer is None:
            return value
        optimizer.zero_grad()
        with user_code('The backward pass'):
            cost.backward()
        with user_code('The step of the optimizer'):
            optimizer.step()
        return value

    def accuracy(self) -> float | None:
        """Share of right answers in the last training step."""
        right = self._objective.right
        return None if right is None else float(right)

    def snapshot(self, batch: Batch) -> Snapshot:
        """Measures one extra forward and backward pass, and leaves everything as it was."""
        return take_snapshot(
            original(self.model), self._followed, self._objective, batch, self._device, self.optimizer, self.notes
        )

    def compared_with(self, path: Path) -> Iterator[ComparedTensor]:
        """The state of the model against the tensors of a weight file."""
        return compared_with(self.model, path)

    def weights(self) -> list[Weight]:
        """What the parameters are, for the recognition of their laws."""
        return weights_of(self.model, self._followed)

    def tensors(self) -> Iterator[Tensor]:
        """The numbers of all parameters; half precision as float32."""
        for name, one in self.model.named_parameters():
            kept = one.detach().cpu().contiguous()
            dtype = torch.float64 if kept.dtype == torch.float64 else torch.float32
            kept = kept.to(dtype)
            data = ctypes.string_at(kept.data_ptr(), kept.numel() * kept.element_size()) if kept.numel() > 0 else b''
            yield Tensor(plain_name(name), tuple(kept.shape), str(dtype).rpartition('.')[2], data)
