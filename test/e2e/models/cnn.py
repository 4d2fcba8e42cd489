import torch
import torch.nn as nn
import torch.nn.functional as F

# So small a model is faster without threads.
torch.set_num_threads(1)


class Block(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))


class Net(nn.Module):
    def __init__(self, width: int = 8, classes: int = 4) -> None:
        super().__init__()
        self.stem = Block(1, width)
        self.body = Block(width, 2 * width)
        self.head = nn.Linear(2 * width, classes)

    def forward(self, x):
        return self.head(F.max_pool2d(self.body(self.stem(x)), 4).mean((2, 3)))


def make_batches():
    generator = torch.Generator().manual_seed(1)
    y = torch.arange(64) % 4
    x = torch.randn(64, 1, 8, 8, generator=generator) + y.reshape(-1, 1, 1, 1)
    return [(x, y)]
