"""Statistics of a tensor, computed where it lies."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch

from ...measure.records import BINS, GradientStatistics, Histogram, Statistics

_NAN = float('nan')


CHUNK = 2**18
"""Numbers that are widened at once: they stay in the cache, and no large memory is asked for."""


def chunks(tensor: torch.Tensor) -> Iterator[torch.Tensor]:
    """A tensor's numbers in pieces of double precision, where the device has it, for sums that agree to 1e−6."""
    flat = tensor.detach().reshape(-1)
    for at in range(0, flat.numel(), CHUNK):
        piece = flat[at : at + CHUNK]
        yield piece.float() if flat.device.type == 'mps' else piece.double()


def _finite(piece: torch.Tensor) -> tuple[torch.Tensor, int, int]:
    """The finite numbers of a piece, how many are NaN and how many infinite."""
    # The sum is finite where every number is, but for overflow: one pass in place of a mask for nearly all pieces.
    if math.isfinite(float(piece.sum())):
        return piece, 0, 0
    mask = torch.isfinite(piece)
    nan = int(torch.isnan(piece).sum())
    return piece[mask], nan, piece.numel() - nan - int(mask.sum())


class _Moments:
    """Count, mean and sum of squared deviations of pieces, joined as Chan, Golub and LeVeque 1979."""

    def __init__(self) -> None:
        self.count = 0
        self.mean = 0.0
        self.squares = 0.0

    def add(self, count: int, mean: float, squares: float) -> None:
        total = self.count + count
        step = mean - self.mean
        self.squares += squares + step * step * self.count * count / total
        self.mean += step * count / total
        self.count = total

    @property
    def variance(self) -> float:
        return self.squares / self.count if self.count > 0 else _NAN


def _histogram(tensor: torch.Tensor, low: float, high: float) -> Histogram:
    if not high > low:
        low, high = low - 0.5, high + 0.5
    # A range beyond the largest double has no width.
    if not math.isfinite(high - low):
        return Histogram(low, high, [0] * BINS)
    counts = torch.zeros(BINS, dtype=torch.float32 if tensor.device.type == 'mps' else torch.float64)
    for piece in chunks(tensor):
        counts += torch.histc(_finite(piece)[0], BINS, low, high).cpu()
    return Histogram(low, high, [int(count) for count in counts.tolist()])


def statistics_of(tensor: torch.Tensor) -> Statistics:
    """Moments, extremes and histogram of the finite values; counts of all."""
    moments = _Moments()
    sizes, zeros, nan, infinite, low, high = 0.0, 0.0, 0, 0, math.inf, -math.inf
    for piece in chunks(tensor):
        values, missing, unbounded = _finite(piece)
        nan, infinite = nan + missing, infinite + unbounded
        if values.numel() == 0:
            continue
        mean = values.mean()
        least, most = torch.aminmax(values)
        figures = [mean, (values - mean).square_().sum(), values.abs().sum(), (values == 0).sum().to(values.dtype)]
        one, squares, size, nothing, least_value, most_value = torch.stack([*figures, least, most]).tolist()
        moments.add(values.numel(), one, squares)
        sizes, zeros = sizes + size, zeros + nothing
        low, high = min(low, least_value), max(high, most_value)
    count = tensor.numel()
    if moments.count == 0:
        return Statistics(count, _NAN, _NAN, _NAN, 0.0, nan, infinite, _NAN, _NAN, Histogram(0, 1, [0] * BINS))
    return Statistics(
        count,
        moments.mean,
        moments.variance,
        sizes / moments.count,
        zeros / count,
        nan,
        infinite,
        low,
        high,
        _histogram(tensor, low, high),
    )


def gradient_of(tensor: torch.Tensor) -> GradientStatistics:
    """Mean and variance of a gradient's finite values."""
    moments, missing = _Moments(), 0
    for piece in chunks(tensor.to_dense() if tensor.is_sparse else tensor):
        values, nan, infinite = _finite(piece)
        missing += nan + infinite
        if values.numel() > 0:
            mean = values.mean()
            one, squares = torch.stack([mean, (values - mean).square_().sum()]).tolist()
            moments.add(values.numel(), one, squares)
    return GradientStatistics(moments.mean if moments.count else _NAN, moments.variance, missing)


def kurtosis_of(tensor: torch.Tensor, mean: float, variance: float) -> float:
    """Fourth central moment over the squared variance; NaN for a constant."""
    if not variance > 0:
        return _NAN
    total = math.fsum(float((piece - mean).square_().square_().sum()) for piece in chunks(tensor))
    return float(total / tensor.numel() / variance**2)


def mean_and_variance(tensor: torch.Tensor) -> tuple[float, float]:
    """Of the finite values."""
    found = gradient_of(tensor)
    return found.mean, found.variance


def dead_units(output: torch.Tensor, axis: int) -> tuple[int, int, int] | None:
    """Units along `axis`, those whose outputs are all 0, and how many outputs each has; None without rows."""
    if output.dim() < 2 or output.numel() == 0:
        return None
    units = output.shape[axis]
    others = [i for i in range(output.dim()) if i != axis % output.dim()]
    alive = (output.detach() != 0).sum(others)
    return units, int((alive == 0).sum()), output.numel() // units
