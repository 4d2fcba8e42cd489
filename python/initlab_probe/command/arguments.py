"""The arguments of `check` and `audit` as an experiment."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from ..errors import ProbeError
from ..request import Experiment


def parser() -> argparse.ArgumentParser:
    """The command line of the probe."""
    root = argparse.ArgumentParser(
        prog='initlab_probe', description='Measures how a model starts: activations, gradients and weights.'
    )
    commands = root.add_subparsers(dest='command', required=True)
    check = commands.add_parser(
        'check',
        help='build the model, measure one forward and backward pass, report what is wrong',
        epilog='Exit code: 0, 1 with a finding of the severity asked for, 2 for bad input.',
    )
    check.add_argument('model', nargs='?', help='file.py:Name of a class, a function or a model')
    check.add_argument('--experiment', metavar='FILE', help='an experiment file (.initlab.json) instead of a model')
    check.add_argument(
        '--input',
        action='append',
        default=[],
        metavar='[NAME=]SHAPE',
        help='random inputs, batch first: 64x3x32x32; repeat with names for keyword arguments',
    )
    check.add_argument('--tokens', type=int, metavar='N', help='inputs are whole numbers below N')
    check.add_argument('--classes', type=int, metavar='N', help='targets are classes below N')
    check.add_argument('--target', metavar='SHAPE', help='targets are random numbers of this shape (regression)')
    check.add_argument('--data', metavar='FILE.py:NAME', help='batches of your own instead of random ones')
    check.add_argument(
        '--loss',
        help='categoricalCrossEntropy, binaryCrossEntropy, meanSquaredError, model (returns its loss), or file.py:name',
    )
    check.add_argument('--argument', action='append', default=[], metavar='NAME=VALUE', help='argument of the model')
    check.add_argument('--seeds', default=None, metavar='0,1,2', help='seeds to build the model with (default 0,1,2)')
    check.add_argument('--device', default=None, choices=('cpu', 'cuda', 'mps', 'auto'))
    check.add_argument('--json', metavar='FILE', help='write the whole report as JSON; - for standard output')
    check.add_argument('--fail-on', choices=('error', 'warning', 'info', 'never'), default='error')
    _audit(commands)
    return root


def _audit(commands: Any) -> None:
    audit = commands.add_parser(
        'audit',
        help='build the model as written and compare its tensors with a checkpoint',
        epilog='Exit code: 0, 1 with a finding of the severity asked for, 2 for bad input.',
    )
    audit.add_argument('model', help='file.py:Name of a class, a function or a model that loads the checkpoint')
    audit.add_argument('checkpoint', help='.pt or .pth (read with weights_only=True), .safetensors, .npz')
    audit.add_argument('--argument', action='append', default=[], metavar='NAME=VALUE', help='argument of the model')
    audit.add_argument('--json', metavar='FILE', help='write the whole report as JSON; - for standard output')
    audit.add_argument('--fail-on', choices=('error', 'warning', 'info', 'never'), default='error')


def audited(options: argparse.Namespace) -> Experiment:
    """The experiment of `audit`: a model alone, that no data passes. Raises a ProbeError that names the option."""
    source = {
        'version': 1,
        'model': {'python': options.model, 'arguments': _arguments(options)},
        'data': {'random': {'x': {'shape': [1]}}},
        'loss': 'model',
    }
    return Experiment.from_json(source, os.getcwd())  # noqa: PTH109


def _arguments(options: argparse.Namespace) -> dict[str, Any]:
    arguments = {}
    for text in options.argument:
        name, equals, value = text.partition('=')
        if not equals or not name.isidentifier():
            raise ProbeError(f'--argument: expected name=value, got {text!r}.')
        arguments[name] = _value(value)
    return arguments


def _shape(text: str) -> list[int]:
    try:
        sides = [int(side) for side in text.lower().split('x')]
    except ValueError:
        sides = []
    if not sides or min(sides) < 1:
        raise ProbeError(f'--input: expected a shape such as 64x3x32x32, got {text!r}.')
    return sides


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {'True': True, 'False': False, 'None': None}.get(text, text)


def _random(options: argparse.Namespace) -> dict[str, Any]:
    tokens = {} if options.tokens is None else {'tokens': options.tokens}
    named: dict[str, Any] = {}
    for text in options.input:
        name, _, shape = text.rpartition('=')
        named[name] = {'shape': _shape(shape), **tokens}
    if len(named) < len(options.input) or ('' in named and len(named) > 1):
        raise ProbeError('--input: several inputs need names of their own: --input ids=8x32 --input mask=8x32.')
    source: dict[str, Any] = {'x': named.get('', named)}
    if options.classes is not None:
        source['y'] = {'classes': options.classes}
    elif options.target is not None:
        source['y'] = {'shape': _shape(options.target)}
    elif options.tokens is not None:
        source['y'] = {'tokens': options.tokens}
    elif options.loss not in (None, 'model'):
        raise ProbeError('Specify the targets of random data: --classes, --target, or --tokens.')
    return {'random': source}


def _seeds(text: str) -> list[int]:
    try:
        return [int(seed) for seed in text.split(',')]
    except ValueError:
        raise ProbeError(f'--seeds: expected numbers such as 0,1,2, got {text!r}.') from None


def experiment_of(options: argparse.Namespace) -> Experiment:
    """The experiment that `check` was asked for. Raises a ProbeError that names the option."""
    changes: dict[str, Any] = {}
    if options.seeds is not None:
        changes['random'] = {'seeds': _seeds(options.seeds)}
    if options.device is not None:
        changes['device'] = options.device
    if options.experiment is not None:
        if options.model is not None or options.input or options.data:
            raise ProbeError('--experiment: the file says which model and data; leave the others out.')
        path = Path(options.experiment)
        try:
            source = json.loads(path.read_text(encoding='utf-8'))
        except FileNotFoundError:
            raise ProbeError(f'{path} does not exist.') from None
        except ValueError as error:
            raise ProbeError(f'{path}: invalid JSON: {error}', str(path)) from error
        return Experiment.from_json({**source, **changes}, str(path.resolve().parent))
    if options.model is None:
        raise ProbeError('Specify a model, file.py:Name, or --experiment.')
    arguments = _arguments(options)
    if (options.data is None) == (not options.input):
        raise ProbeError('Specify the data: either --input or --data.')
    data = {'python': options.data} if options.data is not None else _random(options)
    return Experiment.from_json(
        {
            'version': 1,
            'model': {'python': options.model, 'arguments': arguments},
            'data': data,
            **({} if options.loss is None else {'loss': options.loss}),
            'random': {'seeds': [0, 1, 2]},
            **changes,
        },
        os.getcwd(),  # noqa: PTH109
    )
