"""
Single values far outside the law of their parameter, and truncated normal laws whose bounds cut nothing.

Rules: (1) a value of a drawn matrix is 8 standard deviations or more from the mean; among 10⁹ normal numbers the
chance is 1e−6. PyTorch before 2.12 and timm put a value at the bound itself when `uniform_` gives exactly −1, and the
bounds of `trunc_normal_` are absolute: −2, not −2σ. (2) the bounds of a truncated normal law that was seen while the
model was built are 6σ or farther on both sides: told of only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ...frameworks.base import Truncation
from ..finding import Evidence, Finding, number

FAR = 8.0
"""Standard deviations."""
CUTS_NOTHING = 6.0
"""Standard deviations: 2e−9 of a normal law lie beyond."""
FEWEST = 100


def _words(cut: Truncation) -> str:
    return f'trunc_normal_(std={number(cut.std)}, a={number(cut.low)}, b={number(cut.high)})'


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each parameter with outliers, and one for all laws that cut nothing."""
    cuts = evidence.first.built.truncations
    for weight in evidence.weights:
        if len(weight.shape) < 2 or weight.constant or weight.structure or not evidence.drawn(weight.path):
            continue
        for trial, record in zip(evidence.trials, evidence.parameters(weight.path)):
            seen = record.statistics
            if seen.count < FEWEST or seen.zeros > 0.5 or not seen.variance > 0:
                continue
            # Of the law that was asked for where it is known, since outliers widen the parameter's own.
            cut = cuts.get(weight.path)
            std = cut.std if cut is not None else math.sqrt(seen.variance)
            extreme = seen.max if seen.max - seen.mean > seen.mean - seen.min else seen.min
            far = abs(extreme - seen.mean) / std
            if far < FAR:
                continue
            why = (
                f' {_words(cut)} takes its bounds as absolute values, {number(cut.high / cut.std)} standard deviations '
                'away; pass a=-2*std, b=2*std.'
                if cut is not None
                else ''
            )
            yield Finding(
                'outlier',
                'warning',
                weight.path,
                f'{weight.path} has a value of {number(extreme)}, {number(far)} standard deviations ({number(std)}) '
                f'from the mean, with seed {trial.seed}.{why}',
                {'value': extreme, 'std': std, 'deviations': far, 'seed': trial.seed, 'count': seen.count},
                **evidence.place(weight.module),
            )
            break
    yield from _cutting_nothing(evidence, cuts)


def _cutting_nothing(evidence: Evidence, cuts: dict[str, Truncation]) -> Iterator[Finding]:
    loose = {
        path: cut
        for path, cut in cuts.items()
        if cut.std > 0 and min(cut.high - cut.mean, cut.mean - cut.low) >= CUTS_NOTHING * cut.std
    }
    if not loose:
        return
    path, cut = next(iter(loose.items()))
    record = next(iter(evidence.parameters(path)), None)
    largest = max(-record.statistics.min, record.statistics.max) if record is not None else math.nan
    yield Finding(
        'outlier',
        'info',
        path,
        f'{_words(cut)} cuts nothing in {path}'
        + (f' and {len(loose) - 1} more parameters' if len(loose) > 1 else '')
        + f': its bounds are absolute values, {number((cut.high - cut.mean) / cut.std)} standard deviations away. '
        f'The law is a plain normal one; the largest value is {number(largest / cut.std)} standard deviations.',
        {'std': cut.std, 'low': cut.low, 'high': cut.high, 'largest': largest, 'parameters': list(loose)},
        **evidence.place(path.rpartition('.')[0]),
    )
