"""Forward pass and loss of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

import torch
from torch.nn import functional

from ...errors import ProbeError, user_code
from ...request import DEDUCED, Experiment, is_target
from ...target import load, place_of
from ..base import Batch
from .deduced_loss import answers_loss, loss_kind, wants_targets
from .values import as_tensor, is_array, main_tensor, part_named, to_device


class Objective:
    """The loss of an experiment: calls the model with a batch and computes the cost."""

    def __init__(self, experiment: Experiment, device: torch.device) -> None:
        self._loss = experiment.loss
        self._device = device
        self._custom: Callable[..., Any] | None = None
        self._step: Callable[..., Any] | None = None
        self._place: tuple[str | None, int | None] = (None, None)
        self.classes: int | None = None
        """Classes of the last cross-entropy whose logits were seen."""
        self.target_square: float | None = None
        """Mean square of the targets of a squared error."""
        self.right: torch.Tensor | None = None
        """Share of right answers in the last call, of a named cross-entropy."""
        self._with_targets = True
        self.deduced: str | None = None
        """The loss, where it follows from the first batch and output."""
        if experiment.step is not None:
            self._step = self._function(experiment.step, experiment.directory)
        elif is_target(self._loss):
            self._custom = self._function(self._loss, experiment.directory)

    def _function(self, target: str, directory: str) -> Callable[..., Any]:
        found = load(target, directory)
        # A loss may be written as a module class: nn.CrossEntropyLoss.
        if isinstance(found, type):
            with user_code(f'{target}()'):
                found = found()
        if not callable(found):
            raise ProbeError(f'{target}: expected a function, got {type(found).__name__}.', *place_of(found))
        self._place = place_of(found)
        return found

    def __call__(self, model: torch.nn.Module, batch: Batch) -> torch.Tensor:
        """The cost of the batch: one number, with its graph."""
        self.right = None
        if self._step is not None:
            with user_code('The training step'):
                cost = self._step(model, to_device(batch.whole, self._device))
            return self._number(cost, 'The training step')
        if self._loss == DEDUCED:
            return self._first(model, batch)
        if self._loss == 'model':
            output = self._call(model, batch.whole if self._with_targets else batch.x)
            self._note_logits(output, batch.y)
            return self._number(_own_loss(output), 'The loss that the model returns')
        output = self._call(model, batch.x)
        y = to_device(batch.y, self._device)
        with user_code('Computing the loss'):
            if self._custom is not None:
                return self._number(self._custom(output, y), 'The loss')
            return self._named(output, y)

    def _first(self, model: torch.nn.Module, batch: Batch) -> torch.Tensor:
        """The cost of the batch that the loss is deduced from, of the same forward pass."""
        self._with_targets = wants_targets(model, batch)
        output = self._call(model, batch.whole if self._with_targets else batch.x)
        y = to_device(batch.y, self._device)
        self._loss = self.deduced = 'model' if answers_loss(output) else loss_kind(output, y)
        if self._loss == 'model':
            self._note_logits(output, batch.y)
            return self._number(_own_loss(output), 'The loss that the model returns')
        with user_code('Computing the loss'):
            return self._named(output, y)

    def _call(self, model: torch.nn.Module, arguments: object) -> Any:
        arguments = to_device(arguments, self._device)
        with user_code('The forward pass'):
            if isinstance(arguments, Mapping):
                return model(**arguments)
            return model(*arguments) if isinstance(arguments, tuple) else model(arguments)

    def _number(self, cost: Any, what: str) -> torch.Tensor:
        if not isinstance(cost, torch.Tensor):
            raise ProbeError(f'{what}: expected a tensor of one number, got {type(cost).__name__}.', *self._place)
        if cost.numel() != 1:
            raise ProbeError(
                f'{what}: expected one number, got a tensor of shape {tuple(cost.shape)}. Take its mean.', *self._place
            )
        if not cost.requires_grad:
            raise ProbeError(f'{what} does not depend on a parameter that requires a gradient.', *self._place)
        return cost.reshape(())

    def _named(self, output: Any, y: object) -> torch.Tensor:
        logits = part_named(output, 'logits')
        logits = main_tensor(output) if logits is None else logits
        if logits is None:
            raise ProbeError(
                f'{self._loss}: the output of the model ({type(output).__name__}) has no tensor of numbers.'
            )
        if not (isinstance(y, torch.Tensor) or is_array(y)):
            raise ProbeError(f'{self._loss}: expected targets beside the inputs in a batch, got {type(y).__name__}.')
        target = as_tensor(y)
        if self._loss == 'categoricalCrossEntropy':
            return self._number(self._cross_entropy(logits, target), self._loss)
        if logits.shape != target.shape:
            if logits.numel() != target.numel():
                raise ProbeError(
                    f'{self._loss}: expected targets of the shape of the output, {tuple(logits.shape)}, '
                    f'got {tuple(target.shape)}.'
                )
            target = target.reshape(logits.shape)
        target = target.to(logits.dtype)
        if self._loss == 'binaryCrossEntropy':
            self.classes = 2 if bool(((target == 0) | (target == 1)).all()) else None
            if self.classes is not None:
                self.right = ((logits.detach() > 0) == (target > 0)).double().mean()
            return self._number(functional.binary_cross_entropy_with_logits(logits, target), self._loss)
        self.target_square = float(target.double().square().mean())
        return self._number(functional.mse_loss(logits, target), self._loss)

    def _cross_entropy(self, logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        if logits.dim() < 2:
            raise ProbeError(f'categoricalCrossEntropy: expected outputs per class, got shape {tuple(logits.shape)}.')
        if target.is_floating_point() and target.shape != logits.shape:
            target = target.long()
        if target.shape == logits.shape:
            self.classes = logits.shape[1]
            self.right = (logits.detach().argmax(1) == target.argmax(1)).double().mean()
            return functional.cross_entropy(logits, target.to(logits.dtype))
        target = target.long()
        # PyTorch has the classes second, language models last.
        second = target.shape == logits.shape[:1] + logits.shape[2:]
        if not second and target.shape == logits.shape[:-1]:
            logits = logits.movedim(-1, 1)
        elif not second and target.dim() == 2 and target.shape[1] == 1:
            target = target.squeeze(1)
        classes = logits.shape[1]
        beyond = target[(target != -100) & ((target < 0) | (target >= classes))]
        if beyond.numel() > 0:
            raise ProbeError(
                f'categoricalCrossEntropy: expected targets from 0 to {classes - 1} for {classes} outputs, '
                f'got {int(beyond[0])}.'
            )
        self.classes = classes
        counted = target != -100
        self.right = ((logits.detach().argmax(1) == target) & counted).sum() / counted.sum()
        return functional.cross_entropy(logits, target)

    def _note_logits(self, output: object, y: object) -> None:
        """Classes of a model's own loss, where its logits and whole numbers as targets are seen."""
        logits = part_named(output, 'logits')
        whole = isinstance(y, torch.Tensor) and not y.is_floating_point()
        self.classes = logits.shape[-1] if logits is not None and whole and logits.shape[-1] > 1 else None


def _own_loss(output: Any) -> Any:
    """What a model returns as its loss: the key or attribute `loss`, the first of a tuple, or the number itself."""
    if isinstance(output, torch.Tensor):
        return output
    found = part_named(output, 'loss')
    if found is not None:
        return found
    if isinstance(output, (tuple, list)) and output:
        return output[0]
    names = ', '.join(map(str, output)) if isinstance(output, Mapping) else type(output).__name__
    raise ProbeError(f'loss "model": expected an output with a loss, got {names}. Are there labels in the batch?')
