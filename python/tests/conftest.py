"""What tests share: experiments of models that are written into a folder of their own."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from initlab_probe.data import DataSource
from initlab_probe.frameworks.registry import framework_of
from initlab_probe.request import Experiment


class Project:
    """A folder with the user's files."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def write(self, name: str, source: str) -> Path:
        """Writes a file, the indentation of the test taken away."""
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(source), encoding='utf-8')
        return path

    def experiment(self, **changes: Any) -> Experiment:
        """An experiment of `model.py:Net` on random data, with changes by their JSON keys."""
        source: dict[str, Any] = {
            'version': 1,
            'model': {'python': 'model.py:Net'},
            'data': {'random': {'x': {'shape': [32, 8]}, 'y': {'classes': 4}}},
            'loss': 'categoricalCrossEntropy',
            **changes,
        }
        return Experiment.from_json(source, str(self.directory))

    def build(self, seed: int = 0, **changes: Any) -> tuple[Any, Any]:
        """The built model and its batches."""
        experiment = self.experiment(**changes)
        framework = framework_of(experiment)
        batches = DataSource(experiment, framework).batches(seed)
        return framework.build(experiment, seed, batches.probe_batch()), batches


@pytest.fixture
def project(tmp_path: Path) -> Any:
    """A folder of its own; modules loaded from it are forgotten after the test."""
    before, path = set(sys.modules), list(sys.path)
    yield Project(tmp_path)
    sys.path[:] = path
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], '__file__', None)
        if file and str(tmp_path) in file:
            del sys.modules[name]
