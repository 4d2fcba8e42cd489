"""Networks that start well have no finding of a warning or worse; those told of are true of PyTorch's own layers."""

from __future__ import annotations

from typing import Any

import pytest

from initlab_probe.check import check

HEAD = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\n'

MODELS: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    'residual convolutions with batch norm': (
        """
        class Block(nn.Module):
            def __init__(self, i, o, s):
                super().__init__()
                self.conv1, self.bn1 = nn.Conv2d(i, o, 3, s, 1, bias=False), nn.BatchNorm2d(o)
                self.conv2, self.bn2 = nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o)
                self.down = nn.Conv2d(i, o, 1, s) if s > 1 else nn.Identity()
            def forward(self, x):
                y = F.relu(self.bn1(self.conv1(x)), inplace=True)
                y = self.bn2(self.conv2(y))
                y += self.down(x)
                return F.relu(y, inplace=True)
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.stem = nn.Conv2d(3, 16, 3, padding=1)
                self.blocks = nn.Sequential(*[Block(16, 16, 1), Block(16, 32, 2), Block(32, 32, 1), Block(32, 64, 2)])
                self.head = nn.Linear(64, 4)
            def forward(self, x):
                return self.head(self.blocks(self.stem(x)).mean((2, 3)))
        """,
        {'data': {'random': {'x': {'shape': [16, 3, 16, 16]}, 'y': {'classes': 4}}}},
        set(),
    ),
    'a dense network of PyTorch defaults': (
        """
        def Net():
            return nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 4))
        """,
        {},
        set(),
    ),
    'an LSTM whose Glorot bound is that of PyTorch by chance': (
        """
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.rnn = nn.LSTM(8, 48, 2, batch_first=True, bidirectional=True)
                self.head = nn.Linear(96, 4)
            def forward(self, x):
                return self.head(self.rnn(x)[0][:, -1])
        """,
        {'data': {'random': {'x': {'shape': [16, 10, 8]}, 'y': {'classes': 4}}}},
        {'forgetBias'},
    ),
    'a GRU': (
        """
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.rnn, self.head = nn.GRU(8, 32, batch_first=True), nn.Linear(32, 4)
            def forward(self, x):
                return self.head(self.rnn(x)[0][:, -1])
        """,
        {'data': {'random': {'x': {'shape': [16, 10, 8]}, 'y': {'classes': 4}}}},
        set(),
    ),
    'attention': (
        """
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.attention, self.head = nn.MultiheadAttention(64, 4, batch_first=True), nn.Linear(64, 4)
            def forward(self, x):
                return self.head(self.attention(x, x, x)[0].mean(1))
        """,
        {'data': {'random': {'x': {'shape': [16, 10, 64]}, 'y': {'classes': 4}}}},
        {'packedFan'},
    ),
    'a switch between initializations': (
        """
        class Net(nn.Module):
            def __init__(self, init='xavier'):
                super().__init__()
                self.first, self.head = nn.Linear(8, 16), nn.Linear(16, 4)
                for name, p in self.named_parameters():
                    if 'bias' in name:
                        nn.init.zeros_(p)
                    elif init == 'xavier':
                        nn.init.xavier_uniform_(p)
                    elif init == 'kaiming':
                        nn.init.kaiming_uniform_(p)
                    if 'bn' in name:
                        nn.init.ones_(p)
            def forward(self, x):
                return self.head(torch.relu(self.first(x)))
        """,
        {},
        set(),
    ),
}


@pytest.mark.parametrize('name', MODELS)
def test_healthy_models_raise_nothing(project: Any, name: str) -> None:
    source, changes, told = MODELS[name]
    (project.directory / 'model.py').write_text(HEAD, encoding='utf-8')
    path = project.write('part.py', source)
    project.write('model.py', HEAD + path.read_text(encoding='utf-8'))
    found = check(project.experiment(random={'seeds': [0, 1, 2]}, **changes)).findings
    assert [(one.kind, one.message) for one in found if one.severity != 'info'] == []
    assert {one.kind for one in found} == told


HF = """
def gpt2():
    from transformers import GPT2Config, GPT2LMHeadModel
    return GPT2LMHeadModel(GPT2Config(n_layer=2, n_embd=32, n_head=2, vocab_size=64, n_positions=32,
                                      bos_token_id=0, eos_token_id=0))

def bert():
    from transformers import BertConfig, BertForSequenceClassification
    return BertForSequenceClassification(BertConfig(hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
                                                    intermediate_size=64, vocab_size=64, num_labels=4))
"""


@pytest.mark.parametrize('name', ['gpt2', 'bert'])
def test_models_of_transformers_raise_nothing(project: Any, name: str) -> None:
    pytest.importorskip('transformers')
    project.write('model.py', HF)
    y = {'tokens': 64} if name == 'gpt2' else {'classes': 4}
    data = {'random': {'x': {'input_ids': {'shape': [8, 16], 'tokens': 64}}, 'y': y}}
    found = check(project.experiment(model={'python': f'model.py:{name}'}, data=data, loss='model'))
    assert [(one.kind, one.message) for one in found.findings] == []
    assert any(call.kind == 'Embedding' for call in found.evidence.first.snapshot.calls)
