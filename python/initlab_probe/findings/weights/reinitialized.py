"""Weights that were loaded from a checkpoint and then initialized again, as by an `_init_weights` that runs later."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ...frameworks.base import ComparedTensor
from ..finding import Finding, listed


def find(
    tensors: Sequence[ComparedTensor], drawn: Collection[str], checkpoint: str, file: str | None, line: int | None
) -> list[Finding]:
    """
    Exact: where tensors of the file are in the model to the bit, it was loaded; others of the same shape with other
    numbers were overwritten after that. `drawn` are those that change with the seed.
    """
    same = [one.path for one in tensors if one.relation == 'same' and one.informative]
    other = [one for one in tensors if one.relation == 'different']
    if not same:
        alike = ' but zeros, ones and other constants' if any(one.relation == 'same' for one in tensors) else ''
        message = f'The model shares no numbers with {checkpoint}{alike}: its code does not load this file.'
        return [Finding('reinitialized', 'info', '', message, {'different': len(other)}, file, line)] if other else []
    again = [one.path for one in other if one.path in drawn]
    fixed = [one.path for one in other if one.path not in drawn]
    found = []
    if again:
        message = (
            f'{listed(again)} {"has" if len(again) == 1 else "have"} other numbers than {checkpoint}, which change '
            f'with the seed, while {len(same)} tensors are those of the file: initialized again after loading.'
        )
        found.append(_finding('error', again, len(same), message, file, line))
    if fixed:
        message = (
            f'{listed(fixed)} {"has" if len(fixed) == 1 else "have"} other numbers than {checkpoint}, the same under '
            f'every seed, while {len(same)} tensors are those of the file: overwritten after loading, or of another '
            'checkpoint.'
        )
        found.append(_finding('warning', fixed, len(same), message, file, line))
    return found


def _finding(
    severity: str, paths: Sequence[str], same: int, message: str, file: str | None, line: int | None
) -> Finding:
    return Finding('reinitialized', severity, paths[0], message, {'tensors': list(paths), 'same': same}, file, line)
