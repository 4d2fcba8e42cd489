"""The records of a snapshot: plain numbers, the same for all frameworks."""

from __future__ import annotations

from dataclasses import dataclass, field

BINS = 256


@dataclass(frozen=True)
class Histogram:
    """Equal bins over [low, high], the last one closed, as `numpy.histogram`; a constant c spans c ± 0.5."""

    low: float
    high: float
    counts: list[int]


@dataclass(frozen=True)
class Statistics:
    """Of all numbers of a tensor. Moments, extremes and histogram are those of the finite ones; NaN without any."""

    count: int
    mean: float
    variance: float
    """Divided by the number of finite values."""
    mean_abs: float
    zeros: float
    """Share of exact zeros in `count`."""
    nan: int
    infinite: int
    min: float
    max: float
    histogram: Histogram

    @property
    def mean_square(self) -> float:
        return self.variance + self.mean * self.mean


@dataclass(frozen=True)
class GradientStatistics:
    """Of a gradient of the loss: of the finite values, as in `Statistics`."""

    mean: float
    variance: float
    not_finite: int = 0

    @property
    def mean_square(self) -> float:
        return self.variance + self.mean * self.mean


@dataclass(frozen=True)
class CallRecord:
    """One call of a module, or of an activation function within one, in the order of the forward pass."""

    path: str
    """That of the module; '' for the model itself."""
    call: int
    """0 for the first call of this kind at this path, 1 for the second, …"""
    kind: str
    """Class of the module (`Conv2d`), or the function (`relu`)."""
    activation: str | None = None
    """`relu`, `tanh`, …, where the call is one of an activation, whether a module or a function."""
    shape: tuple[int, ...] = ()
    """Of the output's first tensor of floating point."""
    forward: Statistics | None = None
    backward: GradientStatistics | None = None
    """Of the gradient of the loss at this output; None where none came back."""
    units: int | None = None
    dead: int | None = None
    """Units of a rectifier that are 0 for all rows and positions."""
    rows: int | None = None
    """Numbers that each unit was judged by: rows times positions."""
    saturated: float | None = None
    """Share within a hundredth of the range from a limit; None for activations without two limits."""


@dataclass(frozen=True)
class ParameterRecord:
    """One parameter; a tied one appears once, under its first name."""

    path: str
    module: str
    shape: tuple[int, ...]
    statistics: Statistics
    gradient: GradientStatistics | None = None
    gradient_norm: float | None = None
    update_ratio: float | None = None
    """‖update of the optimizer's next step‖ / ‖parameter‖; None without optimizer or for a parameter of zeros."""
    gradients: Statistics | None = None
    """All numbers of the gradient, with their histogram."""


@dataclass(frozen=True)
class Snapshot:
    """One extra forward and backward pass over the probe batch."""

    calls: list[CallRecord]
    parameters: list[ParameterRecord]
    loss: float
    notes: list[str] = field(default_factory=list)
    """What could not be measured as written, in words."""
    nan_buffers: list[str] = field(default_factory=list)
    """Buffers with a NaN before the pass, those that are not saved with the model included."""
    classes: int | None = None
    """Classes that the loss decides between, where it is a cross-entropy whose logits were seen."""
    target_square: float | None = None
    """Mean square of the targets of a squared error."""
    loss_kind: str | None = None
    """The loss as an experiment has it, where it was deduced."""
