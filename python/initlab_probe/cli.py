"""The command line of the probe."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .arguments import experiment_of, parser
from .check import check
from .errors import ProbeError
from .findings.finding import SEVERITIES
from .output import capped_output
from .report import report_of, to_json
from .terminal import place, write_report

BAD_INPUT = 2


def _check(options: argparse.Namespace) -> int:
    experiment = experiment_of(options)
    with capped_output():
        found = check(experiment)
    report = report_of(found)
    if options.json == '-':
        sys.stdout.write(to_json(report) + '\n')
    else:
        write_report(report, sys.stdout)
        if options.json is not None:
            Path(options.json).write_text(to_json(report) + '\n', encoding='utf-8')
    if options.fail_on == 'never':
        return 0
    severe = SEVERITIES[: SEVERITIES.index(options.fail_on) + 1]
    return 1 if any(one.severity in severe for one in found.findings) else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; answers the exit code."""
    options = parser().parse_args(arguments)
    try:
        return _check(options)
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
