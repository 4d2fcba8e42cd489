"""Forward pass and loss of a batch, in functions of `keras.losses`, the same for all backends."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, Callable

import keras

from ...errors import ProbeError, user_code
from ...request import DEDUCED, Experiment, is_target
from ...target import load, place_of
from ..base import Batch
from .measuring.activations import activations_seen
from .values import as_array, is_array, main_tensor, part_named, to_backend

_PROBABILITIES = {'categoricalCrossEntropy': 'softmax', 'binaryCrossEntropy': 'sigmoid'}
"""The activation after which an output is a probability, by loss."""


class Objective:
    """The loss of an experiment: calls the model with a batch and computes the cost."""

    def __init__(self, experiment: Experiment) -> None:
        self._loss = experiment.loss
        self._custom: Callable[..., Any] | None = None
        self._step: Callable[..., Any] | None = None
        self._place: tuple[str | None, int | None] = (None, None)
        self._last: str | None = None
        self._decided = False
        self._targets: object = None
        self.deduced: str | None = None
        """The loss that followed from the first batch, where the experiment names none."""
        self.notes: list[str] = []
        """How the loss was understood."""
        self.classes: int | None = None
        """Classes of a cross-entropy whose output was seen."""
        self.right: Any = None
        """Share of right answers in the last call, of a named cross-entropy: a tensor, or None."""
        if experiment.step is not None:
            self._step = self._function(experiment.step, experiment.directory)
        elif is_target(self._loss):
            self._custom = self._function(self._loss, experiment.directory)

    def _function(self, target: str, directory: str) -> Callable[..., Any]:
        found = load(target, directory)
        # A loss may be written as a class of its own.
        if isinstance(found, type):
            with user_code(f'{target}()'):
                found = found()
        if not callable(found):
            raise ProbeError(f'{target}: expected a function, got {type(found).__name__}.', *place_of(found))
        self._place = place_of(found)
        return found

    @property
    def _whole(self) -> bool:
        return self._step is not None or self._loss == 'model'

    def parts(self, batch: Batch) -> tuple[Any, ...]:
        """What of a batch the cost is computed from, as tensors; targets beyond the classes are an error here."""
        if self._whole:
            return (to_backend(batch.whole), to_backend(batch.y) if self._step is None else None)
        if self._loss == DEDUCED:
            if not is_array(batch.y):
                # Without targets beside the inputs, the model computes its loss.
                self._loss = self.deduced = 'model'
                return (to_backend(batch.whole), None)
            self._targets = batch.y
        named = self._custom is None
        if named and not is_array(batch.y):
            raise ProbeError(
                f'{self._loss}: expected targets beside the inputs in a batch, got {type(batch.y).__name__}.'
            )
        if named and self._loss == 'categoricalCrossEntropy':
            self._targets = batch.y
            if self.classes is not None:
                self._check_classes(as_array(batch.y), self.classes)
        return (to_backend(batch.x), to_backend(batch.y))

    def _check_classes(self, y: Any, classes: int) -> None:
        beyond = y[(y < 0) | (y >= classes)] if y.dtype.kind in 'iu' else y[:0]
        if beyond.size > 0:
            raise ProbeError(
                f'categoricalCrossEntropy: expected targets from 0 to {classes - 1} for {classes} outputs, '
                f'got {int(beyond.flat[0])}.'
            )

    def target_square(self, batch: Batch) -> float | None:
        """Mean square of the targets of a squared error."""
        if self._loss != 'meanSquaredError' or self._whole or not is_array(batch.y):
            return None
        return float((as_array(batch.y).astype('float64') ** 2).mean())

    def __call__(self, model: Any, parts: tuple[Any, ...], training: bool = True) -> Any:
        """The cost of the batch: one number, with the losses that the model adds itself, as in `fit`."""
        self.right = None
        if self._step is not None:
            with user_code('The training step'):
                return self._number(self._step(model, parts[0]), 'The training step')
        first = not self._decided
        output = self._call(model, parts[0], training)
        self._decided = True
        if self._loss == DEDUCED:
            self._loss = self.deduced = self._deduce(output)
        if self._loss == 'model':
            self._note_classes(output, parts[1])
            return self._number(_own_loss(output), 'The loss that the model returns')
        with user_code('Computing the loss'):
            if self._custom is not None:
                cost = self._number(self._custom(output, parts[1]), 'The loss')
            else:
                cost = self._named(output, parts[1], first)
            more = model.losses
            if more and first:
                self.notes.append("The cost has the model's own losses in it, those of regularizers, as in fit.")
            for one in more:
                cost = cost + keras.ops.cast(one, cost.dtype)
            return cost

    def _call(self, model: Any, arguments: Any, training: bool) -> Any:
        options = {'training': training} if getattr(model, '_call_has_training_arg', True) else {}
        with user_code('The forward pass'):
            if self._decided:
                return _called(model, arguments, options)
            # Strong references, so that no other tensor gets the identity of one of these.
            outputs: list[tuple[str, Any]] = []

            def seen(name: str, out: Any) -> Any:
                outputs.append((name, out))
                return out

            with activations_seen(seen):
                output = _called(model, arguments, options)
            main = part_named(output, 'logits')
            main = main_tensor(output) if main is None else main
            self._last = next((name for name, one in outputs if one is main), None)
            return output

    def _number(self, cost: Any, what: str) -> Any:
        if not keras.ops.is_tensor(cost):
            raise ProbeError(f'{what}: expected a tensor of one number, got {type(cost).__name__}.', *self._place)
        if any(side != 1 for side in cost.shape):
            raise ProbeError(
                f'{what}: expected one number, got a tensor of shape {tuple(cost.shape)}. Take its mean.', *self._place
            )
        return keras.ops.reshape(cost, ())

    def _deduce(self, output: Any) -> str:
        """The named loss of outputs and the targets at hand. Raises a ProbeError that asks for one."""
        if part_named(output, 'loss') is not None or (keras.ops.is_tensor(output) and len(output.shape) == 0):
            return 'model'
        out = part_named(output, 'logits')
        out = main_tensor(output) if out is None else out
        y = as_array(self._targets)
        shape = () if out is None else tuple(out.shape)
        if y.dtype.kind in 'iu' and y.shape in (shape[:-1], (*shape[:-1], 1)) and len(shape) > 1:
            return 'categoricalCrossEntropy' if shape[-1] > 1 else 'binaryCrossEntropy'
        if y.dtype.kind == 'f' and y.shape == shape:
            return 'binaryCrossEntropy' if bool(((y == 0) | (y == 1)).all()) else 'meanSquaredError'
        raise ProbeError(
            f'/loss: expected a loss, since none follows from an output of shape {shape} and targets of shape '
            f'{y.shape}, {y.dtype}.'
        )

    def _named(self, output: Any, target: Any, first: bool) -> Any:
        out = part_named(output, 'logits')
        out = main_tensor(output) if out is None else out
        if out is None:
            raise ProbeError(
                f'{self._loss}: the output of the model ({type(output).__name__}) has no tensor of numbers.'
            )
        logits = self._decide(first)
        if self._loss == 'categoricalCrossEntropy':
            return self._cross_entropy(out, target, logits)
        if tuple(out.shape) != tuple(target.shape):
            if keras.ops.size(out) != keras.ops.size(target):
                raise ProbeError(
                    f'{self._loss}: expected targets of the shape of the output, {tuple(out.shape)}, '
                    f'got {tuple(target.shape)}.'
                )
            target = keras.ops.reshape(target, out.shape)
        target = keras.ops.cast(target, out.dtype)
        if self._loss == 'binaryCrossEntropy':
            self.classes = 2
            self.right = _share((out > (0 if logits else 0.5)), target > 0.5)
            return keras.ops.mean(keras.losses.binary_crossentropy(target, out, from_logits=logits))
        return keras.ops.mean(keras.losses.mean_squared_error(target, out))

    def _decide(self, first: bool) -> bool:
        """Whether the output is logits: by the last activation, decided once and said."""
        wanted = _PROBABILITIES.get(self._loss)
        logits = self._last != wanted
        if wanted is not None and first:
            self.notes.append(
                f'{self._loss} is computed from logits: the output does not come from {wanted}.'
                if logits
                else f'{self._loss} is computed from probabilities: the output comes from {wanted}.'
            )
        return logits

    def _cross_entropy(self, out: Any, target: Any, logits: bool) -> Any:
        shape, wanted = tuple(out.shape), tuple(target.shape)
        if len(shape) < 2:
            raise ProbeError(f'categoricalCrossEntropy: expected outputs per class, got shape {shape}.')
        if self.classes is None:
            self._check_classes(as_array(self._targets), shape[-1])
        self.classes = shape[-1]
        answers = keras.ops.argmax(out, axis=-1)
        if wanted == shape:
            target = keras.ops.cast(target, out.dtype)
            self.right = _share(answers, keras.ops.argmax(target, axis=-1))
            return keras.ops.mean(keras.losses.categorical_crossentropy(target, out, from_logits=logits))
        if wanted not in (shape[:-1], (*shape[:-1], 1)):
            raise ProbeError(
                f'categoricalCrossEntropy: expected targets of shape {shape[:-1]} or {shape}, got {wanted}.'
            )
        target = keras.ops.cast(keras.ops.reshape(target, shape[:-1]), 'int32')
        self.right = _share(keras.ops.cast(answers, 'int32'), target)
        return keras.ops.mean(keras.losses.sparse_categorical_crossentropy(target, out, from_logits=logits))

    def _note_classes(self, output: Any, y: Any) -> None:
        """Classes of a model's own loss, where its logits and whole numbers as targets are seen."""
        logits = part_named(output, 'logits')
        whole = keras.ops.is_tensor(y) and 'int' in keras.backend.standardize_dtype(y.dtype)
        self.classes = int(logits.shape[-1]) if logits is not None and whole and logits.shape[-1] > 1 else None


def _share(answers: Any, target: Any) -> Any:
    return keras.ops.mean(keras.ops.cast(keras.ops.equal(answers, target), 'float32'))


def _called(model: Any, arguments: Any, options: dict[str, Any]) -> Any:
    """Keras has all inputs in the first argument; a `call` that has several gets them by name or in order."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    wanted = [
        one.name
        for one in inspect.signature(model.call).parameters.values()
        if one.kind in kinds and one.name not in ('training', 'mask')
    ]
    if isinstance(arguments, Mapping) and len(wanted) > 1 and set(arguments) <= set(wanted):
        return model(**arguments, **options)
    if isinstance(arguments, tuple) and len(wanted) > 1:
        return model(*arguments, **options)
    return model(arguments, **options)


def _own_loss(output: Any) -> Any:
    """What a model returns as its loss: the key or attribute `loss`, the first of a tuple, or the number itself."""
    if keras.ops.is_tensor(output):
        return output
    found = part_named(output, 'loss')
    if found is not None:
        return found
    if isinstance(output, (tuple, list)) and output:
        return output[0]
    names = ', '.join(map(str, output)) if isinstance(output, Mapping) else type(output).__name__
    raise ProbeError(f'loss "model": expected an output with a loss, got {names}. Are there labels in the batch?')
