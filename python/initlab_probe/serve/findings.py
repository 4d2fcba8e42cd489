"""What is found in a trial while it trains."""

from __future__ import annotations

from typing import Any


def of_trial(prepared: Any, trial: Any, step: int, snapshot: Any) -> list[dict[str, Any]] | None:
    """Findings of a trial at a step; None where there is nothing new to say."""
    return None
