"""
Units of a rectifier that are 0 for every row and position of the probe batch, and so get no gradient. Rule: by call,
the share of such units over all seeds, with Wilson's interval; an error where every unit is dead, a warning where the
interval lies above 1/2, told of above 1/5. A healthy unit is 0 for a row with probability 1/2, so that fewer than 16
rows say nothing (2⁻¹⁶ by chance).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Evidence, Finding, name_of
from ..intervals import share_interval

FEWEST_ROWS = 16
WARNING = 0.5
INFO = 0.2


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such call."""
    for records in evidence.calls():
        counted = [one for one in records if one.dead is not None and one.units and (one.rows or 0) >= FEWEST_ROWS]
        if not counted:
            continue
        units = sum(one.units or 0 for one in counted)
        dead = sum(one.dead or 0 for one in counted)
        low, high = share_interval(dead, units)
        if low <= INFO:
            continue
        call = counted[0]
        severity = 'error' if dead == units else 'warning' if low > WARNING else 'info'
        amount = 'All' if dead == units else f'{dead} of'
        over = f' over {len(counted)} seeds' if len(counted) > 1 else ''
        yield Finding(
            'dead',
            severity,
            call.path,
            f'{amount} {units} units of {name_of(call.path)} ({call.kind}) are dead{over}: 0 for all {call.rows} '
            'outputs each, so no gradient reaches their weights.',
            {'dead': dead, 'units': units, 'share': dead / units, 'interval': [low, high], 'outputs': call.rows},
            **evidence.place(call.path),
        )
