"""Snapshots of the measurement in the form of Init Lab's record."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..frameworks.base import ModuleInfo
from ..measure.records import CallRecord, GradientStatistics, ParameterRecord, Snapshot, Statistics

# Names of activations that the record knows; others are told by the name of their module.
ACTIVATIONS = (
    'relu',
    'leakyRelu',
    'elu',
    'selu',
    'gelu',
    'silu',
    'softplus',
    'softsign',
    'tanh',
    'sigmoid',
    'softmax',
)
NAN = float('nan')
KERNELS = ('weight', 'kernel')
BIASES = ('bias',)

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Layer:
    """One layer of the record: a call of a module or function, or a parameter; and where its numbers are."""

    info: dict[str, Any]
    call: Key | None = None
    kernel: str | None = None
    bias: str | None = None


def key_of(call: CallRecord) -> Key:
    """What tells calls of a forward pass apart."""
    return (call.path, call.call, call.kind)


def _name(call: CallRecord, module: bool) -> str:
    path = call.path if module else f'{call.path}.{call.kind}()' if call.path else f'{call.kind}()'
    return (path or call.kind) + (f'#{call.call + 1}' if call.call > 0 else '')


def _call_info(call: CallRecord, module: ModuleInfo | None, shape: Sequence[int]) -> dict[str, Any]:
    return {
        'name': _name(call, module is not None),
        'kind': 'module',
        'module': call.kind,
        'inputs': module.fan_in if module else 0,
        'units': module.fan_out if module else 0,
        'activation': call.activation if call.activation in ACTIVATIONS else 'linear',
        'shape': list(shape),
    }


def _parameter_layer(parameter: ParameterRecord) -> Layer:
    info = {'name': parameter.path, 'kind': 'parameter', 'inputs': 0, 'units': 0, 'activation': 'linear'}
    return Layer({**info, 'shape': list(parameter.shape)}, kernel=parameter.path)


def layers_of(modules: Sequence[ModuleInfo], snapshot: Snapshot) -> list[Layer]:
    """
    The layers of a record, in the order of the calls of its first snapshot. A module's parameters come with its first
    call: its kernel and bias as those of the call, each further one after it. Those of a module that is not called
    itself come before the first call within it, or at the end.
    """
    known = {module.path: module for module in modules}
    left: dict[str, list[ParameterRecord]] = {}
    for parameter in snapshot.parameters:
        left.setdefault(parameter.module, []).append(parameter)
    layers: list[Layer] = []
    for call in snapshot.calls:
        module = known.get(call.path)
        if module is not None and module.kind != call.kind:
            module = None
        for outer in _outer(call.path, include_own=module is None):
            layers += map(_parameter_layer, left.pop(outer, []))
        own = left.pop(call.path, []) if module is not None else []
        kernel, bias = _find(own, KERNELS), _find(own, BIASES)
        shape = kernel.shape if kernel else module.shape if module else ()
        layers.append(
            Layer(
                _call_info(call, module, shape),
                key_of(call),
                kernel.path if kernel else None,
                bias.path if bias else None,
            )
        )
        layers += [_parameter_layer(one) for one in own if one is not kernel and one is not bias]
    for rest in left.values():
        layers += map(_parameter_layer, rest)
    return layers


def _outer(path: str, include_own: bool) -> list[str]:
    """The paths of the modules around one, from the outside."""
    parts = path.split('.') if path else []
    around = ['', *('.'.join(parts[:count]) for count in range(1, len(parts) + 1))] if parts else ['']
    return around if include_own else around[:-1]


def _find(parameters: Sequence[ParameterRecord], names: Sequence[str]) -> ParameterRecord | None:
    return next((one for one in parameters if one.path.rsplit('.', 1)[-1] in names), None)


def distribution(found: Statistics | None) -> dict[str, Any]:
    """Statistics and histogram; those of no numbers where nothing was measured."""
    if found is None:
        moments = {'count': 0, 'mean': NAN, 'std': NAN, 'min': NAN, 'max': NAN, 'zeros': 0, 'nan': 0, 'infinite': 0}
        return {'statistics': moments, 'histogram': {'min': 0.0, 'max': 1.0, 'counts': array('I', bytes(4 * 256))}}
    return {
        'statistics': {
            'count': found.count,
            'mean': found.mean,
            'std': math.sqrt(found.variance) if found.variance >= 0 else NAN,
            'min': found.min,
            'max': found.max,
            'zeros': round(found.zeros * found.count),
            'nan': found.nan,
            'infinite': found.infinite,
        },
        'histogram': {
            'min': found.histogram.low,
            'max': found.histogram.high,
            'counts': array('I', found.histogram.counts),
        },
    }


def _moments(found: GradientStatistics) -> dict[str, float]:
    return {'mean': found.mean, 'variance': found.variance if found.not_finite == 0 else NAN}


def snapshot_record(step: int, layers: Sequence[Layer], snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot of the record. A call that did not come this time has no numbers."""
    calls = {key_of(call): call for call in snapshot.calls}
    parameters = {parameter.path: parameter for parameter in snapshot.parameters}
    return {'step': step, 'layers': [_layer_record(layer, calls, parameters) for layer in layers]}


def _layer_record(layer: Layer, calls: dict[Key, CallRecord], parameters: dict[str, ParameterRecord]) -> dict[str, Any]:
    call = calls.get(layer.call) if layer.call else None
    kernel = parameters.get(layer.kernel) if layer.kernel else None
    bias = parameters.get(layer.bias) if layer.bias else None
    record: dict[str, Any] = {
        'kernel': distribution(kernel.statistics if kernel else None),
        'activations': distribution(call.forward if call else None),
        'gradients': distribution(kernel.gradients if kernel else None),
    }
    if bias:
        record['bias'] = distribution(bias.statistics)
    if call and call.saturated is not None and call.forward:
        record['saturated'] = round(call.saturated * call.forward.count)
    if call and call.dead is not None:
        record['dead'] = call.dead
    if call and call.backward:
        record['backward'] = _moments(call.backward)
    return record
