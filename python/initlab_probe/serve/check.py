"""What there is to say of a model that is not trained."""

from __future__ import annotations

from typing import Any

from .. import report
from ..check import check
from .heartbeat import Heartbeat
from .preparation import arrays_of, experiment_of


def report_of(message: dict[str, Any], heartbeat: Heartbeat) -> dict[str, Any]:
    """Does what a message of the type `check` asks. Raises a ProbeError."""
    experiment = experiment_of(message)
    phases = {'loading': 'importing'}
    found = check(experiment, arrays_of(message), lambda step: heartbeat.enter(phases.get(step, 'checking')))
    return report.report_of(found)
