"""Notebooks: their code cells are run from the first one on, as far as the name that is wanted."""

from __future__ import annotations

import json
import linecache
import os
import re
import sys
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from .errors import ProbeError, user_code

# Cell magics whose cell is ordinary code.
_TRANSPARENT = ('%%time', '%%timeit', '%%capture')
# A line of IPython: a magic, a command of the shell or a question, assigned to a name or not.
_IPYTHON = re.compile(r'^(\s*)(?:[\w.,\s]+=\s*)?[%!?].*$|^(\s*)[\w.]+\?{1,2}\s*$')
_CELL = re.compile(r'\.ipynb \(cell \d+\)$')


def cell_name(path: Path, number: int) -> str:
    """The name of a cell's file in tracebacks and reports; `number` counts all cells from 1 on."""
    return f'{path} (cell {number})'


def is_cell(file: str) -> bool:
    """Whether a file is a cell, as `cell_name` names it."""
    return _CELL.search(file) is not None


class Notebook:
    """
    A notebook as one module. Reading raises a ProbeError for a file that is no notebook.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.module = ModuleType(f'_initlab_notebook_{re.sub(r"[^0-9A-Za-z_]", "_", path.stem)}')
        self.module.__file__ = str(path)
        # As in Jupyter; what it would show goes to the output.
        self.module.__dict__['display'] = print
        self._left = _code_cells(path)
        sys.modules[self.module.__name__] = self.module

    def find(self, name: str) -> bool:
        """
        Runs cells until one has defined `name`; False when none does.

        Raises a ProbeError for a cell that fails, with its place.
        """
        while not hasattr(self.module, name):
            if not self._left:
                return False
            number, source = self._left.pop(0)
            with user_code(f'Running cell {number} of {self.path.name}'):
                # A window of a plot would wait for somebody to close it.
                os.environ.setdefault('MPLBACKEND', 'Agg')
                exec(_compile(source, cell_name(self.path, number)), self.module.__dict__)
        return True


def notebook_text(path: Path) -> str:
    """The Python of all code cells. Raises a ProbeError for a file that is no notebook."""
    return '\n'.join(_python_of(source) for _, source in _code_cells(path))


def _code_cells(path: Path) -> list[tuple[int, str]]:
    try:
        content: Any = json.loads(path.read_text('utf-8'))
        cells = [
            (number, cell['source'] if isinstance(cell['source'], str) else ''.join(cell['source']))
            for number, cell in enumerate(content['cells'], 1)
            if cell['cell_type'] == 'code'
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise ProbeError(f'{path.name} is not a notebook (nbformat 4): {error}.', str(path)) from error
    return cells


def _compile(source: str, name: str) -> CodeType:
    """Lines of IPython are left out, where the cell is no Python with them; places stay the same."""
    for text in (source, _without_cell_magic(source), _python_of(source)):
        # Tracebacks, and whoever asks for the source of a class, find it here.
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        try:
            return compile(text, name, 'exec', dont_inherit=True)
        except SyntaxError as error:
            failed = error
    raise failed


def _without_cell_magic(source: str) -> str:
    """A cell with a magic that does not change what it is; empty for one that is no Python."""
    lines = source.split('\n')
    at = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if not lines[at].startswith('%%'):
        return source
    if lines[at].split()[0] not in _TRANSPARENT:
        return ''
    return '\n'.join([*lines[:at], 'pass', *lines[at + 1 :]])


def _python_of(source: str) -> str:
    return '\n'.join(
        f'{match[1] or match[2] or ""}pass' if (match := _IPYTHON.match(line)) else line
        for line in _without_cell_magic(source).split('\n')
    )
