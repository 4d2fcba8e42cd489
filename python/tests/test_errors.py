"""What is wrong with the user's code is said with its file and line; the command line ends with 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from initlab_probe.check import check
from initlab_probe.command.cli import main
from initlab_probe.errors import ProbeError
from initlab_probe.frameworks.torch_framework.framework import check_version

HEAD = 'import torch\nfrom torch import nn\n'
NET = 'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n'

FAULTS = [
    ('import torhc\n', r"Importing model.py failed at model.py:1: ModuleNotFoundError: No module named 'torhc'", 1),
    ('def broken(:\n', r'SyntaxError', 1),
    (HEAD + 'import sys\nsys.exit(3)\n', r'the code called sys.exit\(3\)', 4),
    (HEAD + NET + "        raise ValueError('no')\n", r'model.py:6: ValueError: no', 6),
    (HEAD + NET.replace('self)', 'self, width)'), r"missing 1 required positional argument: 'width'", 3),
    (HEAD + NET, r'Net has no parameters', 3),
    (HEAD + 'class Other: pass\n', r"model.py has no 'Net'. It defines Other", 1),
    (
        HEAD + NET + '        self.l = nn.Linear(9, 4)\n    def forward(self, x):\n        return self.l(x)\n',
        r'The forward pass failed at model.py:8: RuntimeError: .*shapes cannot be multiplied',
        8,
    ),
]


@pytest.mark.parametrize(('source', 'words', 'line'), FAULTS)
def test_the_users_file_and_line(project: Any, source: str, words: str, line: int) -> None:
    path = project.write('model.py', source)
    with pytest.raises(ProbeError, match=words) as caught:
        check(project.experiment())
    assert caught.value.file is not None and Path(caught.value.file).resolve() == path.resolve()
    assert caught.value.line == line


GOOD = HEAD + NET + '        self.l = nn.Linear(8, 4)\n    def forward(self, x):\n        return self.l(x)\n'


def test_a_loss_that_is_no_number(project: Any) -> None:
    project.write('model.py', GOOD + 'def loss(output, y):\n    return (output - 1) ** 2\n')
    with pytest.raises(ProbeError, match=r'The loss: expected one number, got a tensor of shape \(32, 4\)'):
        check(project.experiment(loss='model.py:loss'))


def test_places_in_the_experiment(project: Any) -> None:
    for changes, words in (
        ({'loss': 'hinge'}, r'/loss: expected one of'),
        ({'data': {'random': {'x': {'shape': [0]}}}}, r'/data/random/x/shape: expected a list'),
        ({'random': {'seeds': []}}, r'/random/seeds'),
        ({'optimizer': {'kind': 'lion'}}, r'/optimizer/kind'),
    ):
        with pytest.raises(ProbeError, match=words):
            project.experiment(**changes)


def test_old_versions() -> None:
    check_version('1.13.0a0')
    with pytest.raises(ProbeError, match=r'PyTorch 1.12.1 is too old'):
        check_version('1.12.1')


def test_the_command_line(project: Any, monkeypatch: Any, capsys: Any) -> None:
    noisy = GOOD.replace('return', "print('x' * 100_000)\n        return")
    project.write('model.py', noisy)
    monkeypatch.chdir(project.directory)
    arguments = ['check', 'model.py:Net', '--input', '32x8', '--classes', '4']
    assert main([*arguments, '--json', 'report.json']) == 0
    shown = capsys.readouterr()
    assert 'No problems found in model.py:Net (36 parameters' in shown.out
    assert len(shown.err) < 300_000 and 'the rest of what the model prints is left out' in shown.err
    report = json.loads((project.directory / 'report.json').read_text(encoding='utf-8'))
    assert report['version'] == 1 and report['findings'] == [] and report['calls'][0]['path'] == 'l'
    assert report['parameters'][0]['fits'] == []
    assert main(['check', 'model.py:Nothing', '--input', '32x8', '--classes', '4']) == 2
    assert main(['check', 'model.py:Net', '--input', '32y8', '--classes', '4']) == 2
    dead = GOOD.replace('nn.Linear(8, 4)', 'nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 4))')
    project.write('dead.py', dead.replace('    def forward', '        self.l[0].bias.data.fill_(-99)\n    def forward'))
    assert main(['check', 'dead.py:Net', '--input', '32x8', '--classes', '4']) == 1
    assert capsys.readouterr().out.startswith('dead.py:')
