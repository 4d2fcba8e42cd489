"""
The signal on its way through the dense and convolutional layers, and the gradient on its way back.

Rules: over five layers or more, the mean square of the outputs changes by a factor of 1 000, or the squared norm of
the gradient at the outputs by 10 000 (100 in size), from the first to the last layer; log size and depth have a rank
correlation (Spearman) of 0.8 or more in size, so that it is a trend and not the scale of one layer; and both hold for
every seed. Outputs that are exactly 0 are of layers that start at zero on purpose and are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from ...measure.records import CallRecord
from ..finding import Evidence, Finding, Trial, name_of, number
from ..intervals import mean_interval

FEWEST_LAYERS = 5
FORWARD = 3.0
BACKWARD = 4.0
"""Decimal logarithms of the factor."""
TREND = 0.8


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=lambda i: values[i])
    ranks = [0.0] * len(values)
    for rank, i in enumerate(order):
        ranks[i] = float(rank)
    return ranks


def correlation(values: Sequence[float]) -> float:
    """Spearman's rank correlation of values with their order."""
    n = len(values)
    total = sum((rank - i) ** 2 for i, rank in enumerate(_ranks(values)))
    return 1 - 6 * total / (n * (n * n - 1))


def _layers(trial: Trial) -> list[CallRecord]:
    kernels = {module.path for module in trial.modules if module.fan_in > 0 and len(module.shape) >= 2}
    matrices = {one.module for one in trial.weights if one.role in ('kernel', 'packed')}
    return [call for call in trial.snapshot.calls if call.path in kernels and call.call == 0 and call.path in matrices]


def _travel(calls: Sequence[CallRecord], backward: bool) -> tuple[float, int, str, str, float, float] | None:
    """Logarithm of the factor in the direction of the signal, layers, ends and their mean squares."""
    sizes = []
    for call in calls:
        if backward:
            square = call.backward.mean_square * (call.forward.count if call.forward else 0) if call.backward else 0.0
        else:
            square = call.forward.mean_square if call.forward else 0.0
        if square > 0 and math.isfinite(square):
            sizes.append((call.path, square))
    if len(sizes) < FEWEST_LAYERS:
        return None
    if backward:
        sizes.reverse()
    logs = [math.log10(square) for _, square in sizes]
    if abs(correlation(logs)) < TREND:
        return None
    return logs[-1] - logs[0], len(sizes), sizes[0][0], sizes[-1][0], sizes[0][1], sizes[-1][1]


def find(evidence: Evidence) -> Iterator[Finding]:
    """At most one finding for the way forward and one for the way back."""
    for backward in (False, True):
        ways = [_travel(_layers(trial), backward) for trial in evidence.trials]
        found = [way for way in ways if way is not None]
        if len(found) < len(ways) or not found:
            continue
        logs = [way[0] for way in found]
        limit = BACKWARD if backward else FORWARD
        if not (all(one <= -limit for one in logs) or all(one >= limit for one in logs)):
            continue
        grows = logs[0] > 0
        mean = math.fsum(logs) / len(logs)
        _, layers, first, last, start, end = found[0]
        each = 10 ** (mean / 2 / (layers - 1))
        what = 'gradient' if backward else 'signal'
        sizes = 'norm' if backward else 'root mean square'
        yield Finding(
            'signalExplodes' if grows else 'signalVanishes',
            'warning',
            last,
            f'The {what} {"explodes" if grows else "vanishes"}: its {sizes} goes from {number(math.sqrt(start))} at '
            f'{name_of(first)} to {number(math.sqrt(end))} at {name_of(last)}, a factor of {number(10 ** (mean / 2))} '
            f'over {layers} layers, {number(each)} a layer.',
            {
                'factor': 10 ** (mean / 2),
                'each': each,
                'layers': layers,
                'interval': _factors(mean_interval(logs)),
                'direction': 'backward' if backward else 'forward',
            },
            **evidence.place(last),
        )


def _factors(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else [10 ** (end / 2) for end in interval]
