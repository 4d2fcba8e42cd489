"""What the user's code prints: passed on to standard error, up to a limit."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

LIMIT = 256 * 1024
"""Characters; a model that prints in every call may write megabytes."""


class _Capped(io.TextIOBase):
    def __init__(self, target: TextIO) -> None:
        self._target = target
        self._left = LIMIT

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return getattr(self._target, 'encoding', None) or 'utf-8'

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._left > 0:
            self._target.write(text[: self._left])
            self._left -= len(text)
            if self._left <= 0:
                self._target.write('\n… the rest of what the model prints is left out.\n')
        return len(text)

    def flush(self) -> None:
        self._target.flush()

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._target.fileno()


@contextmanager
def capped_output() -> Iterator[None]:
    """Standard output and error of Python code inside go to standard error, together up to `LIMIT`."""
    kept = sys.stdout, sys.stderr
    capped = _Capped(sys.stderr)
    sys.stdout = sys.stderr = capped
    try:
        yield
    finally:
        sys.stdout, sys.stderr = kept
