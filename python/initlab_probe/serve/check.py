"""What there is to say of a model that is not trained: by itself, or against a checkpoint."""

from __future__ import annotations

from typing import Any

from .. import report
from ..audit import audit, audit_report
from ..check import check
from .connection.heartbeat import Heartbeat
from .preparation import arrays_of, experiment_of


def report_of(message: dict[str, Any], heartbeat: Heartbeat) -> dict[str, Any]:
    """Does what a message of the type `check` or `audit` asks. Raises a ProbeError."""
    experiment = experiment_of(message)

    def progress(step: str) -> None:
        heartbeat.enter('importing' if step == 'loading' else 'checking')

    if message['type'] == 'audit':
        return audit_report(audit(experiment, message['checkpoint'], progress))
    found = check(experiment, arrays_of(message), progress)
    return report.report_of(found)
