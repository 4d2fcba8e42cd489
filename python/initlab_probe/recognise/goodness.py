"""Whether a law explains numbers: mean, extremes, scale, kurtosis and distribution, as `src/inspect/recognise`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .candidates import Law

# Each test errs once in 5 000 draws, so that all five leave a law its own numbers in 99.9 % of them.
_DEVIATIONS = 3.72
"""Of a normal number, two-sided."""
_RARE_LOG = 11
"""λ with (1 + λ)·e^−λ = 0.0002."""
_KOLMOGOROV = 2.15
"""√n·D."""
_RARE = 2e-4
# Fourth moment, and the variance of √n times a sample's kurtosis.
_SHAPES = {'normal': (3, 24), 'uniform': (1.8, 1.3166), 'truncatedNormal': (2.365537, 3.848239)}
_COMPARISONS = 512


@dataclass(frozen=True)
class Observed:
    """What the tests look at; the sample is sorted."""

    count: int
    mean: float
    std: float
    min: float
    max: float
    kurtosis: float
    sample: Sequence[float]
    rounding: float


def scale_slack(family: str, count: int) -> float:
    """Relative half width of the interval of a standard deviation that its test leaves."""
    fourth, _ = _SHAPES[family]
    return _DEVIATIONS * math.sqrt(fourth - 1) / math.sqrt(count) / 2


def _bound_misfit(law: Law, seen: Observed) -> bool:
    low, high = law.bounds
    ease = 1e-6 + seen.rounding
    if math.isfinite(high):
        reach = max(abs(low), abs(high))
        if seen.max > high + ease * reach or seen.min < low - ease * reach:
            return True
    cdf = law.cdf()
    beyond = 1 - (cdf(seen.max * (1 + ease)) - cdf(seen.min * (1 + ease)))
    if seen.count * beyond > _RARE_LOG:
        return True
    if not math.isfinite(high):
        far = max(seen.max - law.mean, law.mean - seen.min) / law.std
        # Twice the tail of a normal law, by its asymptotic form.
        tail = 1 if far < 3 else 2 * math.exp(-far * far / 2) / (far * math.sqrt(2 * math.pi))
        return seen.count * tail < _RARE
    return False


def _distance(law: Law, sample: Sequence[float]) -> float:
    """Largest distance between the distribution of the sorted sample and the law's."""
    cdf, n = law.cdf(), len(sample)
    step = max(1, n // _COMPARISONS)
    return max(max(p - i / n, (i + 1) / n - p) for i in range(0, n, step) for p in (cdf(sample[i]),))


def explains(law: Law, seen: Observed) -> bool:
    """Whether the law passes every test. Cheap ones first."""
    fourth, spread = _SHAPES[law.family]
    root = math.sqrt(seen.count)
    if abs(seen.mean - law.mean) * root > _DEVIATIONS * law.std:
        return False
    excess = (seen.std / law.std) ** 2 - 1
    if abs(excess) > _DEVIATIONS * math.sqrt(fourth - 1) / root + 2 * seen.rounding**2:
        return False
    wide = 2 if seen.count < 1000 else 1
    if abs(seen.kurtosis - fourth) > _DEVIATIONS * math.sqrt(spread) / root * wide + 4 * seen.rounding**2:
        return False
    # A fitted uniform law has the extremes themselves as its bounds.
    if not (law.fitted and law.family == 'uniform') and _bound_misfit(law, seen):
        return False
    return _distance(law, seen.sample) <= _KOLMOGOROV / math.sqrt(len(seen.sample)) + seen.rounding / 2
