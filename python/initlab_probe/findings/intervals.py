"""Intervals of 95 % for figures over seeds and for shares."""

from __future__ import annotations

import math
from collections.abc import Sequence

# Student's t at 97.5 %, by degrees of freedom; Abramowitz and Stegun, table 26.10.
_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131)
_NORMAL = 1.959964


def mean_interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Student's interval of a mean; None for fewer than two values."""
    n = len(values)
    if n < 2:
        return None
    mean = math.fsum(values) / n
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
    t = _T[n - 2] if n - 2 < len(_T) else _NORMAL + 2.4 / (n - 1)
    half = t * deviation / math.sqrt(n)
    return mean - half, mean + half


def share_interval(hits: int, count: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    z = _NORMAL
    share = hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def std_interval(std: float, count: int, kurtosis: float) -> tuple[float, float]:
    """Interval of a standard deviation of `count` independent numbers, by its asymptotic law."""
    half = _NORMAL * math.sqrt(max(0.0, kurtosis - 1) / (4 * count))
    return std * (1 - half), std * (1 + half)
