"""
A loss at the start far above that of guessing. Rule: of a cross-entropy over C classes, the mean over the seeds lies
more than 2 above ln C, its interval too. Logits of variance v cost about v / 2 more than guessing (second order of
log Σ e^z), so that 2 stands for logits of standard deviation 2. Of a squared error, the loss is ten times the mean
square of the targets or more, which outputs of 0 would have.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..finding import Evidence, Finding, number
from ..intervals import mean_interval

EXCESS = 2.0
TIMES = 10.0


def expected_loss(evidence: Evidence) -> float | None:
    """The loss of guessing: ln C; None where the classes are not known."""
    classes = evidence.first.snapshot.classes
    return math.log(classes) if classes is not None and classes > 1 else None


def find(evidence: Evidence) -> Iterator[Finding]:
    """At most one finding."""
    losses = [trial.snapshot.loss for trial in evidence.trials]
    if not all(math.isfinite(loss) for loss in losses):
        return
    mean = math.fsum(losses) / len(losses)
    interval = mean_interval(losses)
    low = interval[0] if interval is not None else mean
    expected = expected_loss(evidence)
    target = evidence.first.snapshot.target_square
    if expected is not None and min(mean, low) > expected + EXCESS:
        classes = evidence.first.snapshot.classes
        yield Finding(
            'lossAtStart',
            'warning',
            '',
            f'The loss at the start is {number(mean)}, where guessing among {classes} classes has ln {classes} = '
            f'{number(expected)}. The logits are too large: scale down the last layer or its inputs.',
            {'loss': mean, 'expected': expected, 'classes': classes, 'interval': interval, 'losses': losses},
            **evidence.place(''),
        )
    elif target is not None and target > 0 and min(mean, low) > TIMES * target:
        yield Finding(
            'lossAtStart',
            'warning',
            '',
            f'The loss at the start is {number(mean)}, where outputs of 0 would have {number(target)}, the mean square '
            'of the targets. The outputs are too large.',
            {'loss': mean, 'expected': target, 'interval': interval, 'losses': losses},
            **evidence.place(''),
        )
