"""The laws that a parameter may have been drawn from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..frameworks.base import Weight
from ..measure.records import Statistics
from .candidates import Law, fitted_laws, laws_of_fans, plain_laws
from .goodness import Observed, explains, scale_slack

FEWEST = 64
"""Numbers below which no law is told from another."""


@dataclass(frozen=True)
class Recognition:
    """The laws that pass every test, those of the fans first; empty where none is known."""

    laws: tuple[dict[str, Any], ...]
    by_fans: bool = False
    """Whether some law of the fans is among them."""

    @property
    def law(self) -> dict[str, Any] | None:
        """The first one."""
        return self.laws[0] if self.laws else None

    @property
    def kinds(self) -> set[str]:
        return {str(law['kind']) for law in self.laws}


def observed(weight: Weight, statistics: Statistics) -> Observed:
    """What the tests look at, of a parameter."""
    return Observed(
        statistics.count,
        statistics.mean,
        math.sqrt(statistics.variance),
        statistics.min,
        statistics.max,
        weight.kurtosis,
        weight.sample,
        weight.rounding,
    )


def fits_fans(weight: Weight, statistics: Statistics, fan_in: int, fan_out: int) -> list[Law]:
    """Laws of these fans that explain the parameter."""
    if weight.constant or statistics.count < FEWEST or statistics.nan or statistics.infinite or fan_in == 0:
        return []
    seen = observed(weight, statistics)
    return [law for law in laws_of_fans(fan_in, fan_out) if explains(law, seen)]


def recognise(weight: Weight, statistics: Statistics) -> Recognition:
    """What a parameter may have been drawn from, by its numbers and the fans that the framework computes."""
    if statistics.nan or statistics.infinite:
        return Recognition(())
    if weight.constant:
        value = statistics.mean
        kind = 'zeros' if value == 0 else 'ones' if value == 1 else 'constant'
        return Recognition(({'kind': kind, **({'value': value} if kind == 'constant' else {})},))
    if weight.structure is not None:
        return Recognition(
            ({'kind': weight.structure, **({} if abs(weight.scale - 1) < 1e-4 else {'gain': weight.scale})},)
        )
    if statistics.count < FEWEST:
        return Recognition(())
    seen = observed(weight, statistics)
    slack = scale_slack('normal', seen.count)
    peak = max(abs(seen.min), abs(seen.max))
    found: list[Law] = []
    if weight.fan_in > 0 and weight.role != 'embedding':
        found += fits_fans(weight, statistics, weight.fan_in, weight.fan_out)
    found += [law for law in plain_laws(seen.std, peak, slack) if explains(law, seen)]
    if not found:
        own = fitted_laws(seen.mean, seen.std, seen.min, seen.max)
        found = [law for law in own if explains(law, seen)]
    laws = tuple({**dict(law.spec), **({'fitted': True} if law.fitted else {})} for law in found)
    return Recognition(laws, any(law.by_fans for law in found))


def common(found: Sequence[Recognition]) -> Recognition:
    """The laws that explain the parameter under every seed; those that are fitted are of the first seed."""
    first = found[0]
    kept = tuple(law for law in first.laws if law.get('fitted') or all(law in one.laws for one in found[1:]))
    return Recognition(kept, first.by_fans and all(one.by_fans for one in found))
