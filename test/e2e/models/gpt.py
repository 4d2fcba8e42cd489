import torch
import torch.nn as nn
import torch.nn.functional as F

# So small a model is faster without threads.
torch.set_num_threads(1)

VOCABULARY = 40


class Layer(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.before = nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.between = nn.LayerNorm(width)
        self.c_fc = nn.Linear(width, 4 * width)
        self.c_proj = nn.Linear(4 * width, width)

    def forward(self, x, mask):
        y = self.before(x)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.c_proj(F.gelu(self.c_fc(self.between(x))))


class GPT(nn.Module):
    def __init__(self, width: int = 32, layers: int = 2, heads: int = 4, length: int = 16) -> None:
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY, width)
        self.places = nn.Embedding(length, width)
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, VOCABULARY, bias=False)

    def forward(self, x):
        length = x.shape[1]
        mask = torch.full((length, length), float('-inf')).triu(1)
        h = self.tokens(x) + self.places(torch.arange(length))
        for layer in self.layers:
            h = layer(h, mask)
        return self.head(self.norm(h))


def make_batch():
    generator = torch.Generator().manual_seed(2)
    text = torch.randint(0, VOCABULARY, (8, 17), generator=generator)
    return text[:, :-1], text[:, 1:]
