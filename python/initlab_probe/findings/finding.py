"""What a finding is, and what the rules look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..frameworks.base import BuildRecord, ModuleInfo, Weight
from ..measure.records import CallRecord, ParameterRecord, Snapshot
from ..recognise.recognise import Recognition
from ..request import Experiment

SEVERITIES = ('error', 'warning', 'info')


@dataclass(frozen=True)
class Finding:
    """A problem or property of a model at its start, in words, with the figures that the words have."""

    kind: str
    severity: str
    path: str
    message: str
    evidence: dict[str, Any] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Trial:
    """The model of one seed, as it was built and measured."""

    seed: int
    modules: Sequence[ModuleInfo]
    built: BuildRecord
    weights: Sequence[Weight]
    snapshot: Snapshot


@dataclass(frozen=True)
class Evidence:
    """All that the rules look at: the same model under several seeds."""

    experiment: Experiment
    trials: Sequence[Trial]
    laws: dict[str, Recognition]
    fingerprints: Sequence[dict[str, str]]
    """Of the parameters, for at least two seeds: what changes from one to the other was drawn."""
    file: str | None = None
    line: int | None = None
    """Where the model is written."""
    framework: str = 'torch'

    @property
    def first(self) -> Trial:
        return self.trials[0]

    @property
    def weights(self) -> Sequence[Weight]:
        return self.first.weights

    def place(self, module_path: str) -> dict[str, Any]:
        """
        File and line of the user's for a module: that of its class or of the nearest one around it that is the user's;
        the model's else.
        """
        by_path = {module.path: module for module in self.first.modules}
        path: str | None = module_path
        while path is not None:
            module = by_path.get(path)
            if module is not None and module.file is not None and _is_users(module.file):
                return {'file': module.file, 'line': module.line}
            path = path.rpartition('.')[0] if path else None
        return {'file': self.file, 'line': self.line}

    def module(self, path: str) -> ModuleInfo | None:
        return next((module for module in self.first.modules if module.path == path), None)

    def drawn(self, path: str) -> bool:
        """Whether a parameter changes with the seed."""
        return len({found.get(path) for found in self.fingerprints}) > 1

    def parameters(self, path: str) -> list[ParameterRecord]:
        """The records of a parameter, one a seed."""
        return [one for trial in self.trials for one in trial.snapshot.parameters if one.path == path]

    def calls(self) -> Iterator[list[CallRecord]]:
        """Each call with its records of all seeds."""
        by_key: dict[tuple[str, str, int], list[CallRecord]] = {}
        for trial in self.trials:
            for call in trial.snapshot.calls:
                by_key.setdefault((call.path, call.kind, call.call), []).append(call)
        return iter(by_key.values())


def _is_users(file: str) -> bool:
    from ..errors import is_user_file

    return is_user_file(file)


def name_of(path: str) -> str:
    """A module in a sentence."""
    return path or 'the model'


def listed(names: Sequence[str], most: int = 4) -> str:
    """`a, b and 3 more`."""
    if len(names) <= most:
        return ', '.join(names[:-1]) + (' and ' if len(names) > 1 else '') + names[-1]
    return f'{", ".join(names[:most])} and {len(names) - most} more'


def number(value: float) -> str:
    """A figure as text: three digits."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f'{value:.3g}' if abs(value) < 1000 else f'{value:.0f}'
    return f'{value:.2e}'.replace('e-0', 'e-').replace('e+0', 'e').replace('e+', 'e')
