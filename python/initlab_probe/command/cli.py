"""The command line of the probe."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from ..audit import audit, audit_report
from ..check import check
from ..errors import ProbeError
from ..findings.finding import SEVERITIES
from ..report import report_of, to_json
from .arguments import audited, experiment_of, parser
from .output import capped_output
from .terminal import place, write_audit, write_report

BAD_INPUT = 2


def _check(options: argparse.Namespace) -> int:
    experiment = experiment_of(options)
    with capped_output():
        found = check(experiment)
    return _tell(options, report_of(found), write_report)


def _audit(options: argparse.Namespace) -> int:
    experiment = audited(options)
    with capped_output():
        found = audit(experiment, options.checkpoint)
    return _tell(options, audit_report(found), write_audit)


def _tell(options: argparse.Namespace, report: dict[str, Any], write: Callable[[dict[str, Any], TextIO], None]) -> int:
    """Writes a report where it is wanted; answers the exit code."""
    if options.json == '-':
        sys.stdout.write(to_json(report) + '\n')
    else:
        write(report, sys.stdout)
        if options.json is not None:
            Path(options.json).write_text(to_json(report) + '\n', encoding='utf-8')
    if options.fail_on == 'never':
        return 0
    severe = SEVERITIES[: SEVERITIES.index(options.fail_on) + 1]
    return 1 if any(one['severity'] in severe for one in report['findings']) else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; answers the exit code."""
    options = parser().parse_args(arguments)
    try:
        return _audit(options) if options.command == 'audit' else _check(options)
    except ProbeError as error:
        at = place(error.file, error.line)
        if error.traceback:
            sys.stderr.write(error.traceback)
        sys.stderr.write(f'{at}: {error.message}\n' if at else f'{error.message}\n')
        return BAD_INPUT
    except OSError as error:
        sys.stderr.write(f'{error}\n')
        return BAD_INPUT
    except KeyboardInterrupt:
        return 130
