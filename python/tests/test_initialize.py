"""Initializers draw the numbers of the snippets of `src/experiment/code/torchCode.ts`, bit for bit."""

from __future__ import annotations

import math
from typing import Any, Callable

import pytest
import torch
from torch import nn
from torch.nn import init

from initlab_probe.errors import ProbeError

MODEL = """
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            torch.rand(3)
            self.embed = nn.Embedding(8, 8)
            self.first = nn.Linear(8, 12)
            self.conv = nn.Conv1d(4, 6, 3, groups=2)
            self.up = nn.ConvTranspose1d(4, 6, 3)
            self.rnn = nn.GRU(8, 8)
            self.head = nn.Linear(12, 4)

        def forward(self, x):
            return self.head(torch.relu(self.first(x)))
"""

Draw = Callable[[torch.Tensor], object]
T = 0.87962566103423978


def _trunc(w: torch.Tensor, std: float) -> None:
    init.trunc_normal_(w, 0, std, -2 * std, 2 * std)


def _fan_in(w: torch.Tensor) -> int:
    return init._calculate_fan_in_and_fan_out(w)[0]  # type: ignore[no-any-return]


LAWS: list[tuple[dict[str, Any], Draw]] = [
    ({'kind': 'heNormal'}, lambda w: init.kaiming_normal_(w, mode='fan_in', nonlinearity='relu')),
    (
        {'kind': 'heUniform', 'mode': 'fanOut'},
        lambda w: init.kaiming_uniform_(w, mode='fan_out', nonlinearity='relu'),
    ),
    (
        {'kind': 'heNormal', 'a': 0.2},
        lambda w: init.kaiming_normal_(w, a=0.2, nonlinearity='leaky_relu', mode='fan_in'),
    ),
    ({'kind': 'heNormal', 'truncated': True}, lambda w: _trunc(w, math.sqrt(2 / _fan_in(w)) / T)),
    ({'kind': 'glorotUniform'}, lambda w: init.xavier_uniform_(w)),
    (
        {'kind': 'glorotNormal', 'gain': {'activation': 'tanh', 'rule': 'pytorch'}},
        lambda w: init.xavier_normal_(w, gain=init.calculate_gain('tanh')),
    ),
    ({'kind': 'lecunNormal'}, lambda w: init.normal_(w, 0, math.sqrt(1 / _fan_in(w)))),
    ({'kind': 'lecunUniform'}, lambda w: init.uniform_(w, -math.sqrt(3 / _fan_in(w)), math.sqrt(3 / _fan_in(w)))),
    ({'kind': 'varianceScaling', 'scale': 3}, lambda w: _trunc(w, math.sqrt(3 / _fan_in(w)) / T)),
    ({'kind': 'randomNormal', 'stddev': 0.3, 'scale': 0.5}, lambda w: init.normal_(w, 0, 0.3).mul_(0.5)),
    ({'kind': 'randomUniform', 'min': -0.2, 'max': 0.1}, lambda w: init.uniform_(w, -0.2, 0.1)),
    ({'kind': 'truncatedNormal', 'stddev': 0.3}, lambda w: _trunc(w, 0.3)),
    ({'kind': 'orthogonal'}, lambda w: init.orthogonal_(w)),
    ({'kind': 'constant', 'value': 0.5}, lambda w: init.constant_(w, 0.5)),
]


@pytest.mark.parametrize(('spec', 'draw'), LAWS, ids=lambda one: str(one) if isinstance(one, dict) else '')
def test_kernels_equal_the_snippets(project: Any, spec: dict[str, Any], draw: Draw) -> None:
    project.write('model.py', MODEL)
    model, _ = project.build(5)
    stream, before = torch.get_rng_state(), {key: one.clone() for key, one in model.model.state_dict().items()}
    touched = model.initialize(spec)
    assert touched == ['first.weight', 'conv.weight', 'up.weight', 'head.weight']
    assert torch.equal(stream, torch.get_rng_state())
    torch.manual_seed(5)
    with torch.no_grad():
        for name in touched:
            wanted = torch.empty_like(before[name])
            draw(wanted)
            assert torch.equal(model.model.state_dict()[name], wanted), name
    left = [name for name in before if name not in touched]
    assert all(torch.equal(before[name], model.model.state_dict()[name]) for name in left)


def test_pytorchs_own_law_is_that_of_a_new_layer(project: Any) -> None:
    project.write('model.py', MODEL)
    model, _ = project.build(5)
    model.initialize({'kind': 'pytorchLinear'})
    torch.manual_seed(5)
    layer = nn.Linear(8, 12)
    assert torch.equal(model.model.first.weight, layer.weight) and torch.equal(model.model.first.bias, layer.bias)


def test_patterns_scope_and_biases(project: Any) -> None:
    project.write('model.py', MODEL)
    model, _ = project.build()
    spec = {
        'kind': 'heNormal',
        'layers': {'head*': {'kind': 'zeros'}, 'embed': {'kind': 'ones'}, 'conv': {'kind': 'asWritten'}},
        'bias': {'kind': 'constant', 'value': 2},
    }
    assert 'conv.weight' not in model.initialize(spec)
    state = model.model.state_dict()
    assert not state['head.weight'].any() and bool((state['embed.weight'] == 1).all())
    assert bool((state['first.bias'] == 2).all()) and not bool((state['rnn.bias_ih_l0'] == 2).any())
    everything = model.initialize({'kind': 'randomNormal', 'scope': 'all'})
    assert {'embed.weight', 'rnn.weight_ih_l0', 'rnn.weight_hh_l0'} <= set(everything)


@pytest.mark.parametrize(
    ('spec', 'words'),
    [
        ({'kind': 'sparse'}, 'sparse is a law of matrices, but conv.weight has the shape'),
        ({'kind': 'zerO'}, 'zerO is a law of matrices'),
        ({'kind': 'heNormal', 'layers': {'haed': {'kind': 'zeros'}}}, "no layer with a kernel matches 'haed'"),
        ({'kind': 'zeros', 'bias': {'kind': 'orthogonal'}}, 'a bias is a vector'),
        ({'kind': 'ohNo'}, 'an initializer of the catalogue'),
        ({'kind': 'fromFile', 'path': 'none.pt'}, 'does not exist'),
    ],
)
def test_laws_without_meaning_are_refused(project: Any, spec: dict[str, Any], words: str) -> None:
    project.write('model.py', MODEL)
    model, _ = project.build()
    with pytest.raises(ProbeError, match=words):
        model.initialize(spec)


def test_lsuv_gives_outputs_a_deviation_of_one(project: Any) -> None:
    project.write('model.py', MODEL)
    model, batches = project.build()
    only = {'kind': 'asWritten', 'layers': {'first': {'kind': 'lsuv'}, 'head': {'kind': 'lsuv'}}}
    model.initialize(only, batches.probe_batch())
    hidden = model.model.first(batches.probe_batch().x)
    outputs = model.model.head(torch.relu(hidden)) - model.model.head.bias
    for values in (hidden - model.model.first.bias, outputs):
        assert float(values.std(unbiased=False)) == pytest.approx(1, abs=0.1)
