"""The experiment of a user's model: its JSON as dataclasses, checked with the place of each mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Union

from .errors import ProbeError

Json = Mapping[str, Any]

NAMED_LOSSES = ('binaryCrossEntropy', 'categoricalCrossEntropy', 'meanSquaredError', 'model')
DEDUCED = 'deduced'
"""Of an experiment without a loss: it follows from the first batch and output."""
OPTIMIZERS = ('sgd', 'rmsprop', 'adam', 'adamw')


def fault(place: str, expected: str, got: object) -> ProbeError:
    """A mistake at a place of the experiment: `/loss: expected …, got …`."""
    text = repr(got)
    return ProbeError(f'{place or "/"}: expected {expected}, got {text if len(text) <= 200 else text[:200] + "…"}.')


@dataclass(frozen=True)
class RandomTensor:
    """A random input or target: its whole shape, the batch first. `tokens` or `classes`: integers below that."""

    shape: tuple[int, ...]
    dtype: str = 'float32'
    below: int | None = None


@dataclass(frozen=True)
class RandomData:
    """Random data: one tensor, or named ones, and targets."""

    x: RandomTensor | dict[str, RandomTensor]
    y: RandomTensor | None
    seed: int


@dataclass(frozen=True)
class DatasetData:
    """A dataset of Init Lab's, whose arrays the host sends; `shape` is that of one row, where it is not flat."""

    dataset: Json
    shape: tuple[int, ...] | None


@dataclass(frozen=True)
class PythonData:
    """`train.py:make_batches`."""

    python: str


Data = Union[RandomData, DatasetData, PythonData]


@dataclass(frozen=True)
class Training:
    """How long to train. `batch_size` None: all rows, or the data's own batches."""

    steps: int = 0
    epochs: int | None = None
    record_every: int | None = None
    batch_size: int | None = None
    shuffle: bool = False


@dataclass(frozen=True)
class Initializer:
    """One entry of the list: its JSON, `enabled` aside."""

    spec: dict[str, Any]
    enabled: bool = True

    @property
    def kind(self) -> str:
        return str(self.spec['kind'])


@dataclass(frozen=True)
class Experiment:
    """An experiment of a user's model."""

    model: str
    arguments: dict[str, Any]
    data: Data | None
    loss: str
    name: str = 'Model'
    optimizer: str | dict[str, Any] | None = None
    training: Training = field(default_factory=Training)
    seeds: tuple[int, ...] = (0,)
    initializers: tuple[Initializer, ...] = (Initializer({'kind': 'asWritten'}),)
    step: str | None = None
    device: str = 'cpu'
    directory: str = '.'
    """Where relative paths start: the folder of the experiment file."""

    @staticmethod
    def from_json(source: Json, directory: str = '.') -> Experiment:
        """Reads an experiment file of version 1 that has a `model`. Raises a ProbeError with the JSON place."""
        if not isinstance(source, Mapping):
            raise fault('', 'an object', source)
        model = _object(source, 'model')
        random = _object(source, 'random', {})
        seeds = random.get('seeds', [0])
        if not isinstance(seeds, list) or not seeds or not all(_whole(seed, 0) for seed in seeds):
            raise fault('/random/seeds', 'a list of whole numbers', seeds)
        return Experiment(
            model=_target(model.get('python'), '/model/python'),
            arguments=dict(_object(model, 'arguments', {}, '/model')),
            data=_data(source['data']) if 'data' in source else None,
            loss=_loss(source.get('loss'), 'step' in source),
            name=str(source.get('name', 'Model')),
            optimizer=_optimizer(source.get('optimizer')),
            training=_training(_object(source, 'training', {})),
            seeds=tuple(seeds),
            initializers=_initializers(source.get('initializers', [{'kind': 'asWritten'}])),
            step=_target(source['step'], '/step') if 'step' in source else None,
            device=_choice(source.get('device', 'cpu'), ('cpu', 'cuda', 'mps', 'auto'), '/device'),
            directory=directory,
        )


def _whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _choice(value: object, choices: tuple[str, ...], place: str) -> str:
    if value not in choices:
        raise fault(place, f'one of {", ".join(choices)}', value)
    return str(value)


def _object(source: Json, key: str, default: Json | None = None, place: str = '') -> Json:
    value = source.get(key, default)
    if not isinstance(value, Mapping):
        raise fault(f'{place}/{key}', 'an object', value)
    return value


def is_target(text: str) -> bool:
    """Whether a text names something in a file of the user's, as `model.py:loss` does."""
    return '.py:' in text or '.ipynb:' in text


def _target(value: object, place: str) -> str:
    if not isinstance(value, str) or not is_target(value):
        raise fault(place, 'file.py:Name', value)
    return value


def _loss(value: object, has_step: bool) -> str:
    if value is None:
        return 'model' if has_step else DEDUCED
    if isinstance(value, str) and (value in NAMED_LOSSES or is_target(value)):
        return value
    raise fault('/loss', f'one of {", ".join(NAMED_LOSSES)}, or file.py:function', value)


def _optimizer(value: object) -> str | dict[str, Any] | None:
    if value is None:
        return None
    if isinstance(value, str):
        return _target(value, '/optimizer')
    if not isinstance(value, Mapping):
        raise fault('/optimizer', 'an object or file.py:function', value)
    _choice(value.get('kind'), OPTIMIZERS, '/optimizer/kind')
    for key, number in value.items():
        if key not in ('kind', 'nesterov') and not isinstance(number, (int, float)):
            raise fault(f'/optimizer/{key}', 'a number', number)
    return dict(value)


def _training(source: Json) -> Training:
    for key in ('steps', 'epochs', 'recordEvery'):
        if key in source and not _whole(source[key], 0 if key == 'steps' else 1):
            raise fault(f'/training/{key}', 'a whole number', source[key])
    size = source.get('batchSize', 'full')
    if size != 'full' and not _whole(size, 1):
        raise fault('/training/batchSize', 'a whole number of at least 1, or "full"', size)
    return Training(
        steps=source.get('steps', 0),
        epochs=source.get('epochs'),
        record_every=source.get('recordEvery'),
        batch_size=None if size == 'full' else size,
        shuffle=bool(source.get('shuffle', False)),
    )


def _initializers(source: object) -> tuple[Initializer, ...]:
    if not isinstance(source, list) or not source:
        raise fault('/initializers', 'a list of at least one initializer', source)
    found = []
    for index, entry in enumerate(source):
        if not isinstance(entry, Mapping) or not isinstance(entry.get('kind'), str):
            raise fault(f'/initializers/{index}', 'an object with a kind', entry)
        spec = {key: value for key, value in entry.items() if key != 'enabled'}
        found.append(Initializer(spec, entry.get('enabled', True) is not False))
    return tuple(found)


def _shape(value: object, place: str) -> tuple[int, ...]:
    if not isinstance(value, list) or not value or not all(_whole(side, 1) for side in value):
        raise fault(place, 'a list of whole numbers of at least 1', value)
    return tuple(value)


def _input(source: Json, place: str) -> RandomTensor:
    tokens = source.get('tokens')
    if tokens is not None and not _whole(tokens, 1):
        raise fault(f'{place}/tokens', 'a whole number of at least 1', tokens)
    default = 'float32' if tokens is None else 'int64'
    return RandomTensor(_shape(source.get('shape'), f'{place}/shape'), str(source.get('dtype', default)), tokens)


def _targets(source: Json, first: RandomTensor) -> RandomTensor:
    place = '/data/random/y'
    for key in ('classes', 'tokens'):
        if key in source:
            if not _whole(source[key], 1):
                raise fault(f'{place}/{key}', 'a whole number of at least 1', source[key])
            # Classes are one a row, tokens one a position.
            sides = first.shape[:1] if key == 'classes' else first.shape
            shape = _shape(source['shape'], f'{place}/shape') if 'shape' in source else sides
            return RandomTensor(shape, 'int64', source[key])
    return RandomTensor(_shape(source.get('shape'), f'{place}/shape'), str(source.get('dtype', 'float32')))


def _random(source: Json) -> RandomData:
    x = source.get('x')
    if not isinstance(x, Mapping) or not x:
        raise fault('/data/random/x', 'an object with a shape, or named ones', x)
    inputs: RandomTensor | dict[str, RandomTensor]
    if isinstance(x.get('shape'), list):
        inputs = first = _input(x, '/data/random/x')
        seed = x.get('seed', 0)
    else:
        named = {}
        for name, entry in x.items():
            if name == 'seed':
                continue
            if not isinstance(entry, Mapping):
                raise fault(f'/data/random/x/{name}', 'an object with a shape', entry)
            named[name] = _input(entry, f'/data/random/x/{name}')
        inputs, first = named, next(iter(named.values()))
        seed = source.get('seed', x.get('seed', 0))
    y = source.get('y')
    if y is not None and not isinstance(y, Mapping):
        raise fault('/data/random/y', 'an object', y)
    return RandomData(inputs, None if y is None else _targets(y, first), seed)


def _data(source: object) -> Data:
    if not isinstance(source, Mapping):
        raise fault('/data', 'an object with python, random or dataset', source)
    if 'python' in source:
        return PythonData(_target(source['python'], '/data/python'))
    if 'random' in source:
        return _random(_object(source, 'random', None, '/data'))
    if 'dataset' in source:
        shape = source.get('shape')
        return DatasetData(source['dataset'], None if shape is None else _shape(shape, '/data/shape'))
    raise fault('/data', 'an object with python, random or dataset', source)
