"""
Grouped convolutions whose law used the fan-out of the whole layer: PyTorch's `_calculate_fan_in_and_fan_out` ignores
groups, so that `kaiming_normal_(mode='fan_out')` and `xavier_*_` make a depthwise kernel too small. Rule: such a law of
the framework's fans explains the parameter under every seed, and no law of the group's own fans does. A warning where
no normalization follows, which would rescale the output; told of otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..frameworks.base import Weight
from ..recognise.recognise import fits_fans
from .finding import Evidence, Finding, number
from .intervals import std_interval


def _depends_on_fan_out(law: dict[str, object]) -> bool:
    return law.get('mode') == 'fanOut' or str(law['kind']).startswith('glorot')


def _normalized(evidence: Evidence, path: str) -> bool:
    """Whether the call that follows the layer is one of a normalization."""
    calls = evidence.first.snapshot.calls
    for call, following in zip(calls, calls[1:]):
        if call.path == path:
            return 'Norm' in following.kind
    return False


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for all such layers with, and one for all without a normalization behind them."""
    groups: dict[bool, list[tuple[Weight, dict[str, object]]]] = {}
    for weight in evidence.weights:
        if weight.groups < 2 or weight.role != 'kernel' or weight.true_fan_out == weight.fan_out:
            continue
        recognition = evidence.laws.get(weight.path)
        wrong = [law for law in recognition.laws if _depends_on_fan_out(law)] if recognition else []
        statistics = evidence.parameters(weight.path)[0].statistics
        if not wrong or any(not _depends_on_fan_out(law) and law['kind'] != 'randomNormal' for law in recognition.laws):  # type: ignore[union-attr]
            continue
        if fits_fans(weight, statistics, weight.true_fan_in, weight.true_fan_out):
            continue
        groups.setdefault(_normalized(evidence, weight.module), []).append((weight, wrong[0]))
    for normalized, found in groups.items():
        weight, law = found[0]
        statistics = evidence.parameters(weight.path)[0].statistics
        std = math.sqrt(statistics.variance)
        normal = (
            math.sqrt(2 / weight.true_fan_out)
            if law.get('mode') == 'fanOut'
            else math.sqrt(2 / (weight.true_fan_in + weight.true_fan_out))
        )
        also = '' if len(found) == 1 else f' and {len(found) - 1} more grouped convolutions'
        yield Finding(
            'wrongFan',
            'info' if normalized else 'warning',
            weight.module,
            f'{weight.module}{also}: std {number(std)} is that of {_name(law)} with the fan-out of the whole layer, '
            f'{weight.fan_out}. With {weight.groups} groups, an input has {weight.true_fan_out} outputs, which gives '
            f'{number(normal)}: the weights are {number(normal / std)} times too small. torch.nn.init ignores groups.'
            + (' The normalization behind it rescales the output.' if normalized else ''),
            {
                'std': std,
                'interval': std_interval(std, statistics.count, weight.kurtosis),
                'expected': normal,
                'fanOut': weight.fan_out,
                'trueFanOut': weight.true_fan_out,
                'groups': weight.groups,
                'layers': [one.module for one, _ in found],
            },
            **evidence.place(weight.module),
        )


def _name(law: dict[str, object]) -> str:
    return {'heNormal': 'kaiming_normal_', 'heUniform': 'kaiming_uniform_', 'glorotNormal': 'xavier_normal_'}.get(
        str(law['kind']), 'xavier_uniform_'
    )
