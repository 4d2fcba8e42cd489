"""A model of the user's: built, initialized, trained and measured like the user's own script."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
import torch
from torch import nn

NET = """
    import torch
    from torch import nn
    import torch.nn.functional as F

    class Net(nn.Module):
        def __init__(self, width=16):
            super().__init__()
            self.first = nn.Linear(8, width)
            self.norm = nn.BatchNorm1d(width)
            self.drop = nn.Dropout(0.5)
            self.head = nn.Linear(width, 4)

        def forward(self, x):
            return self.head(self.drop(torch.tanh(self.norm(self.first(x)))))
"""


def _state(model: Any) -> dict[str, torch.Tensor]:
    return {name: one.clone() for name, one in model.model.state_dict().items()}


def test_as_written_is_the_users_script_to_the_bit(project: Any) -> None:
    project.write('model.py', NET)
    changes = {'training': {'batchSize': 8, 'steps': 3}, 'optimizer': {'kind': 'adam', 'learningRate': 0.01}}
    model, batches = project.build(7, **changes)
    from model import Net  # type: ignore[import-not-found]

    x, y = batches.probe_batch().x, batches.probe_batch().y
    torch.manual_seed(7)
    own = Net()
    optimizer = torch.optim.Adam(own.parameters(), lr=0.01)
    costs = []
    for step in range(8):
        rows = slice(8 * (step % 4), 8 * (step % 4) + 8)
        out = own(x[rows])
        cost = nn.functional.cross_entropy(out, y[rows])
        right = (out.argmax(1) == y[rows]).sum().item() / 8
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs.append((cost.item(), right))
    model, batches = project.build(7, **changes)
    for cost, right in costs:
        # Snapshots in between change nothing: dropout goes on with the same masks.
        model.snapshot(batches.probe_batch())
        assert (model.train_step(batches.next()), model.accuracy()) == (cost, right)
    for name, one in own.state_dict().items():
        assert torch.equal(one, model.model.state_dict()[name]), name


def test_a_snapshot_leaves_all_as_found(project: Any) -> None:
    project.write('model.py', NET)
    model, batches = project.build(optimizer={'kind': 'adam', 'learningRate': 0.01})
    model.train_step(batches.next())
    model.model.head.eval()
    before, stream = _state(model), torch.get_rng_state()
    gradients = [one.grad for one in model.model.parameters()]
    state = {key: one.clone() for kept in model.optimizer.state.values() for key, one in kept.items()}
    model.snapshot(batches.probe_batch())
    assert all(torch.equal(one, _state(model)[name]) for name, one in before.items())
    assert torch.equal(stream, torch.get_rng_state())
    assert all(one.grad is kept for one, kept in zip(model.model.parameters(), gradients))
    assert model.model.training and not model.model.head.training
    assert all(not module._forward_hooks and not module._forward_pre_hooks for module in model.model.modules())
    after = {key: one.clone() for kept in model.optimizer.state.values() for key, one in kept.items()}
    assert state.keys() == after.keys() and all(torch.equal(state[key], after[key]) for key in state)


def test_hooks_are_gone_after_an_error(project: Any) -> None:
    project.write('model.py', NET.replace('return self.head(', 'return self.head(x[:, :3] + '))
    model, batches = project.build()
    with pytest.raises(Exception, match=r'The forward pass failed at model.py:15: RuntimeError'):
        model.snapshot(batches.probe_batch())
    assert all(not module._forward_hooks and not module._forward_pre_hooks for module in model.model.modules())


def test_statistics_agree_with_a_pass_without_hooks(project: Any) -> None:
    project.write('model.py', NET.replace('nn.Dropout(0.5)', 'nn.Dropout(0.0)'))
    model, batches = project.build(optimizer={'kind': 'sgd', 'learningRate': 0.5})
    taken = model.snapshot(batches.probe_batch())
    own = model.model
    x, y = batches.probe_batch().x, batches.probe_batch().y
    first = own.first(x)
    normed = nn.functional.batch_norm(first, None, None, own.norm.weight, own.norm.bias, True)
    bent = torch.tanh(normed)
    out = own.head(bent)
    cost = nn.functional.cross_entropy(out, y)
    gradients = torch.autograd.grad(cost, [first, normed, bent, out, *own.parameters()])
    by_path = {(call.path, call.kind): call for call in taken.calls}
    for key, value, gradient in zip(
        [('first', 'Linear'), ('norm', 'BatchNorm1d'), ('', 'tanh'), ('head', 'Linear')],
        [first, normed, bent, out],
        gradients,
    ):
        call = by_path[key]
        wide = value.detach().double()
        assert call.forward.mean == pytest.approx(float(wide.mean()), rel=1e-6, abs=1e-9)
        assert call.forward.variance == pytest.approx(float(wide.var(unbiased=False)), rel=1e-6)
        assert call.forward.mean_abs == pytest.approx(float(wide.abs().mean()), rel=1e-6)
        assert sum(call.forward.histogram.counts) == wide.numel()
        assert call.backward.variance == pytest.approx(float(gradient.double().var(unbiased=False)), rel=1e-6)
    assert taken.loss == pytest.approx(cost.item(), rel=1e-6)
    for record, one, gradient in zip(taken.parameters, own.parameters(), gradients[4:]):
        norm = float(gradient.norm())
        assert record.gradient_norm == pytest.approx(norm, rel=1e-5, abs=1e-8), record.path
        counts, edges = numpy.histogram(gradient.double().numpy(), 256)
        assert (record.gradients.histogram.low, record.gradients.histogram.high) == (edges[0], edges[-1])
        # A number on an edge may be rounded to either side.
        assert abs(numpy.array(record.gradients.histogram.counts) - counts).sum() <= 2, record.path
        size = float(one.detach().norm())
        assert record.update_ratio == (pytest.approx(0.5 * norm / size, rel=1e-4, abs=1e-7) if size > 0 else None)
