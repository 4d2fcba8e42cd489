"""How the threads of a framework wait for work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_POLICY = 'OMP_WAIT_POLICY'


@contextmanager
def idle_threads_sleep() -> Iterator[None]:
    """
    Threads of OpenMP libraries that are loaded inside sleep while they have no work, unless the user says otherwise.

    By default they wait in a loop, in which a small model takes several times as long where the other cores are in
    use, by an editor that draws its curves among others. No number depends on it.
    """
    chosen = _POLICY in os.environ
    if not chosen:
        os.environ[_POLICY] = 'PASSIVE'
    try:
        yield
    finally:
        # The library has read it; nothing that the user's code starts is to have it.
        if not chosen:
            os.environ.pop(_POLICY, None)
