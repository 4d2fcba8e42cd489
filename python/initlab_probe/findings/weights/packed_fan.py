"""
Several projections in one matrix whose law used the fan of the whole: Xavier over 3d × d gives q, k and v a variance of
2 / (4d) where each by itself would have 2 / (2d). Rule: a Glorot law of the whole matrix explains the parameter under
every seed, no Glorot law of one part and no round standard deviation does. torch.nn.MultiheadAttention and recurrent
layers are told of only, since PyTorch and common recipes do so themselves.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ...frameworks.base import Weight
from ...recognise.recognise import fits_fans
from ..finding import Evidence, Finding, number
from ..intervals import std_interval

_GLOROT = ('glorotUniform', 'glorotNormal')

_KERAS_CELLS = ('LSTMCell', 'GRUCell')


def _glorot(evidence: Evidence, weight: Weight, fan_in: int, fan_out: int) -> bool:
    """Whether a Glorot law of these fans explains the parameter, and is that law for all seeds."""
    found = [
        {law.kind for law in fits_fans(weight, one.statistics, fan_in, fan_out)}
        for one in evidence.parameters(weight.path)[:1]
    ]
    return bool(found) and all(kinds & set(_GLOROT) for kinds in found)


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each kind of packed parameter in a class of modules."""
    groups: dict[tuple[str, str], list[Weight]] = {}
    for weight in evidence.weights:
        if weight.parts < 2 or weight.role not in ('packed', 'recurrent'):
            continue
        recognition = evidence.laws.get(weight.path)
        whole = recognition is not None and bool(recognition.kinds & set(_GLOROT))
        if not whole or 'randomNormal' in recognition.kinds:  # type: ignore[union-attr]
            continue
        units = weight.fan_out // weight.parts
        # PyTorch's own U(±1/√hidden) has the size of a Glorot law for some shapes.
        statistics = evidence.parameters(weight.path)[0].statistics
        if weight.role == 'recurrent' and abs(statistics.variance * 3 * units - 1) < 0.1:
            continue
        if _glorot(evidence, weight, weight.fan_in, units):
            continue
        module = evidence.module(weight.module)
        groups.setdefault((module.kind if module else '', weight.name), []).append(weight)
    for (kind, _), weights in groups.items():
        weight = weights[0]
        record = evidence.parameters(weight.path)[0]
        std = math.sqrt(record.statistics.variance)
        part = math.sqrt(2 / (weight.fan_in + weight.fan_out // weight.parts))
        whole_std = math.sqrt(2 / (weight.fan_in + weight.fan_out))
        usual = weight.role == 'recurrent' or kind == 'MultiheadAttention'
        what = 'gates' if weight.role == 'recurrent' else 'projections'
        also = '' if len(weights) == 1 else f' (and {len(weights) - 1} more like it)'
        yield Finding(
            'packedFan',
            'info' if usual else 'warning',
            weight.path,
            f'{weight.path}{also} packs {weight.parts} {what} of {weight.fan_out // weight.parts} units into one '
            f'matrix, and Xavier was applied to the whole: std {number(std)}, from fan-in + fan-out = '
            f'{weight.fan_in + weight.fan_out}. Each of the {what} by itself would have {number(part)}, '
            f'{number(part / whole_std)} times as much.'
            + (' This is what torch.nn.MultiheadAttention does.' if kind == 'MultiheadAttention' else '')
            + (' This is what the recurrent layers of Keras do.' if kind in _KERAS_CELLS else ''),
            {
                'std': std,
                'interval': std_interval(std, record.statistics.count, weight.kurtosis),
                'whole': whole_std,
                'part': part,
                'parts': weight.parts,
            },
            **evidence.place(weight.module),
        )
