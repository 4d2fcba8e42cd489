"""A report as text for a terminal: the findings first."""

from __future__ import annotations

import os
import textwrap
from collections import Counter
from typing import Any, TextIO

from ..findings.finding import SEVERITIES, number

_COLORS = {'error': '31', 'warning': '33', 'info': '36'}

_WORDS = {
    'different': 'other numbers',
    'otherShape': 'another shape',
    'missingInFile': 'not in the file',
    'missingInModel': 'not in the model',
    'tied': 'not in the file',
}


def place(file: str | None, line: int | None) -> str:
    """`model.py:12`, relative to the working directory where it is inside."""
    if not file:
        return ''
    try:
        near = os.path.relpath(file)
    except ValueError:
        near = file
    shown = file if near.startswith('..') else near
    return f'{shown}:{line}' if line else shown


def _write_findings(report: dict[str, Any], out: TextIO) -> None:
    colored = out.isatty() and 'NO_COLOR' not in os.environ

    def paint(text: str, severity: str) -> str:
        return f'\x1b[{_COLORS[severity]}m{text}\x1b[0m' if colored else text

    for one in report['findings']:
        at = place(one.get('file'), one.get('line'))
        out.write(f'{at}: ' if at else '')
        out.write(f'{paint(one["severity"], one["severity"])}: {one["kind"]}\n')
        out.write(textwrap.fill(one['message'], 100, initial_indent='  ', subsequent_indent='  ') + '\n\n')


def write_audit(report: dict[str, Any], out: TextIO) -> None:
    """Writes the findings of an audit, and the tensors that are not those of the file."""
    _write_findings(report, out)
    for one in report['tensors']:
        if one['relation'] != 'same':
            sides = [_WORDS[one['relation']], _shape(one['shape'])]
            if one['relation'] == 'otherShape':
                sides.append(f'in the file {_shape(one["fileShape"])}')
            if one.get('tied'):
                sides.append(f'tied to {one["tied"]}')
            out.write(f'{one["path"]}: {", ".join(side for side in sides if side)}\n')
    counts = Counter(one['relation'] for one in report['tensors'])
    out.write(f'{counts["same"]} of {len(report["tensors"])} tensors of {report["model"]["target"]} have the numbers ')
    out.write(f'of {report["checkpoint"]}.\n')


def _shape(shape: list[int] | None) -> str:
    return '' if shape is None else '×'.join(map(str, shape)) or 'one number'


def write_report(report: dict[str, Any], out: TextIO) -> None:
    """Writes the findings with their places, then what was measured."""
    model = report['model']
    framework = report['framework']
    seeds = ', '.join(map(str, report['seeds']))
    found = Counter(one['severity'] for one in report['findings'])
    _write_findings(report, out)
    counts = ', '.join(
        f'{found[severity]} {severity}{"s" if found[severity] != 1 and severity != "info" else ""}'
        for severity in SEVERITIES
        if found[severity]
    )
    out.write(f'{counts or "No problems found"} in {model["target"]} ({model["parameters"]:,} parameters, ')
    out.write(f'{framework["name"]} {framework["version"]}, Python {report["python"]}, seeds {seeds}).\n')
    loss = report['loss']
    expected = f' (guessing: {number(loss["expected"])})' if loss['expected'] is not None else ''
    kind = f', {loss["kind"]}' if loss['deduced'] else ''
    out.write(f'Loss at the start{kind}: {number(loss["mean"])}{expected}.\n')
    for note in report['notes']:
        out.write(textwrap.fill(f'Note: {note}', 100, subsequent_indent='  ') + '\n')
