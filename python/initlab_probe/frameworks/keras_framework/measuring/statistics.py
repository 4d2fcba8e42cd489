"""Statistics of an array, in double precision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy

from ....measure.activations import LIMITS, RECTIFIERS
from ....measure.records import BINS, CallRecord, GradientStatistics, Histogram, Statistics

_NAN = float('nan')


def _wide(array: Any) -> Any:
    return numpy.asarray(array).reshape(-1).astype(numpy.float64)


def _histogram(values: Any, low: float, high: float) -> Histogram:
    if not high > low:
        low, high = low - 0.5, high + 0.5
    # A range beyond the largest double has no width.
    if not numpy.isfinite(high - low):
        return Histogram(low, high, [0] * BINS)
    return Histogram(low, high, numpy.histogram(values, BINS, (low, high))[0].tolist())


def statistics_of(array: Any) -> Statistics:
    """Moments, extremes and histogram of the finite values; counts of all."""
    values = _wide(array)
    count = values.size
    nan, infinite = int(numpy.isnan(values).sum()), int(numpy.isinf(values).sum())
    if nan or infinite:
        values = values[numpy.isfinite(values)]
    if values.size == 0:
        return Statistics(count, _NAN, _NAN, _NAN, 0.0, nan, infinite, _NAN, _NAN, Histogram(0, 1, [0] * BINS))
    low, high = float(values.min()), float(values.max())
    return Statistics(
        count,
        float(values.mean()),
        float(values.var()),
        float(numpy.abs(values).mean()),
        int((values == 0).sum()) / count,
        nan,
        infinite,
        low,
        high,
        _histogram(values, low, high),
    )


def gradient_of(array: Any) -> GradientStatistics:
    """Mean and variance of a gradient's finite values."""
    values = _wide(array)
    finite = values[numpy.isfinite(values)]
    if finite.size == 0:
        return GradientStatistics(_NAN, _NAN, values.size)
    return GradientStatistics(float(finite.mean()), float(finite.var()), values.size - finite.size)


def norm_of(array: Any) -> float:
    """The Euclidean norm."""
    return float(numpy.linalg.norm(_wide(array)))


def judged(record: CallRecord, output: Any, axis: int) -> CallRecord:
    """The record with dead units (along `axis`) or the saturated share, where its activation has such."""
    if record.activation in RECTIFIERS and output.ndim >= 2 and output.size > 0:
        axis = axis if output.ndim > 2 else -1
        others = tuple(i for i in range(output.ndim) if i != axis % output.ndim)
        alive = (output != 0).sum(axis=others)
        units = output.shape[axis]
        record = replace(record, units=units, dead=int((alive == 0).sum()), rows=output.size // units)
    if record.activation in LIMITS:
        low, high = LIMITS[record.activation]
        finite = output[numpy.isfinite(output)]
        outside = int(((finite <= low) | (finite >= high)).sum())
        record = replace(record, saturated=outside / finite.size if finite.size > 0 else None)
    return record
