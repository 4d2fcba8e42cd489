"""Models in notebooks: cells are run as far as a name, and places name the cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from initlab_probe.check import check
from initlab_probe.errors import ProbeError
from initlab_probe.target import load, place_of

NET = """class Net(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.l = nn.Linear(8, width)
    def forward(self, x):
        return self.l(x)
"""


def write(project: Any, *cells: str, kind: str = 'code') -> Path:
    content = {
        'cells': [{'cell_type': 'markdown', 'source': ['# Title\n']}]
        + [{'cell_type': kind, 'source': cell.splitlines(keepends=True), 'outputs': []} for cell in cells],
        'nbformat': 4,
        'nbformat_minor': 5,
        'metadata': {},
    }
    path: Path = project.write('work.ipynb', json.dumps(content))
    return path


def target(project: Any, name: str) -> Any:
    return load(f'work.ipynb:{name}', str(project.directory))


def test_cells_run_as_far_as_the_name_and_go_on_from_there(project: Any) -> None:
    write(
        project,
        'ran = []',
        'ran.append(1)\ndef first(): return ran',
        'ran.append(2)\ndef second(): return ran',
        'raise ValueError("not reached")',
    )
    first = target(project, 'first')
    assert first() == [1]
    assert target(project, 'second')() == [1, 2] and target(project, 'first') is first


def test_lines_of_ipython_are_left_out(project: Any) -> None:
    write(
        project,
        '%matplotlib inline\n!pip install torch\nfiles = !ls\nimport json\njson?\nif True:\n    %time\n',
        '%%bash\nthis is no python\n',
        '%%time\nvalue = 7 \\\n  % 4\n',
        'display(value)\ntext = """\n%not a magic\n"""\ndef found(): return value, text\n',
    )
    assert target(project, 'found')() == (3, '\n%not a magic\n')


def test_a_model_is_checked_and_its_place_is_a_cell(project: Any) -> None:
    path = write(project, 'import torch\nfrom torch import nn\n', '\n' + NET)
    report = check(project.experiment(model={'python': 'work.ipynb:Net'}))
    assert report.framework.name == 'torch'
    assert place_of(target(project, 'Net')) == (f'{path} (cell 3)', 2)


RULE = """class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = nn.ModuleDict({'out_proj': nn.Linear(8, 4)})
        for name, p in self.named_parameters():
            if name == 'out_proj.weight':
                nn.init.zeros_(p)
    def forward(self, x):
        return self.block['out_proj'](x)
"""


def test_rules_in_cells_are_watched(project: Any) -> None:
    path = write(project, 'from torch import nn', '%time 1\n' + RULE)
    report = check(project.experiment(model={'python': 'work.ipynb:Net'}))
    found = next(one for one in report.findings if one.kind == 'neverInitialized')
    assert (found.file, found.line) == (f'{path} (cell 3)', 7)


@pytest.mark.parametrize(
    ('cells', 'words', 'line'),
    [
        (
            ('import torch', 'x = 1\n1 / 0'),
            r'Running cell 3 of work.ipynb failed at work.ipynb \(cell 3\):2: ZeroDiv',
            2,
        ),
        (('import torch', 'def f(:'), r'cell 3.*SyntaxError', 1),
        (('a = 1',), r"work.ipynb has no 'Net'", 1),
    ],
)
def test_errors_name_the_cell(project: Any, cells: tuple[str, ...], words: str, line: int) -> None:
    write(project, *cells)
    with pytest.raises(ProbeError, match=words) as caught:
        target(project, 'Net')
    assert caught.value.line == line


def test_a_file_that_is_no_notebook(project: Any) -> None:
    project.write('work.ipynb', '{"cells": 3}')
    with pytest.raises(ProbeError, match=r'work.ipynb is not a notebook'):
        target(project, 'Net')
