"""The processes that the user's code has started."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator

# prctl(2): the orphans among the descendants of this process become its children, not those of init.
PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """On Linux, keeps processes that leave their parent among the descendants of this one, so that they are found."""
    if not sys.platform.startswith('linux'):
        return
    try:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    except (OSError, AttributeError):
        pass  # A C library without it: only children are found.


def descendants(pid: int) -> list[int]:
    """Processes that `pid` has started, directly or not; none where the system has no /proc."""
    pairs = list(_parents())
    found = [pid]
    for one in found:
        found.extend(child for child, parent in pairs if parent == one)
    return found[1:]


def _parents() -> Iterator[tuple[int, int]]:
    if not os.path.isdir('/proc'):
        return
    for name in os.listdir('/proc'):
        if not name.isdigit():
            continue
        try:
            with open(f'/proc/{name}/stat', encoding='latin-1') as file:
                # pid (name) state parent ..., and a name may hold anything.
                fields = file.read().rpartition(')')[2].split()
        except OSError:
            continue  # It has just ended.
        yield int(name), int(fields[1])
