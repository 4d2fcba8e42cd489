"""The loss of an experiment without one, by the first batch and output."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from initlab_probe.check import check
from initlab_probe.errors import ProbeError
from initlab_probe.report import report_of

NET = """
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(8, 4)

        def forward(self, x):
            return ANSWER

    def bits():
        return torch.randn(32, 8), torch.randint(2, (32, 4)).float()
"""
IMAGES = 'self.layer(x).t()[None, :, :, None].expand(2, 4, 32, 5)'
CASES = [
    ('self.layer(x)', {}, 'categoricalCrossEntropy'),
    ('self.layer(x)', {'data': {'random': {'x': {'shape': [32, 8]}, 'y': {'shape': [32, 4]}}}}, 'meanSquaredError'),
    ('self.layer(x)', {'data': {'python': 'model.py:bits'}}, 'binaryCrossEntropy'),
    (
        IMAGES,
        {'data': {'random': {'x': {'shape': [32, 8]}, 'y': {'classes': 4, 'shape': [2, 32, 5]}}}},
        'categoricalCrossEntropy',
    ),
    ("{'loss': self.layer(x).square().mean()}", {}, 'model'),
    ('self.layer(x).square().mean()', {}, 'model'),
]


@pytest.mark.parametrize(('answer', 'changes', 'kind'), CASES)
def test_the_loss_that_follows(project: Any, answer: str, changes: dict[str, Any], kind: str) -> None:
    project.write('model.py', NET.replace('ANSWER', answer))
    told = report_of(check(project.experiment(loss=None, **changes)))['loss']
    assert (told['kind'], told['deduced']) == (kind, True)
    # A model that is said to answer its loss is called with the targets, too.
    if kind == 'model':
        return
    named = report_of(check(project.experiment(loss=kind, **changes)))['loss']
    assert (named['kind'], named['deduced'], named['values']) == (kind, False, told['values'])


def test_a_loss_is_asked_for(project: Any) -> None:
    project.write('model.py', NET.replace('ANSWER', 'self.layer(x)'))
    data = {'random': {'x': {'shape': [32, 8]}, 'y': {'shape': [32, 3]}}}
    with pytest.raises(ProbeError, match=r'/loss: expected a loss.* shape \(32, 4\) and targets of shape \(32, 3\)'):
        check(project.experiment(loss=None, data=data))
    assert torch.is_grad_enabled()
