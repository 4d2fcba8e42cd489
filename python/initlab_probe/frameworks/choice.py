"""Which law a kernel of a model gets: exceptions by name first, then the initializer's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, Protocol

from ..errors import ProbeError

Law = Mapping[str, Any]


class Named(Protocol):
    """A kernel as far as the choice goes."""

    @property
    def path(self) -> str:
        """Of the parameter."""
        ...

    @property
    def plain(self) -> bool:
        """Of a dense or convolutional layer: drawn unless an exception says otherwise."""
        ...


def chosen_law(kernel: Named, module_path: str, spec: Law) -> tuple[Law, str] | None:
    """The law of a kernel and its place in the experiment; None where it stays as written."""
    for pattern, law in spec.get('layers', {}).items():
        if fnmatchcase(module_path, pattern) or fnmatchcase(kernel.path, pattern):
            return None if law['kind'] == 'asWritten' else (law, f'layers/{pattern}')
    if spec['kind'] == 'asWritten' or not (kernel.plain or spec.get('scope') == 'all'):
        return None
    return spec, ''


def check_patterns(kernels: Sequence[tuple[str, str]], spec: Law) -> None:
    """Raises a ProbeError for a pattern that names none of the kernels, given by the paths of module and parameter."""
    for pattern in spec.get('layers', {}):
        if not any(fnmatchcase(path, pattern) or fnmatchcase(name, pattern) for path, name in kernels):
            names = ', '.join(path or '(the model)' for path, _ in kernels[:12])
            raise ProbeError(f'layers: no layer with a kernel matches {pattern!r}. There are: {names}.')
