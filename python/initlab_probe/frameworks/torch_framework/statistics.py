"""Statistics of a tensor, computed where it lies."""

from __future__ import annotations

import math

import torch

from ...measure.records import BINS, GradientStatistics, Histogram, Statistics

_NAN = float('nan')


def _wide(tensor: torch.Tensor) -> torch.Tensor:
    """In double precision where the device has it, for sums that agree to 1e−6 and better."""
    flat = tensor.detach().reshape(-1)
    return flat.float() if flat.device.type == 'mps' else flat.double()


def _moments(values: torch.Tensor) -> tuple[float, float, float, float, float, float]:
    """Mean, variance, mean size, share of zeros, min and max of finite values, by one transfer."""
    mean = values.mean()
    low, high = torch.aminmax(values)
    figures = torch.stack(
        [
            mean,
            (values - mean).square().mean(),
            values.abs().mean(),
            (values == 0).sum().to(values.dtype),
            low,
            high,
        ]
    ).tolist()
    return figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]


def _histogram(values: torch.Tensor, low: float, high: float) -> Histogram:
    if not high > low:
        low, high = low - 0.5, high + 0.5
    # A range beyond the largest double has no width.
    if not math.isfinite(high - low):
        return Histogram(low, high, [0] * BINS)
    counts = torch.histc(values, BINS, low, high)
    return Histogram(low, high, [int(count) for count in counts.tolist()])


def statistics_of(tensor: torch.Tensor) -> Statistics:
    """Moments, extremes and histogram of the finite values; counts of all."""
    values = _wide(tensor)
    count = values.numel()
    nan = infinite = 0
    # The sum is finite where every value is, but for overflow; one pass in place of a mask for nearly all tensors.
    if count > 0 and not math.isfinite(float(values.sum())):
        finite = torch.isfinite(values)
        nan = int(torch.isnan(values).sum())
        infinite = count - nan - int(finite.sum())
        values = values[finite]
    if values.numel() == 0:
        return Statistics(count, _NAN, _NAN, _NAN, 0.0, nan, infinite, _NAN, _NAN, Histogram(0, 1, [0] * BINS))
    mean, variance, mean_abs, zeros, low, high = _moments(values)
    return Statistics(
        count, mean, variance, mean_abs, zeros / count, nan, infinite, low, high, _histogram(values, low, high)
    )


def gradient_of(tensor: torch.Tensor) -> GradientStatistics:
    """Mean and variance of a gradient's finite values."""
    values = _wide(tensor.to_dense() if tensor.is_sparse else tensor)
    finite = torch.isfinite(values)
    missing = 0
    if not bool(finite.all()):
        missing = values.numel() - int(finite.sum())
        values = values[finite]
    if values.numel() == 0:
        return GradientStatistics(_NAN, _NAN, missing)
    mean = values.mean()
    figures = torch.stack([mean, (values - mean).square().mean()]).tolist()
    return GradientStatistics(figures[0], figures[1], missing)


def norm_of(tensor: torch.Tensor) -> float:
    """The Euclidean norm."""
    return float(_wide(tensor.to_dense() if tensor.is_sparse else tensor).norm())


def dead_units(output: torch.Tensor, axis: int) -> tuple[int, int, int] | None:
    """Units along `axis`, those whose outputs are all 0, and how many outputs each has; None without rows."""
    if output.dim() < 2 or output.numel() == 0:
        return None
    units = output.shape[axis]
    others = [i for i in range(output.dim()) if i != axis % output.dim()]
    alive = (output.detach() != 0).sum(others)
    return units, int((alive == 0).sum()), output.numel() // units
