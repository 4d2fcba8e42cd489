"""Loads what `file.py:Name` names, with `sys.path` as running the file would have it."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import linecache
import re
import sys
from pathlib import Path
from types import ModuleType

from .errors import ProbeError, user_code
from .notebook import Notebook, is_cell, notebook_text


def split(target: str) -> tuple[str, str]:
    """`model.py:Net` as its file and its name."""
    file, colon, name = target.rpartition(':')
    known = file.endswith(('.py', '.ipynb'))
    if not colon or not known or not all(part.isidentifier() for part in name.split('.')):
        raise ProbeError(f'Expected file.py:Name or file.ipynb:Name, got {target!r}.')
    return file, name


def load(target: str, directory: str) -> object:
    """
    The object of that name in the file, relative to `directory`.

    Raises a ProbeError with the user's file and line.
    """
    file, name = split(target)
    path = (Path(directory) / file).resolve()
    if not path.is_file():
        raise ProbeError(f'{file} does not exist in {Path(directory).resolve()}.')
    module = _notebook_of(path, directory, name) if path.suffix == '.ipynb' else _module_of(path, directory)
    found: object = module
    for part in name.split('.'):
        if not hasattr(found, part):
            raise ProbeError(f'{file} has no {name!r}.{_offer(module)}', str(path), 1)
        found = getattr(found, part)
    return found


def place_of(target: object) -> tuple[str | None, int | None]:
    """File and line where a class, function or the class of an object is written; the file may be a cell."""
    subject = target if inspect.isclass(target) or inspect.isroutine(target) else type(target)
    try:
        return _cell_place(subject) or (inspect.getsourcefile(subject), inspect.getsourcelines(subject)[1])
    except (TypeError, OSError):
        return None, None


def source_text(path: Path) -> str:
    """What is written in a file or notebook."""
    return notebook_text(path) if path.suffix == '.ipynb' else path.read_text(encoding='utf-8')


def _cell_place(subject: object) -> tuple[str, int] | None:
    """Of what a cell has written; for a class, Python knows only the file of its module."""
    functions: list[object] = (
        [one for one in vars(subject).values() if inspect.isfunction(one)] if inspect.isclass(subject) else []
    )
    for one in functions or [subject]:
        code = getattr(one, '__code__', None)
        if code is None or not is_cell(code.co_filename):
            continue
        if one is subject:
            return code.co_filename, code.co_firstlineno
        head = re.compile(rf'\s*class\s+{re.escape(getattr(subject, "__name__", ""))}\b')
        lines = linecache.getlines(code.co_filename)
        return code.co_filename, next((n for n, line in enumerate(lines, 1) if head.match(line)), code.co_firstlineno)
    return None


def _offer(module: ModuleType) -> str:
    names = [
        name
        for name, value in vars(module).items()
        if callable(value) and getattr(value, '__module__', None) == module.__name__ and not name.startswith('_')
    ]
    return f' It defines {", ".join(names[:8])}.' if names else ''


def _notebook_of(path: Path, directory: str, name: str) -> ModuleType:
    """The module of a notebook, whose cells have run as far as `name`."""
    _search_in(str(Path(directory).resolve()), str(path.parent))
    notebook = _notebooks.get(path)
    if notebook is None:
        notebook = _notebooks[path] = Notebook(path)
    notebook.find(name.split('.')[0])
    return notebook.module


_notebooks: dict[Path, Notebook] = {}


def _search_in(*folders: str) -> None:
    """Modules are looked for in these folders first, the last one before the others."""
    for entry in folders:
        if entry in sys.path:
            sys.path.remove(entry)
        sys.path.insert(0, entry)


def _module_of(path: Path, directory: str) -> ModuleType:
    """The module of a file; a file of a package is imported as its member, so that relative imports work."""
    root, parts = path.parent, [path.stem]
    while (root / '__init__.py').is_file() and root.parent != root:
        parts.insert(0, root.name)
        root = root.parent
    _search_in(str(Path(directory).resolve()), str(root), str(path.parent))
    name = '.'.join(parts)
    known = sys.modules.get(name)
    if known is not None and _file_of(known) == path:
        return known
    with user_code(f'Importing {path.name}'):
        if len(parts) > 1 and known is None:
            found = importlib.import_module(name)
            if _file_of(found) == path:
                return found
        # A name that a library has already is left to the library.
        own = name if known is None and len(parts) == 1 else f'_initlab_user_{path.stem}'
        if own in sys.modules and _file_of(sys.modules[own]) == path:
            return sys.modules[own]
        spec = importlib.util.spec_from_file_location(own, path)
        if spec is None or spec.loader is None:
            raise ProbeError(f'{path.name} is not a Python file.', str(path))
        module = importlib.util.module_from_spec(spec)
        sys.modules[own] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[own]
            raise
        return module


def _file_of(module: ModuleType) -> Path | None:
    file = getattr(module, '__file__', None)
    return Path(file).resolve() if file else None
