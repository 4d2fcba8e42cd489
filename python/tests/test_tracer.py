"""Calls of every sort: reused modules, functions between modules, nested outputs, checkpoints, scripted modules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

HEAD = """
    import torch
    from torch import nn
    import torch.nn.functional as F
    from torch.utils.checkpoint import checkpoint
"""


def test_calls_in_order(project: Any) -> None:
    project.write(
        'model.py',
        HEAD
        + """
    class Inner(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(8, 8)

        def forward(self, x):
            return {'hidden': (F.relu(self.linear(x)), 3)}

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.parts = nn.ModuleDict({'a': Inner()})
            self.act = nn.ReLU()
            self.head = nn.Linear(8, 4)

        def forward(self, x):
            for _ in range(2):
                x = self.parts['a'](x)['hidden'][0]
            return self.head(self.act(x).sigmoid())
    """,
    )
    model, batches = project.build()
    calls = model.snapshot(batches.probe_batch()).calls
    assert [(call.path, call.kind, call.call, call.activation) for call in calls] == [
        ('parts.a.linear', 'Linear', 0, None),
        ('parts.a', 'relu', 0, 'relu'),
        ('parts.a.linear', 'Linear', 1, None),
        ('parts.a', 'relu', 1, 'relu'),
        ('act', 'ReLU', 0, 'relu'),
        ('', 'sigmoid', 0, 'sigmoid'),
        ('head', 'Linear', 0, None),
    ]
    assert all(call.backward is not None for call in calls)


@pytest.mark.parametrize('reentrant', [True, False])
def test_checkpoints_are_measured_as_without(project: Any, reentrant: bool) -> None:
    source = (
        HEAD
        + """
    class Net(nn.Module):
        def __init__(self, kept=True):
            super().__init__()
            self.first, self.second = nn.Linear(8, 8), nn.Linear(8, 4)
            self.kept = kept

        def part(self, x):
            return torch.tanh(self.first(x))

        def forward(self, x):
            x = x.clone().requires_grad_()
            x = self.part(x) if self.kept else checkpoint(self.part, x, use_reentrant=REENTRANT)
            return self.second(x)
    """
    )
    project.write('model.py', source.replace('REENTRANT', str(reentrant)))
    taken = []
    for kept in (True, False):
        model, batches = project.build(model={'python': 'model.py:Net', 'arguments': {'kept': kept}})
        taken.append(model.snapshot(batches.probe_batch()).calls)
    if reentrant:
        # Computed again outside of the mode that sees functions: the gradients of those are not seen.
        taken = [[replace(call, backward=None) if call.kind == 'tanh' else call for call in calls] for calls in taken]
    assert taken[0] == taken[1]


def test_tied_parameters_once_and_scripted_modules_said(project: Any) -> None:
    project.write(
        'model.py',
        HEAD
        + """
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.one, self.two = nn.Linear(8, 8), nn.Linear(8, 8)
            self.two.weight = self.one.weight
            self.scripted = torch.jit.script(nn.Sequential(nn.Linear(8, 8), nn.ReLU()))
            self.head = nn.Linear(8, 4)

        def forward(self, x):
            return self.head(self.scripted(self.two(self.one(x))))
    """,
    )
    model, batches = project.build()
    taken = model.snapshot(batches.probe_batch())
    assert [one.path for one in taken.parameters].count('one.weight') == 1
    assert 'two.weight' not in [one.path for one in taken.parameters]
    assert next(one for one in model.weights() if one.path == 'one.weight').tied == ('two.weight',)
    assert any('scripted' in note for note in taken.notes)
    assert [call.path for call in taken.calls] == ['one', 'two', 'head']
    assert 'scripted.0.weight' in [one.path for one in taken.parameters]


@pytest.mark.skipif(not hasattr(torch, 'compile'), reason='before PyTorch 2')
def test_compiled_models_are_measured_uncompiled(project: Any) -> None:
    project.write('model.py', HEAD + '    def Net():\n        return torch.compile(nn.Linear(8, 4))\n')
    model, batches = project.build()
    taken = model.snapshot(batches.probe_batch())
    assert [call.path for call in taken.calls] == [''] and [one.path for one in taken.parameters] == ['weight', 'bias']
    assert taken.notes == ['The model is compiled; it was measured uncompiled.']
