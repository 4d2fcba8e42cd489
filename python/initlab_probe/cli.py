"""The command line of the probe."""

from __future__ import annotations


def main() -> int:
    """Runs a command; answers the exit code."""
    raise NotImplementedError
