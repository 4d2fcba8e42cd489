"""Keras as a framework of the probe."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import keras
import numpy

from ...errors import ProbeError, user_code
from ...request import Experiment, RandomTensor
from ...target import load, place_of
from ..base import Batch, BuildRecord
from ..make import make_model
from .device import on_device
from .initialization.streams import forked, names, restore, restore_names, state
from .model import KerasModel
from .values import as_array, is_array


class KerasFramework:
    """Keras 3 with the backend that the user's environment or file chooses."""

    name = 'keras'

    def __init__(self, device: str = 'cpu') -> None:
        number = str(keras.__version__)
        if int(number.partition('.')[0]) < 3:
            raise ProbeError(f'Keras {number} is too old: 3.0 or newer is needed.')
        if device not in ('cpu', 'auto'):
            raise ProbeError(
                f'/device: {device} cannot be chosen for a model in Keras; auto leaves the choice to its backend.'
            )
        self.version = f'{number} ({keras.backend.backend()})'
        self.device = device

    def build(self, experiment: Experiment, seed: int, batch: Batch | None = None) -> KerasModel:
        """Seeds all streams and constructs the model; layers are named as in a script of its own."""
        target = load(experiment.model, experiment.directory)
        place = place_of(target)
        named = names()
        keras.utils.set_random_seed(seed)
        try:
            with on_device(self.device):
                notes, model = self._construct(target, experiment, place)
                built = KerasModel(model, BuildRecord(notes=notes), experiment, seed, self.device, batch)
        finally:
            restore_names(named)
        if not model.weights:
            raise ProbeError(f'{experiment.model}: {type(model).__name__} has no parameters.', *place)
        return built

    def _construct(
        self, target: object, experiment: Experiment, place: tuple[str | None, int | None]
    ) -> tuple[list[str], Any]:
        if isinstance(target, keras.Layer):
            with user_code(f'Copying {experiment.model}'):
                copied = copy.deepcopy(target)
            return ['The model is built when its file is imported: the seed has no part in its start.'], copied
        model = make_model(target, experiment, place)
        if not isinstance(model, keras.Layer):
            kind = type(model)
            raise ProbeError(
                f'{experiment.model}: expected a model or layer of Keras, got {kind.__module__}.{kind.__name__}.',
                *place,
            )
        return [], model

    def forked(self, seed: int | None = None) -> AbstractContextManager[None]:
        """Random streams of its own inside."""
        return forked(seed)

    def random_state(self) -> list[Any]:
        """Of all streams that a script draws from."""
        return state()

    def restore_random(self, state: Any) -> None:
        """Goes back to a state."""
        restore(state)

    def random_tensor(self, wanted: RandomTensor, seed: int) -> Any:
        """An array, of a generator of its own."""
        generator = numpy.random.default_rng(seed)
        try:
            dtype = numpy.dtype(wanted.dtype)
        except TypeError as error:
            raise ProbeError(f'/data/random: {wanted.dtype} is not a type of NumPy.') from error
        if wanted.below is not None:
            return generator.integers(wanted.below, size=wanted.shape).astype(dtype)
        if dtype.kind == 'f':
            return generator.standard_normal(wanted.shape).astype(dtype)
        # A mask: all ones.
        return numpy.ones(wanted.shape, dtype)

    def array(self, values: Any, shape: Sequence[int], dtype: str) -> Any:
        """A copy of raw numbers."""
        return numpy.frombuffer(bytearray(values), dtype).reshape(list(shape))

    def is_tensor(self, value: object) -> bool:
        """A tensor of any framework, or an array."""
        return is_array(value)

    def rows(self, value: Any) -> int | None:
        """Length of the first axis."""
        return int(value.shape[0]) if len(value.shape) > 0 else None

    def take(self, value: Any, rows: Sequence[int]) -> Any:
        """Some rows, as an array."""
        return as_array(value)[numpy.asarray(list(rows))]

    def iterable(self, value: object, batch_size: int | None, shuffle: bool) -> object:
        """A `PyDataset` as its batches; a dataset of PyTorch in a loader."""
        if isinstance(value, keras.utils.PyDataset):
            return _Batches(value)
        torch = sys.modules.get('torch')
        if torch is not None and isinstance(value, torch.utils.data.Dataset):
            return torch.utils.data.DataLoader(value, batch_size=batch_size or 32, shuffle=shuffle)
        return value


class _Batches:
    """The batches of a `PyDataset`, which has no end of its own."""

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset

    def __len__(self) -> int:
        return int(self._dataset.num_batches)

    def __iter__(self) -> Iterator[Any]:
        for index in range(len(self)):
            yield self._dataset[index]
        self._dataset.on_epoch_end()
