"""Errors as the user sees them: what happened, and the user's file and line."""

from __future__ import annotations

import os
import sysconfig
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

_PACKAGE = str(Path(__file__).resolve().parent)
_LIBRARIES = tuple(
    {
        str(Path(path).resolve())
        for key in ('stdlib', 'platstdlib', 'purelib', 'platlib')
        if (path := sysconfig.get_path(key))
    }
)


class ProbeError(Exception):
    """A fault of the input or of the user's code. `file` and `line` are the user's, where they are known."""

    def __init__(
        self, message: str, file: str | None = None, line: int | None = None, traceback: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.traceback = traceback


def is_user_file(name: str) -> bool:
    """Whether a source file is the user's: neither this package's nor a library's nor code without a file."""
    if name.startswith('<') or not name:
        return False
    path = str(Path(name).resolve())
    if path.startswith(_PACKAGE + os.sep):
        return False
    inside = ('site-packages', 'dist-packages')
    return not any(path.startswith(one + os.sep) for one in _LIBRARIES) and not any(
        one in Path(path).parts for one in inside
    )


def _place(error: BaseException) -> tuple[str | None, int | None]:
    """The innermost frame in a file of the user's."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno
    place: tuple[str | None, int | None] = (None, None)
    at: TracebackType | None = error.__traceback__
    while at is not None:
        name = at.tb_frame.f_code.co_filename
        if is_user_file(name):
            place = (name, at.tb_lineno)
        at = at.tb_next
    return place


def _reason(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f'the code called sys.exit({"" if error.code is None else error.code!r})'
    if isinstance(error, SyntaxError):
        return f'{type(error).__name__}: {error.msg}'
    text = str(error).strip()
    # Frameworks write whole stack traces into messages.
    if len(text) > 2000:
        text = text[:2000] + ' …'
    return f'{type(error).__name__}: {text}' if text else type(error).__name__


def user_error(what: str, error: BaseException) -> ProbeError:
    """An exception of the user's code as a ProbeError; `what` says what was being done, as "Importing model.py"."""
    if isinstance(error, ProbeError):
        return error
    file, line = _place(error)
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    own = f'  File "{_PACKAGE}'
    shown = ''.join(entry for entry in lines if not entry.startswith(own))
    where = f' at {Path(file).name}:{line}' if file else ''
    return ProbeError(f'{what} failed{where}: {_reason(error)}', file, line, shown)


@contextmanager
def user_code(what: str) -> Iterator[None]:
    """Runs the user's code: whatever it raises, sys.exit too, becomes a ProbeError. Ctrl+C passes."""
    try:
        yield
    except KeyboardInterrupt:
        raise
    except ProbeError:
        raise
    except BaseException as error:
        raise user_error(what, error) from error
