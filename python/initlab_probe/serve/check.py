"""What there is to say of a model that is not trained."""

from __future__ import annotations

from typing import Any

from .heartbeat import Heartbeat


def report_of(message: dict[str, Any], heartbeat: Heartbeat) -> dict[str, Any]:
    """Does what a message of the type `check` asks. Raises a ProbeError."""
    raise NotImplementedError
