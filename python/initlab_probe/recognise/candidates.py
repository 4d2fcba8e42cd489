"""Laws that a parameter may have been drawn from: those of the fans, and those of round numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

TRUNCATION = 0.87962566103423978
"""The std of N(0, 1) cut at ±2."""


def _normal_cdf(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


_CUT_LOW = _normal_cdf(-2)
_CUT_MASS = 1 - 2 * _CUT_LOW


@dataclass(frozen=True)
class Law:
    """A law by its family, mean and standard deviation, and its name in the experiment format."""

    spec: tuple[tuple[str, Any], ...]
    family: str
    """`normal`, `truncatedNormal` (cut at two σ) or `uniform`."""
    mean: float
    std: float
    fitted: bool = False
    by_fans: bool = False

    @property
    def kind(self) -> str:
        return str(dict(self.spec)['kind'])

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest number of the law."""
        if self.family == 'normal':
            return -math.inf, math.inf
        reach = self.std * (math.sqrt(3) if self.family == 'uniform' else 2 / TRUNCATION)
        return self.mean - reach, self.mean + reach

    def cdf(self) -> Callable[[float], float]:
        """The distribution function."""
        mean, std = self.mean, self.std
        if self.family == 'uniform':
            low, high = self.bounds
            return lambda x: min(1.0, max(0.0, (x - low) / (high - low)))
        if self.family == 'normal':
            return lambda x: _normal_cdf((x - mean) / std)
        sigma = std / TRUNCATION
        return lambda x: min(1.0, max(0.0, (_normal_cdf((x - mean) / sigma) - _CUT_LOW) / _CUT_MASS))


def _law(family: str, std: float, by_fans: bool, **spec: Any) -> Law:
    return Law(tuple(spec.items()), family, 0.0, std, by_fans=by_fans)


def laws_of_fans(fan_in: int, fan_out: int) -> Iterator[Law]:
    """The laws whose spread follows from the fans, with the parameters that frameworks have by default."""
    he, glorot, lecun = math.sqrt(2 / fan_in), math.sqrt(2 / (fan_in + fan_out)), math.sqrt(1 / fan_in)
    out = math.sqrt(2 / fan_out)
    yield _law('normal', he, True, kind='heNormal')
    yield _law('uniform', he, True, kind='heUniform')
    yield _law('normal', glorot, True, kind='glorotNormal')
    yield _law('uniform', glorot, True, kind='glorotUniform')
    yield _law('normal', lecun, True, kind='lecunNormal')
    yield _law('uniform', lecun, True, kind='lecunUniform')
    yield _law('uniform', math.sqrt(1 / (3 * fan_in)), True, kind='pytorchLinear')
    yield _law('truncatedNormal', he, True, kind='heNormal', truncated=True)
    yield _law('truncatedNormal', glorot, True, kind='glorotNormal', truncated=True)
    yield _law('truncatedNormal', lecun, True, kind='lecunNormal', truncated=True)
    yield _law('normal', out, True, kind='heNormal', mode='fanOut')
    yield _law('uniform', out, True, kind='heUniform', mode='fanOut')
    yield _law('truncatedNormal', out, True, kind='heNormal', mode='fanOut', truncated=True)


def round_numbers(low: float, high: float) -> Iterator[float]:
    """1 … 9 times a power of ten between two positive numbers: what people write."""
    if not 0 < low <= high < math.inf:
        return
    for power in range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1):
        for digit in range(1, 10):
            value = float(f'{digit}e{power}')
            if low <= value <= high:
                yield value


def plain_laws(std: float, peak: float, slack: float) -> Iterator[Law]:
    """Laws with round parameters of about the size that is seen; `slack` is the relative uncertainty."""
    for value in round_numbers(std / (1 + slack), std * (1 + slack)):
        yield _law('normal', value, False, kind='randomNormal', stddev=value)
    for value in round_numbers(std / TRUNCATION / (1 + slack), std / TRUNCATION * (1 + slack)):
        yield _law('truncatedNormal', value * TRUNCATION, False, kind='truncatedNormal', stddev=value)
    for value in round_numbers(peak * 0.999999, peak * (1 + 3 * slack)):
        yield _law('uniform', value / math.sqrt(3), False, kind='randomUniform', min=-value, max=value)


def fitted_laws(mean: float, std: float, low: float, high: float) -> Iterator[Law]:
    """Laws whose parameters are the parameter's own: they tell its shape alone."""
    yield Law((('kind', 'randomNormal'), ('mean', mean), ('stddev', std)), 'normal', mean, std, True)
    middle, width = (low + high) / 2, high - low
    yield Law((('kind', 'randomUniform'), ('min', low), ('max', high)), 'uniform', middle, width / math.sqrt(12), True)
