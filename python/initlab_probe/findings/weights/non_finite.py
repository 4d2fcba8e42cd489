"""
Numbers that are NaN or infinite: in parameters, buffers, outputs, gradients or the loss. Exact, no threshold. Minus
infinity in outputs and buffers is how masks are written, and is no finding; nor is an infinite output that leaves the
loss and all gradients finite.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..finding import Evidence, Finding, listed, name_of


def find(evidence: Evidence) -> Iterator[Finding]:
    """The first place of each sort, as later ones follow from it."""
    snapshot = evidence.first.snapshot
    bad = [one for one in snapshot.parameters if one.statistics.nan or one.statistics.infinite]
    if bad:
        yield Finding(
            'nonFinite',
            'error',
            bad[0].path,
            f'{listed([one.path for one in bad])}: {bad[0].statistics.nan} NaN and {bad[0].statistics.infinite} '
            f'infinite values of {bad[0].statistics.count} in {bad[0].path} when the model is built.',
            {'nan': bad[0].statistics.nan, 'infinite': bad[0].statistics.infinite, 'parameters': [p.path for p in bad]},
            **evidence.place(bad[0].module),
        )
    for path in snapshot.nan_buffers:
        yield Finding(
            'nonFinite',
            'error',
            path,
            f'The buffer {path} has NaN when the model is built.',
            {},
            **evidence.place(path.rpartition('.')[0]),
        )
    broken = not math.isfinite(snapshot.loss) or any(
        one.gradient is not None and one.gradient.not_finite for one in snapshot.parameters
    )
    call = next(
        (
            one
            for one in snapshot.calls
            if one.forward is not None and (one.forward.nan or (broken and one.forward.infinite))
        ),
        None,
    )
    if call is not None and call.forward is not None:
        yield Finding(
            'nonFinite',
            'error',
            call.path,
            f'The output of {name_of(call.path)} ({call.kind}) has {call.forward.nan} NaN and {call.forward.infinite} '
            f'infinite values of {call.forward.count}; it is the first such output in the forward pass.',
            {'nan': call.forward.nan, 'infinite': call.forward.infinite, 'count': call.forward.count},
            **evidence.place(call.path),
        )
    elif not math.isfinite(snapshot.loss):
        yield Finding(
            'nonFinite',
            'error',
            '',
            f'The loss at the start is {snapshot.loss}, although all outputs of modules are finite.',
            {},
            **evidence.place(''),
        )
    elif broken:
        worst = [one.path for one in snapshot.parameters if one.gradient is not None and one.gradient.not_finite]
        yield Finding(
            'nonFinite',
            'error',
            worst[0],
            f'The gradient of {listed(worst)} is not finite at the start, although the loss is.',
            {'parameters': worst},
            **evidence.place(worst[0].rpartition('.')[0]),
        )
