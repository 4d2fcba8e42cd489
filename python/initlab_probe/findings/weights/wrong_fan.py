"""
Layers whose law used fans that are not the layer's own. PyTorch's `_calculate_fan_in_and_fan_out` ignores groups, so
that `kaiming_normal_(mode='fan_out')` and `xavier_*_` make a depthwise kernel too small; Keras' `compute_fans` takes
the inputs of a depthwise kernel for those of each unit, and multiplies an `EinsumDense` kernel of three axes as if it
were a convolution's. Rule: such a law of the framework's fans explains the parameter under every seed, and no law of
the layer's own fans does. A warning where no normalization follows, which would rescale the output, and the layer is
not one that the framework itself has inside another (`MultiHeadAttention`); told of otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...frameworks.base import Weight
from ...frameworks.scaling import fan_number
from ...recognise.recognise import fits_fans
from ..finding import Evidence, Finding, number
from ..intervals import std_interval

_EINSUM = 'EinsumDense'
_ATTENTIONS = ('MultiHeadAttention', 'GroupedQueryAttention')
_SLACK = 1e-9


@dataclass(frozen=True)
class _Found:
    weight: Weight
    kind: str
    own: tuple[int, int]
    """The layer's own fans."""
    laws: list[dict[str, object]]
    """Those that explain it by the fans of the framework."""

    def factor(self, law: dict[str, object]) -> float:
        """How much larger the weights would be by the layer's own fans."""
        mode = _mode(law) or ''
        counted = fan_number(mode, self.weight.fan_in, self.weight.fan_out)
        return math.sqrt(counted / fan_number(mode, *self.own))


def _fans(weight: Weight, kind: str) -> tuple[int, int] | None:
    """Fans of a layer by itself; None where the framework counts the same. Transposed ones are swapped by custom."""
    if weight.role != 'kernel' or (weight.groups < 2 and kind != _EINSUM):
        return None
    own = (weight.fan_in if 'Transpose' in kind else weight.true_fan_in, weight.true_fan_out)
    return None if own == (weight.fan_in, weight.fan_out) else own


def _mode(law: dict[str, object]) -> str | None:
    """The fan that a law looks at; None for a law of round numbers."""
    kind = str(law['kind'])
    if kind.startswith('glorot'):
        return 'fanAvg'
    if kind.startswith(('he', 'lecun')) or kind == 'pytorchLinear':
        return str(law.get('mode', 'fanIn'))
    return None


def _wrong(evidence: Evidence, weight: Weight) -> _Found | None:
    module = evidence.module(weight.module)
    kind = module.kind if module else ''
    own = _fans(weight, kind)
    recognition = evidence.laws.get(weight.path)
    if own is None or recognition is None:
        return None
    laws = []
    for law in recognition.laws:
        mode = _mode(law)
        if mode is None:
            # Round numbers are no explanation beside a law of the fans, except those of another family.
            if law['kind'] != 'randomNormal':
                return None
            continue
        counted, right = fan_number(mode, weight.fan_in, weight.fan_out), fan_number(mode, *own)
        if abs(counted - right) <= _SLACK * right:
            return None
        laws.append(law)
    statistics = evidence.parameters(weight.path)[0].statistics
    return None if not laws or fits_fans(weight, statistics, *own) else _Found(weight, kind, own, laws)


def _common(found: Sequence[_Found], framework: str) -> dict[str, object]:
    """The law that explains most of them, and Keras' default among equals: small kernels are explained by several."""
    usual = 'glorotUniform' if framework == 'keras' else ''
    return max(found[0].laws, key=lambda law: (sum(law in one.laws for one in found), law['kind'] == usual))


def _normalized(evidence: Evidence, path: str) -> bool:
    """Whether the call that follows the layer is one of a normalization."""
    calls = evidence.first.snapshot.calls
    for call, following in zip(calls, calls[1:]):
        if call.path == path:
            return 'Norm' in following.kind
    return False


def _in_attention(evidence: Evidence, path: str) -> bool:
    around = evidence.module(path.rpartition('.')[0])
    return around is not None and around.kind in _ATTENTIONS


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for all such layers that are rescaled or the framework's own, and one for all others."""
    groups: dict[tuple[str, bool, bool], list[_Found]] = {}
    for weight in evidence.weights:
        one = _wrong(evidence, weight)
        if one is not None:
            path = weight.module
            key = (one.kind, _normalized(evidence, path), _in_attention(evidence, path))
            groups.setdefault(key, []).append(one)
    for (kind, normalized, inside), found in groups.items():
        weight, law = found[0].weight, _common(found, evidence.framework)
        statistics = evidence.parameters(weight.path)[0].statistics
        std = math.sqrt(statistics.variance)
        factor = found[0].factor(law)
        also = '' if len(found) == 1 else f' and {len(found) - 1} more of {kind}'
        size = f'{number(factor)} times too small' if factor > 1 else f'{number(1 / factor)} times too large'
        yield Finding(
            'wrongFan',
            'info' if normalized or inside else 'warning',
            weight.module,
            f'{weight.module}{also}: std {number(std)} is that of {_name(law, evidence.framework)} with '
            f'{_counted(law, weight)}. {_because(weight, kind, law)}, which gives {number(std * factor)}: the weights '
            f'are {size}. {_whose(evidence.framework, kind)}'
            + (' The normalization behind it rescales the output.' if normalized else '')
            + (' Its own MultiHeadAttention starts so.' if inside else ''),
            {
                'std': std,
                'interval': std_interval(std, statistics.count, weight.kurtosis),
                'expected': std * factor,
                'fanIn': weight.fan_in,
                'trueFanIn': weight.true_fan_in,
                'fanOut': weight.fan_out,
                'trueFanOut': weight.true_fan_out,
                'groups': weight.groups,
                'layers': [one.weight.module for one in found],
            },
            **evidence.place(weight.module),
        )


def _counted(law: dict[str, object], weight: Weight) -> str:
    if weight.groups < 2 or weight.fan_in != weight.true_fan_in:
        return f'a fan-in of {weight.fan_in} and a fan-out of {weight.fan_out}'
    return f'the fan-out of the whole layer, {weight.fan_out}'


def _because(weight: Weight, kind: str, law: dict[str, object]) -> str:
    if kind == _EINSUM:
        return f'A unit has {weight.true_fan_in} inputs and an input {weight.true_fan_out} outputs'
    if weight.fan_in != weight.true_fan_in:
        return f'With {weight.groups} groups, a unit has {weight.true_fan_in} inputs'
    return f'With {weight.groups} groups, an input has {weight.true_fan_out} outputs'


def _whose(framework: str, kind: str) -> str:
    if framework != 'keras':
        return 'torch.nn.init ignores groups.'
    shape = 'reads the shape as that of a convolution' if kind == _EINSUM else 'ignores groups'
    return f'keras.initializers {shape}.'


def _name(law: dict[str, object], framework: str) -> str:
    kind = str(law['kind'])
    if framework == 'keras':
        return kind[0].upper() + kind[1:]
    return {'heNormal': 'kaiming_normal_', 'heUniform': 'kaiming_uniform_', 'glorotNormal': 'xavier_normal_'}.get(
        kind, 'xavier_uniform_'
    )
