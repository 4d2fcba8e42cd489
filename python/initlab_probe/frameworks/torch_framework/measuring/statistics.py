"""Statistics of a tensor, computed where it lies."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import torch

from ....measure.records import BINS, GradientStatistics, Histogram, Statistics

_NAN = float('nan')

_CACHED = 2**15
"""
Numbers of a processor's memory that are widened at once: they stay in its cache, and PyTorch runs so few on one thread;
to wake others costs more where the machine is busy.
"""
_LARGE = 2**24
"""Numbers of another device: only its memory counts."""


def _pieces(tensor: torch.Tensor) -> Iterator[torch.Tensor]:
    """A tensor's numbers in pieces, half precision as float32."""
    flat = tensor.detach().reshape(-1)
    if flat.numel() == 0:
        return
    for piece in flat.split(_CACHED if flat.device.type == 'cpu' else _LARGE):
        yield piece if piece.dtype in (torch.float32, torch.float64) else piece.float()


def _wide(piece: torch.Tensor) -> torch.Tensor:
    """A copy in double precision, where the device has it, for sums that agree to 1e−6."""
    return piece.to(torch.float32 if piece.device.type == 'mps' else torch.float64, copy=True)


def _table(tensor: torch.Tensor, figures: Callable[[torch.Tensor], list[torch.Tensor]]) -> list[list[float]]:
    """The number of values of each piece and their figures, brought here in one transfer."""
    sizes, rows = [], []
    for piece in _pieces(tensor):
        sizes.append(piece.numel())
        rows.append(torch.stack(figures(piece)))
    return [[size, *row] for size, row in zip(sizes, torch.stack(rows).tolist())] if rows else []


def _finite(tensor: torch.Tensor) -> torch.Tensor:
    flat = tensor.detach().reshape(-1)
    return flat[torch.isfinite(flat)]


def _sums(piece: torch.Tensor) -> list[torch.Tensor]:
    """First value, and sum and sum of squares of the differences to it: nothing cancels in their variance."""
    wide = _wide(piece)
    first = wide[0].clone()
    wide -= first
    # Not `torch.dot`: the BLAS wakes its threads for each piece and waits for them.
    return [first, wide.sum(), wide.square_().sum()]


class _Moments:
    """Count, mean and sum of squared deviations of pieces, joined as Chan, Golub and LeVeque 1979."""

    def __init__(self) -> None:
        self.count = 0.0
        self.mean = 0.0
        self.squares = 0.0

    def add(self, count: float, first: float, total: float, squares: float) -> None:
        """Joins a piece by its `_sums`."""
        own = max(0.0, squares - total * total / count)
        both = self.count + count
        step = first + total / count - self.mean
        self.squares += own + step * step * self.count * count / both
        self.mean += step * count / both
        self.count = both

    @property
    def variance(self) -> float:
        return self.squares / self.count if self.count > 0 else _NAN


def _histogram(tensor: torch.Tensor, low: float, high: float) -> Histogram:
    """Of finite values between `low` and `high`."""
    if not high > low:
        low, high = low - 0.5, high + 0.5
    # A range beyond the largest double has no width.
    if not math.isfinite(high - low):
        return Histogram(low, high, [0] * BINS)
    counts = torch.zeros(BINS + 1, dtype=torch.int64, device=tensor.device)
    for piece in _pieces(tensor):
        # Several times as fast as `torch.histc` on a processor.
        places = _wide(piece).sub_(low).mul_(BINS / (high - low)).clamp_(0, BINS).int()
        counts += torch.bincount(places, minlength=BINS + 1)
    found = counts.tolist()
    # The last bin is closed.
    return Histogram(low, high, [*found[: BINS - 1], found[BINS - 1] + found[BINS]])


def _all_figures(piece: torch.Tensor) -> list[torch.Tensor]:
    wide = _wide(piece)
    size = wide.abs().sum()
    least, most = torch.aminmax(piece)
    # Signs are added, since a comparison would be a mask to count. PyTorch counts masks slowly.
    filled = piece.sign().abs_().sum()
    return [*(one.to(wide.dtype) for one in (least, most, size, filled)), *_sums(piece)]


def statistics_of(tensor: torch.Tensor) -> Statistics:
    """Moments, extremes and histogram of the finite values; counts of all."""
    count = tensor.numel()
    rows = _table(tensor, _all_figures)
    nan = infinite = 0
    # The extremes of a piece are NaN or infinite where a value is.
    if not all(math.isfinite(least) and math.isfinite(most) for _, least, most, *_ in rows):
        nan = int(torch.isnan(tensor).sum())
        tensor = _finite(tensor)
        infinite = count - nan - tensor.numel()
        rows = _table(tensor, _all_figures)
    if not rows:
        return Statistics(count, _NAN, _NAN, _NAN, 0.0, nan, infinite, _NAN, _NAN, Histogram(0, 1, [0] * BINS))
    moments = _Moments()
    for size, _, _, _, _, *sums in rows:
        moments.add(size, *sums)
    low, high = min(row[1] for row in rows), max(row[2] for row in rows)
    return Statistics(
        count,
        moments.mean,
        moments.variance,
        math.fsum(row[3] for row in rows) / moments.count,
        (tensor.numel() - sum(row[4] for row in rows)) / count,
        nan,
        infinite,
        low,
        high,
        _histogram(tensor, low, high),
    )


def _moments_of(tensor: torch.Tensor) -> tuple[_Moments, int]:
    """Of the finite values, and how many are not."""
    moments = _Moments()
    rows = _table(tensor, _sums)
    missing = 0
    if not all(math.isfinite(figure) for row in rows for figure in row):
        kept = _finite(tensor)
        missing = tensor.numel() - kept.numel()
        rows = _table(kept, _sums)
    for row in rows:
        moments.add(*row)
    return moments, missing


def gradient_of(tensor: torch.Tensor) -> GradientStatistics:
    """Mean and variance of a gradient's finite values."""
    moments, missing = _moments_of(tensor.to_dense() if tensor.is_sparse else tensor)
    return GradientStatistics(moments.mean if moments.count else _NAN, moments.variance, missing)


def kurtosis_of(tensor: torch.Tensor) -> float:
    """Fourth central moment over the squared variance; NaN for a constant, or where a value is not finite."""
    moments, missing = _moments_of(tensor)
    variance = moments.variance
    if missing or not variance > 0:
        return _NAN

    def fourth(piece: torch.Tensor) -> list[torch.Tensor]:
        return [_wide(piece).sub_(moments.mean).square_().square_().sum()]

    return float(math.fsum(row[1] for row in _table(tensor, fourth)) / tensor.numel() / variance**2)


def share_of(mask: torch.Tensor) -> float:
    """Share of a mask that is true."""
    return float(math.fsum(float(piece.sum()) for piece in _pieces(mask)) / mask.numel())


def dead_units(output: torch.Tensor, axis: int) -> tuple[int, int, int] | None:
    """Units along `axis`, those whose outputs are all 0, and how many outputs each has; None without rows."""
    if output.dim() < 2 or output.numel() == 0:
        return None
    units = output.shape[axis]
    others = [i for i in range(output.dim()) if i != axis % output.dim()]
    peaks = output.detach().abs().amax(others)
    return units, int((peaks == 0).sum()), output.numel() // units
