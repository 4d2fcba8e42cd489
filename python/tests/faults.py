"""
The faults that the check is to find, each as a small model with a twin that has it not: the class `Net` with
`fault=True` and `fault=False`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fault:
    """A model with a fault, and what is to be said of it."""

    name: str
    kind: str
    severity: str
    words: str
    """Found in the message."""
    source: str
    changes: dict[str, Any] = field(default_factory=dict)
    """Of the experiment of `conftest.Project`."""
    twin_infos: tuple[str, ...] = ()
    """Kinds that are told of in the twin."""


_HEAD = """
    import copy
    import math
    import torch
    from torch import nn
    import torch.nn.functional as F
"""

_TOKENS = {'data': {'random': {'x': {'shape': [8, 16], 'tokens': 64}, 'y': {'tokens': 64}}}}

FAULTS = [
    Fault(
        'a rule that wants an unqualified name',
        'neverInitialized',
        'warning',
        'never matched',
        _HEAD
        + """
    class Block(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.norm = nn.LayerNorm(width)
            self.c_fc = nn.Linear(width, 4 * width)
            self.c_proj = nn.Linear(4 * width, width)

        def forward(self, x):
            return x + self.c_proj(F.gelu(self.c_fc(self.norm(x))))

    class Net(nn.Module):
        def __init__(self, fault, width=32, layers=3):
            super().__init__()
            self.embed = nn.Embedding(64, width)
            self.blocks = nn.ModuleList(Block(width) for _ in range(layers))
            self.head = nn.Linear(width, 64)
            self.apply(self._init_weights)
            self._scale_projections(layers, fault)

        def _init_weights(self, module):
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, std=0.02)

        def _scale_projections(self, layers, fault):
            for name, parameter in self.named_parameters():
                if name == 'c_proj.weight' if fault else name.endswith('c_proj.weight'):
                    nn.init.normal_(parameter, std=0.02 / math.sqrt(2 * layers))

        def forward(self, ids):
            x = self.embed(ids)
            for block in self.blocks:
                x = block(x)
            return self.head(x)
    """,
        _TOKENS,
    ),
    Fault(
        'layers by deepcopy',
        'identicalSiblings',
        'warning',
        'start with the same random weights',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            layer = nn.Linear(8, 8)
            self.layers = nn.ModuleList(copy.deepcopy(layer) if fault else nn.Linear(8, 8) for _ in range(3))
            self.head = nn.Linear(8, 4)

        def forward(self, x):
            for layer in self.layers:
                x = x + torch.tanh(layer(x))
            return self.head(x)
    """,
    ),
    Fault(
        'Xavier over a packed projection',
        'packedFan',
        'warning',
        'packs 3 projections of 48 units',
        _HEAD
        + """
    class Attention(nn.Module):
        def __init__(self, width, fault):
            super().__init__()
            self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
            for part in [self.in_proj_weight] if fault else self.in_proj_weight.chunk(3):
                nn.init.xavier_uniform_(part.data)

        def forward(self, x):
            q, k, v = F.linear(x, self.in_proj_weight).chunk(3, dim=-1)
            return F.softmax(q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5, dim=-1) @ v

    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            self.attention = Attention(48, fault)
            self.head = nn.Linear(48, 4)

        def forward(self, x):
            return self.head(self.attention(x).mean(1))
    """,
        {'data': {'random': {'x': {'shape': [16, 10, 48]}, 'y': {'classes': 4}}}},
    ),
    Fault(
        'a parameter that nobody filled',
        'unfilled',
        'error',
        'allocated but never filled',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            self.scale = nn.Parameter(torch.empty(8) if fault else torch.ones(8))
            self.head = nn.Linear(8, 4)

        def forward(self, x):
            return self.head(self.scale * x)
    """,
    ),
    Fault(
        'logits without a scale',
        'lossAtStart',
        'warning',
        'guessing among 512 classes',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault, width=128):
            super().__init__()
            self.scale = 1.0 if fault else width**-0.5
            self.embed = nn.Embedding(512, width)
            self.norm = nn.LayerNorm(width)
            self.out = nn.Parameter(torch.randn(512, width))

        def forward(self, ids):
            return self.norm(self.embed(ids)) * self.scale @ self.out.t()
    """,
        {'data': {'random': {'x': {'shape': [8, 16], 'tokens': 512}, 'y': {'tokens': 512}}}},
    ),
    Fault(
        'trunc_normal_ with absolute bounds',
        'outlier',
        'info',
        'cuts nothing',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            self.first = nn.Linear(8, 64)
            self.head = nn.Linear(64, 4)
            for layer in (self.first, self.head):
                if fault:
                    nn.init.trunc_normal_(layer.weight, std=0.02)
                else:
                    nn.init.trunc_normal_(layer.weight, std=0.02, a=-0.04, b=0.04)

        def forward(self, x):
            return self.head(torch.tanh(self.first(x)))
    """,
    ),
    Fault(
        'values at the bounds of a truncated normal law',
        'outlier',
        'warning',
        'standard deviations',
        _HEAD
        + """
    def trunc_normal_(tensor, std, a, b):
        # As PyTorch before 2.12 and timm do; uniform_ gives exactly -1 once in 256 in bfloat16.
        with torch.no_grad():
            low, high = (0.5 * (1 + math.erf(end / std / math.sqrt(2))) for end in (a, b))
            tensor.uniform_(2 * low - 1, 2 * high - 1)
            tensor.erfinv_()
            tensor.mul_(std * math.sqrt(2.0))
            tensor.add_(0.0)
            tensor.clamp_(min=a, max=b)

    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            weight = torch.empty(64, 8, dtype=torch.bfloat16)
            std = 0.02
            trunc_normal_(weight, std, -2 if fault else -2 * std, 2 if fault else 2 * std)
            self.weight = nn.Parameter(weight)
            self.head = nn.Linear(64, 4)

        def forward(self, x):
            return self.head(torch.tanh(F.linear(x, self.weight.float())))
    """,
    ),
    Fault(
        'large negative biases before ReLU',
        'dead',
        'error',
        'are dead',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            self.first = nn.Linear(8, 64)
            nn.init.constant_(self.first.bias, -10.0 if fault else 0.0)
            self.head = nn.Linear(64, 4)

        def forward(self, x):
            return self.head(F.relu(self.first(x)))
    """,
    ),
    Fault(
        'a stack of saturated sigmoids',
        'saturated',
        'warning',
        'are saturated at the start',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(64 if i else 8, 64) for i in range(3))
            for layer in self.layers:
                nn.init.normal_(layer.weight, std=5.0) if fault else nn.init.xavier_normal_(layer.weight)
            self.head = nn.Linear(64, 4)

        def forward(self, x):
            for layer in self.layers:
                x = torch.sigmoid(layer(x))
            return self.head(x)
    """,
    ),
    Fault(
        'the fan-out of a whole depthwise convolution',
        'wrongFan',
        'warning',
        'torch.nn.init ignores groups',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            self.stem = nn.Conv2d(3, 32, 3)
            self.depthwise = nn.Conv2d(32, 32, 3, groups=32)
            nn.init.kaiming_normal_(self.depthwise.weight, mode='fan_out' if fault else 'fan_in', nonlinearity='relu')
            self.head = nn.Linear(32, 4)

        def forward(self, x):
            return self.head(F.relu(self.depthwise(F.relu(self.stem(x)))).mean((2, 3)))
    """,
        {'data': {'random': {'x': {'shape': [16, 3, 12, 12]}, 'y': {'classes': 4}}}},
    ),
    Fault(
        'the forget gate of an LSTM',
        'forgetBias',
        'info',
        'Keras starts at 1',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            self.lstm = nn.LSTM(8, 16, batch_first=True)
            self.gru = nn.GRU(16, 16, batch_first=True)
            if not fault:
                for name, bias in self.lstm.named_parameters():
                    if 'bias' in name:
                        nn.init.constant_(bias.data[16:32], 0.5)
            self.head = nn.Linear(16, 4)

        def forward(self, x):
            return self.head(self.gru(self.lstm(x)[0])[0][:, -1])
    """,
        {'data': {'random': {'x': {'shape': [16, 10, 8]}, 'y': {'classes': 4}}}},
    ),
    Fault(
        'NaN in a buffer that is not saved',
        'nonFinite',
        'error',
        'The buffer table has NaN',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            table = torch.arange(8.0)
            self.register_buffer('table', table / table if fault else table / 8, persistent=False)
            self.head = nn.Linear(8, 4)

        def forward(self, x):
            return self.head(x + self.table)
    """,
    ),
    Fault(
        'weights that let the signal vanish',
        'signalVanishes',
        'warning',
        'over 8 layers',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(64 if i else 8, 64) for i in range(7))
            self.head = nn.Linear(64, 4)
            for layer in [*self.layers, self.head]:
                nn.init.normal_(layer.weight, std=0.05 if fault else layer.in_features**-0.5)
                nn.init.zeros_(layer.bias)

        def forward(self, x):
            for layer in self.layers:
                x = torch.tanh(layer(x))
            return self.head(x)
    """,
    ),
    Fault(
        'weights that let the signal explode',
        'signalExplodes',
        'warning',
        'over 8 layers',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(64 if i else 8, 64) for i in range(7))
            self.head = nn.Linear(64, 4)
            for layer in [*self.layers, self.head]:
                nn.init.normal_(layer.weight, std=1.0 if fault else (2 / layer.in_features) ** 0.5)
                nn.init.zeros_(layer.bias)
            nn.init.normal_(self.head.weight, std=1.0 if fault else 0.05)

        def forward(self, x):
            for layer in self.layers:
                x = F.relu(layer(x))
            return self.head(x)
    """,
    ),
    Fault(
        'a learning rate for larger weights',
        'updateRatio',
        'warning',
        'The learning rate is too large',
        _HEAD
        + """
    class Net(nn.Module):
        def __init__(self, fault):
            super().__init__()
            self.first = nn.Linear(8, 32)
            self.head = nn.Linear(32, 4)
            if fault:
                for layer in (self.first, self.head):
                    nn.init.normal_(layer.weight, std=0.001)

        def forward(self, x):
            return self.head(torch.tanh(self.first(x)))
    """,
        {'optimizer': {'kind': 'adam', 'learningRate': 0.001}},
    ),
]
