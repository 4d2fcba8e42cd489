"""Runs of the process against plain PyTorch scripts."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import sys
from array import array
from pathlib import Path
from typing import Any

import pytest

from initlab_probe.serve.connection import framing
from initlab_probe.serve.connection.channel import Channel
from initlab_probe.serve.connection.control import Control
from initlab_probe.serve.schedule import SnapshotPlan, snapshot_steps
from initlab_probe.serve.updates import Updates
from initlab_probe.serve.weights import PIECE_BYTES, Kept, KeptWeights

torch = pytest.importorskip('torch')

ROOT = Path(__file__).resolve().parents[1]
START = 'import sys; sys.path.append(sys.argv.pop(1)); from initlab_probe.serve.main import main; main()'
CODE = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(5, width), nn.BatchNorm1d(width), nn.ReLU(), nn.Dropout(0.2), nn.Linear(width, 3)
        )

    def forward(self, x):
        return self.layers(x)

def batches():
    g = torch.Generator().manual_seed(3)
    x, y = torch.randn(96, 5, generator=g), torch.randint(3, (96,), generator=g)
    return torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), 16, shuffle=True)
"""


def experiment(**change: Any) -> dict[str, Any]:
    return {
        'version': 1,
        'model': {'python': 'model.py:Net'},
        'data': {'python': 'model.py:batches'},
        'loss': 'categoricalCrossEntropy',
        'optimizer': {'kind': 'adam', 'learningRate': 0.01},
        'training': {'steps': 40, 'recordEvery': 1},
        'random': {'seeds': [0, 1]},
        'initializers': [{'kind': 'asWritten'}, {'kind': 'heNormal'}],
        **change,
    }


def run(folder: Path, asked: dict[str, Any]) -> tuple[dict[int, dict[str, Any]], dict[tuple[int, str], dict[str, Any]]]:
    """Trials by their index, and weights by trial and end."""
    ours, theirs = socket.socketpair()
    environment = {**os.environ, 'INITLAB_CHANNEL_FD': str(theirs.fileno()), 'OMP_NUM_THREADS': '1'}
    command = [sys.executable, '-c', START, str(ROOT)]
    process = subprocess.Popen(command, env=environment, pass_fds=[theirs.fileno()], cwd=folder, start_new_session=True)
    theirs.close()
    channel = Channel(ours)
    request = {'type': 'run', 'id': 1, 'directory': str(folder), 'paused': False, 'maxMemoryMB': 0}
    channel.send({**request, 'experiment': asked})
    trials: dict[int, dict[str, Any]] = {}
    weights: dict[tuple[int, str], dict[str, Any]] = {}
    while (message := channel.receive()) is not None:
        assert message['type'] != 'error', message
        if message['type'] == 'update':
            # The accuracy of these classes is offered.
            if 'header' in message['update']:
                assert message['update']['header']['data']['classes'] == 3
            for part in message['update']['trials']:
                trial = trials.setdefault(part['trial'], {'train': [], 'accuracy': [], 'snapshots': []})
                trial['train'] += list(part['curve']['train'])
                trial['accuracy'] += list(part['curve']['trainAccuracy'])
                trial['snapshots'] += part['snapshots']
                trial.update({key: part[key] for key in ('status', 'findings') if key in part})
            if message['update']['status'] == 'finished':
                channel.send({'type': 'weights', 'id': 1})
        elif message['type'] == 'weights':
            for part in message['parts']:
                weights.setdefault((part['trial'], part['end']), {})[part['name']] = list(part['values'])
            if message['last']:
                break
    ours.close()
    process.wait(20)
    return trials, weights


def script(folder: Path, seed: int, steps: int) -> tuple[list[float], dict[str, list[float]]]:
    """What a plain script without hooks comes to."""
    space: dict[str, Any] = {}
    exec(CODE, space)
    torch.set_num_threads(1)
    loader = space['batches']()
    torch.manual_seed(seed)
    model = space['Net']()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    costs: list[float] = []
    while len(costs) < steps:
        for x, y in loader:
            loss = torch.nn.functional.cross_entropy(model(x), y)
            costs.append(loss.item())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if len(costs) == steps:
                break
    return costs, {name: one.detach().flatten().tolist() for name, one in model.named_parameters()}


def test_as_written_is_a_plain_script_to_the_bit(tmp_path: Path) -> None:
    (tmp_path / 'model.py').write_text(CODE)
    trials, weights = run(tmp_path, experiment())
    for trial, seed in ((0, 0), (1, 1)):
        costs, final = script(tmp_path, seed, 40)
        assert trials[trial]['train'] == costs
        assert weights[(trial, 'final')] == final
    assert [one['status'] for one in trials.values()] == ['finished'] * 4
    assert {snapshot['step'] for snapshot in trials[0]['snapshots']} >= {0, 40}
    assert all('findings' in one for one in trials.values())
    assert all(0 <= share <= 1 for one in trials.values() for share in one['accuracy'])


def test_trials_of_a_seed_draw_the_same_data(tmp_path: Path) -> None:
    code = CODE.replace('return self.layers(x)', 'print("x", round(float(x.sum()), 3)); return self.layers(x)')
    (tmp_path / 'model.py').write_text(code)
    one = run(tmp_path, experiment(initializers=[{'kind': 'heNormal'}], random={'seeds': [0]}))
    both = run(tmp_path, experiment(random={'seeds': [0]}))
    assert one[0][0]['train'] == both[0][1]['train']


def test_frames_carry_what_json_does_not() -> None:
    value = {'a': [float('inf'), -0.0, None, {'$number': 1}], 'b': array('f', [1, 2.5]), 'c': 'ü'}
    data = b''.join(framing.encode(value))
    text, block = framing.LEAD.unpack(data[:8])
    start = 8 + framing.padded(text)
    found = framing.decode(data[8 : 8 + text], data[start : start + block])
    assert found['a'][0] == math.inf
    assert math.copysign(1, found['a'][1]) == -1
    assert found['a'][2:] == [None, {'$number': 1}]
    assert list(found['b']) == [1, 2.5]
    assert len(data) % 8 == 0


def test_weights_come_in_pieces_of_at_most_a_megabyte() -> None:
    kept = KeptWeights()
    numbers = memoryview(array('f', range(700_000)))
    kept.add(0, 'initial', [Kept('a', [700_000], numbers), Kept('b', [0], numbers[:0]), Kept('c', [2], numbers[:2])])
    pieces = list(kept.pieces())
    assert all(sum(part['values'].nbytes for part in piece) <= PIECE_BYTES for piece in pieces)
    parts = [part for piece in pieces for part in piece]
    assert [value for part in parts if part['name'] == 'a' for value in part['values']] == list(range(700_000))
    assert {part['name'] for part in parts} == {'a', 'b', 'c'}


def test_a_pause_grants_single_steps() -> None:
    control = Control(True)
    control.order('step')
    assert (control.turn(), control.waits) == ('step', True)
    control.order('resume')
    assert control.turn() == 'go'
    control.order('stop')
    assert control.turn() == 'stop'


def test_snapshots_are_thinned_to_their_share_of_the_training() -> None:
    assert snapshot_steps(200)[:3] == [0, 1, 2]
    assert len(snapshot_steps(200)) == 31
    cheap, dear = SnapshotPlan(200, 1), SnapshotPlan(200, 1)
    for plan, seconds in ((cheap, 0.001), (dear, 0.1)):
        for _ in range(5):
            plan.stepped(0.01)
            plan.looked(seconds)
    assert sum(map(cheap.wants, range(200))) == 30
    assert sum(map(dear.wants, range(200))) <= 4


def test_what_is_sent_between_two_words_of_a_trial_says_how_it_stands() -> None:
    ours, theirs = socket.socketpair()
    updates, channel = Updates(Channel(ours), 1), Channel(theirs)
    updates.cost(0, 0, 1.0)
    updates.flush(True)
    updates.trial(0, 'running', 1, 0.5)
    updates.flush(True)
    updates.cost(0, 1, 0.5)
    updates.flush(True)
    told = [channel.receive()['update']['trials'][0] for _ in range(3)]
    assert [(one['status'], one['step']) for one in told] == [('running', 0), ('running', 1), ('running', 1)]
