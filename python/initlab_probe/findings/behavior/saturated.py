"""
Outputs of sigmoid and tanh within a hundredth of the range from a limit, where the slope is below 4 % of its largest.
Rule: by call, the share under every seed; a warning from 1/2 on, told of from 1/5 on (`startReasons.ts` has the same).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..finding import Evidence, Finding, name_of, number
from ..intervals import mean_interval

WARNING = 0.5
INFO = 0.2


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such call."""
    for records in evidence.calls():
        shares = [one.saturated for one in records if one.saturated is not None]
        if not shares or min(shares) < INFO:
            continue
        mean = math.fsum(shares) / len(shares)
        call = records[0]
        yield Finding(
            'saturated',
            'warning' if min(shares) >= WARNING else 'info',
            call.path,
            f'{number(100 * mean)} % of the outputs of {name_of(call.path)} ({call.kind}) are saturated at the start: '
            'within 1 % of the range from a limit, where the slope is below 4 % of its maximum. '
            'The weights or biases before it are too large.',
            {'share': mean, 'interval': mean_interval(shares), 'shares': shares},
            **evidence.place(call.path),
        )
