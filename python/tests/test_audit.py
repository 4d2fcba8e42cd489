"""Models that load a checkpoint, and those that are initialized again after it."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from initlab_probe.audit import audit, audit_report
from initlab_probe.command.cli import main
from initlab_probe.errors import ProbeError

BASE = """
    from pathlib import Path
    import torch
    from torch import nn

    class Base(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Sequential(nn.Linear(8, 8), nn.BatchNorm1d(8), nn.Linear(8, 8))
            self.load_state_dict(torch.load(Path(__file__).with_name('weights.pt')), strict=False)

        def _init_weights(self, module):
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=0.02)

    class Net(Base):
        def __init__(self):
            super().__init__()
            self.head = nn.Linear(8, 3)
            self.CALL

        def forward(self, x):
            return self.head(self.body(x))
"""
WRONG = BASE.replace('CALL', 'apply(self._init_weights)  # after loading')
RIGHT = BASE.replace('CALL', 'head.apply(self._init_weights)')


def weights() -> dict[str, torch.Tensor]:
    torch.manual_seed(99)
    return nn.ModuleDict({'body': nn.Sequential(nn.Linear(8, 8), nn.BatchNorm1d(8), nn.Linear(8, 8))}).state_dict()


def report(project: Any, source: str, file: str = 'weights.pt', **model: Any) -> dict[str, Any]:
    project.write('model.py', source)
    return audit_report(audit(project.experiment(loss='model', **model), file))


def relations(found: dict[str, Any]) -> dict[str, str]:
    return {one['path']: one['relation'] for one in found['tensors']}


def test_weights_that_are_initialized_after_loading(project: Any) -> None:
    torch.save(weights(), project.directory / 'weights.pt')
    found = report(project, WRONG)
    (finding,) = found['findings']
    assert (finding['kind'], finding['severity']) == ('reinitialized', 'error')
    assert finding['evidence']['tensors'] == ['body.0.weight', 'body.2.weight']
    assert finding['file'].endswith('model.py') and finding['line'] == 16
    assert relations(found) == {
        **dict.fromkeys(weights(), 'same'),
        'body.0.weight': 'different',
        'body.2.weight': 'different',
        'head.weight': 'missingInFile',
        'head.bias': 'missingInFile',
    }


def test_the_correct_twin_has_no_finding(project: Any) -> None:
    torch.save(weights(), project.directory / 'weights.pt')
    found = report(project, RIGHT)
    assert found['findings'] == []
    assert 'different' not in relations(found).values()


def test_shapes_ties_prefixes_and_what_only_the_file_has(project: Any) -> None:
    state = {f'module.{name}': one for name, one in weights().items()}
    torch.save({'epoch': 1, 'state_dict': state}, project.directory / 'wrapped.pt')
    torch.save(weights(), project.directory / 'weights.pt')
    assert 'different' not in relations(report(project, RIGHT, 'wrapped.pt')).values()
    source = """
        from torch import nn
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.embed = nn.Embedding(5, 4)
                self.head = nn.Linear(4, 5, bias=False)
                self.head.weight = self.embed.weight
                self.out = nn.Linear(4, 2)
    """
    other = {'embed.weight': torch.ones(5, 4), 'out.weight': torch.ones(3, 4), 'old': torch.ones(())}
    torch.save(other, project.directory / 'other.pt')
    project.write('ties.py', source)
    found = report(project, source, 'other.pt', model={'python': 'ties.py:Net'})
    assert relations(found) == {
        'embed.weight': 'different',
        'head.weight': 'tied',
        'out.weight': 'otherShape',
        'out.bias': 'missingInFile',
        'old': 'missingInModel',
    }
    (finding,) = found['findings']
    assert finding['severity'] == 'info' and 'does not load this file' in finding['message']


def test_safetensors_are_read_without_a_library(project: Any) -> None:
    torch.save(weights(), project.directory / 'weights.pt')
    header, data = {}, b''
    kinds = {torch.float32: 'F32', torch.int64: 'I64'}
    for name, one in weights().items():
        raw = one.numpy().tobytes()
        header[name] = {
            'dtype': kinds[one.dtype],
            'shape': list(one.shape),
            'data_offsets': [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header).encode()
    (project.directory / 'weights.safetensors').write_bytes(struct.pack('<Q', len(text)) + text + data)
    assert relations(report(project, RIGHT, 'weights.safetensors')) == relations(report(project, RIGHT))


def test_the_command(project: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    torch.save(weights(), project.directory / 'weights.pt')
    project.write('model.py', WRONG)
    monkeypatch.chdir(project.directory)
    assert main(['audit', 'model.py:Net', 'weights.pt', '--json', 'out.json']) == 1
    printed = capsys.readouterr().out
    assert 'body.0.weight and body.2.weight have other numbers' in printed and 'head.bias: not in the file' in printed
    assert json.loads(Path('out.json').read_text(encoding='utf-8'))['checkpoint'] == 'weights.pt'
    assert main(['audit', 'model.py:Net', 'weights.pt', '--fail-on', 'never']) == 0
    assert main(['audit', 'model.py:Net', 'none.pt']) == 2


def test_files_with_code_are_refused(project: Any) -> None:
    torch.save({'a': Path('x')}, project.directory / 'code.pt')
    torch.save(weights(), project.directory / 'weights.pt')
    with pytest.raises(ProbeError, match=r'The checkpoint: code\.pt cannot be read'):
        report(project, RIGHT, 'code.pt')
