"""The processes that the user's code has started."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# prctl(2): the orphans among the descendants of this process become its children, not those of init.
PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """On Linux, keeps processes that leave their parent among the descendants of this one, so that they are found."""
    if not sys.platform.startswith('linux'):
        return
    # With a C library that has no prctl, only those whose parents live are found.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants(pid: int) -> list[int]:
    """Processes that `pid` has started, directly or not; none where the system has no /proc."""
    pairs = list(_parents())
    found = [pid]
    for one in found:
        found.extend(child for child, parent in pairs if parent == one)
    return found[1:]


def _parents() -> Iterator[tuple[int, int]]:
    proc = Path('/proc')
    for entry in proc.iterdir() if proc.is_dir() else ():
        if not entry.name.isdigit():
            continue
        try:
            # pid (name) state parent ..., and a name may hold anything.
            fields = (entry / 'stat').read_text('latin-1').rpartition(')')[2].split()
        except OSError:
            continue  # It has just ended.
        yield int(entry.name), int(fields[1])
