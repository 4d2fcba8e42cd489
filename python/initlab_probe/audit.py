"""An audit: the model as its code builds and loads it, against the tensors of a checkpoint."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import ProbeError
from .findings.finding import Finding
from .findings.weights.reinitialized import find
from .frameworks.base import Auditable, ComparedTensor, Framework
from .frameworks.registry import framework_of
from .report import finding_json
from .request import Experiment
from .target import load, place_of


@dataclass(frozen=True)
class Audit:
    """What an audit found."""

    experiment: Experiment
    framework: Framework
    checkpoint: str
    seeds: Sequence[int]
    tensors: Sequence[ComparedTensor]
    findings: Sequence[Finding]
    file: str | None
    line: int | None


def audit(experiment: Experiment, checkpoint: str, progress: Callable[[str], None] = lambda _: None) -> Audit:
    """
    Builds the model as written under two seeds, and compares every tensor with the file: what differs from the file,
    and from one seed to the other, was drawn after loading. Raises a ProbeError.
    """
    progress('loading')
    framework = framework_of(experiment)
    path = Path(experiment.directory) / checkpoint
    seeds = (experiment.seeds[0], experiment.seeds[0] + 1)
    compared = []
    for seed in seeds:
        progress(f'seed {seed}')
        model = framework.build(experiment, seed)
        if not isinstance(model, Auditable):
            raise ProbeError(f'Checkpoints of {framework.name} models cannot be compared yet.')
        compared.append(list(model.compared_with(path)))
    file, line = place_of(load(experiment.model, experiment.directory))
    others = {one.path: one.digest for one in compared[1]}
    drawn = {one.path for one in compared[0] if one.digest and others.get(one.path) != one.digest}
    findings = find(compared[0], drawn, path.name, file, line)
    return Audit(experiment, framework, checkpoint, seeds, compared[0], findings, file, line)


def audit_report(found: Audit) -> dict[str, Any]:
    """The report of an audit, in the form of that of a check."""
    place = {key: value for key, value in (('file', found.file), ('line', found.line)) if value is not None}
    return {
        'version': 1,
        'model': {'target': found.experiment.model, 'arguments': found.experiment.arguments, **place},
        'framework': {
            'name': found.framework.name,
            'version': found.framework.version,
            'device': found.framework.device,
        },
        'python': platform.python_version(),
        'seeds': list(found.seeds),
        'checkpoint': found.checkpoint,
        'tensors': [
            {
                'path': one.path,
                'relation': one.relation,
                'shape': None if one.shape is None else list(one.shape),
                'fileShape': None if one.file_shape is None else list(one.file_shape),
                **({'tied': one.tied} if one.tied else {}),
            }
            for one in found.tensors
        ],
        'findings': [finding_json(one) for one in found.findings],
    }
