"""Laws that are a variance over a fan, Var W = scale / n, whatever framework draws them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..gains import gain_value, he_factor
from ..request import fault

MATRIX_KINDS = ('identity', 'orthogonal', 'sparse', 'zerO', 'lsuv')
"""Laws of whole matrices, which a vector cannot have."""

_DISTRIBUTIONS = {'truncatedNormal': 'truncated', 'uniform': 'uniform', 'normal': 'normal'}

Law = Mapping[str, Any]


def scaling(law: Law, place: str) -> tuple[float, str, str] | None:
    """
    Scale, mode (`fanIn`, `fanOut`, `fanAvg`) and distribution (`uniform`, `normal`, `truncated`) of the laws that are a
    variance over a fan; None for the others.
    """
    kind = law['kind']
    normal = 'truncated' if law.get('truncated') else 'normal'
    if kind in ('heNormal', 'heUniform'):
        return he_factor(law, place), law.get('mode', 'fanIn'), normal if kind == 'heNormal' else 'uniform'
    if kind in ('glorotNormal', 'glorotUniform'):
        gain = gain_value(law.get('gain', 1), f'{place}/gain')
        return gain**2, 'fanAvg', normal if kind == 'glorotNormal' else 'uniform'
    if kind in ('lecunNormal', 'lecunUniform'):
        return 1, 'fanIn', normal if kind == 'lecunNormal' else 'uniform'
    if kind == 'pytorchLinear':
        return 1 / 3, 'fanIn', 'uniform'
    if kind == 'varianceScaling':
        distribution = _DISTRIBUTIONS.get(law.get('distribution', 'truncatedNormal'))
        if distribution is None:
            raise fault(f'{place}/distribution', 'one of uniform, normal, truncatedNormal', law['distribution'])
        return float(law.get('scale', 1)), law.get('mode', 'fanIn'), distribution
    return None


def fan_number(mode: str, fan_in: int, fan_out: int) -> float:
    """The n of Var W = scale / n."""
    return fan_in if mode == 'fanIn' else fan_out if mode == 'fanOut' else (fan_in + fan_out) / 2
