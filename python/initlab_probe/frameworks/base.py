"""The interface of a framework: all that the rest of the package knows about one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from ..measure.records import Snapshot
from ..request import Experiment, RandomTensor


@dataclass(frozen=True)
class Batch:
    """
    A batch: `x` is what the model is called with, `y` what the loss compares with, `whole` both as the data gave them.
    """

    x: object
    y: object
    whole: object


@dataclass(frozen=True)
class ModuleInfo:
    """A module of a model, where its class is written, and its own parameters (names relative to it)."""

    path: str
    kind: str
    file: str | None = None
    line: int | None = None
    parameters: tuple[str, ...] = ()
    leaf: bool = True
    fan_in: int = 0
    fan_out: int = 0
    """Of its kernel, as the framework computes them; 0 where it has none."""
    shape: tuple[int, ...] = ()
    """Of its kernel."""


@dataclass(frozen=True)
class Tensor:
    """A parameter's numbers: row-major little-endian `float32` or `float64`."""

    path: str
    shape: tuple[int, ...]
    dtype: str
    data: bytes


@dataclass(frozen=True)
class Weight:
    """
    What is known of a parameter of a model that was just built, to recognise its law. Its record has its statistics.
    """

    path: str
    module: str
    name: str
    shape: tuple[int, ...]
    role: str
    """`kernel`, `bias`, `scale`, `embedding`, `recurrent`, `packed` or `other`."""
    trained: bool
    fingerprint: str
    """Equal for parameters of equal numbers."""
    kurtosis: float
    """Fourth central moment over the squared variance; 3 for a normal law."""
    sample: Sequence[float] = ()
    """At most `SAMPLE` of its numbers, evenly spaced, sorted."""
    rounding: float = 0.0
    """Half the relative distance of neighbouring numbers of its type."""
    constant: bool = False
    fan_in: int = 0
    fan_out: int = 0
    """As the framework's own functions compute them; 0 for vectors."""
    true_fan_in: int = 0
    true_fan_out: int = 0
    """Inputs of a unit, and outputs of an input, as the layer computes: by group and by packed part."""
    parts: int = 1
    """Projections or gates that are packed into one matrix, along its units."""
    groups: int = 1
    structure: str | None = None
    """`identity`, `orthogonal`, … where the whole matrix has such a form."""
    scale: float = 0.0
    """Gain of an identity or orthogonal matrix."""
    facts: dict[str, float] = field(default_factory=dict)
    """Further figures for single findings: `forgetBias`."""
    tied: tuple[str, ...] = ()
    """Its further names."""


@dataclass(frozen=True)
class RuleSeen:
    """A rule of an initialization that goes by names, `if name == "c_proj.weight":`, and was never true."""

    file: str
    line: int
    text: str
    function: str
    tested: int
    near: int = 0
    example: str = ''
    """How many of the names tested contain the text that the rule wants, and one of them."""


@dataclass(frozen=True)
class Truncation:
    """A truncated normal law as it was drawn: bounds as absolute values."""

    mean: float
    std: float
    low: float
    high: float


@dataclass(frozen=True)
class BuildRecord:
    """What was seen while the model was built."""

    unfilled: list[str] = field(default_factory=list)
    """Parameters and buffers that no code gave numbers; they were filled with zeros then."""
    rules: list[RuleSeen] = field(default_factory=list)
    truncations: dict[str, Truncation] = field(default_factory=dict)
    """By parameter."""
    notes: list[str] = field(default_factory=list)


class Model(Protocol):
    """One built model of a trial."""

    modules: list[ModuleInfo]
    built: BuildRecord

    def initialize(self, spec: dict[str, Any], batch: Batch | None = None) -> list[str]:
        """
        Applies an initializer of the experiment and names the parameters that it touched. `batch` is the first one,
        for laws that look at outputs. The random streams go on as the constructor left them.
        """
        ...

    def train_step(self, batch: Batch) -> float:
        """One step of training; answers the cost of the batch before its update. No update at a cost not finite."""
        ...

    def accuracy(self) -> float | None:
        """Share of right answers in the last training step, before its update; None where the loss is not named."""
        ...

    def snapshot(self, batch: Batch) -> Snapshot:
        """
        Measures one extra forward and backward pass. Random streams, mode, hooks, gradients and buffers are left as
        they were found.
        """
        ...

    def weights(self) -> list[Weight]:
        """What the parameters are and where their numbers may come from."""
        ...

    def tensors(self) -> Iterator[Tensor]:
        """The numbers of all parameters, one after the other."""
        ...


@dataclass(frozen=True)
class ComparedTensor:
    """A tensor of a model's state, of a checkpoint, or of both."""

    path: str
    relation: str
    """`same` to the bit, `different`, `otherShape`, `missingInFile`, `missingInModel`, or `tied` to one in the file."""
    shape: tuple[int, ...] | None
    """In the model; `file_shape` in the file."""
    file_shape: tuple[int, ...] | None
    tied: str | None
    """The name under which the model has the same tensor before."""
    digest: str | None
    """Of the numbers in the model."""
    informative: bool
    """Its numbers are not all one: two models do not have them by chance."""


@runtime_checkable
class Auditable(Protocol):
    """A model whose state can be compared with a checkpoint."""

    def compared_with(self, path: Path) -> Iterator[ComparedTensor]:
        """Every tensor of the model and of the file. Raises a ProbeError for a file that cannot be read."""
        ...


class Framework(Protocol):
    """A framework that models are built in."""

    name: str
    version: str
    device: str

    def build(self, experiment: Experiment, seed: int, batch: Batch | None = None) -> Model:
        """Seeds the random streams and constructs the model; `batch` gives lazy parameters their shapes."""
        ...

    def forked(self, seed: int | None = None) -> AbstractContextManager[None]:
        """Random streams of its own inside, seeded where asked; those outside are restored."""
        ...

    def random_state(self) -> object:
        """The state of all streams that a script draws from."""
        ...

    def restore_random(self, state: Any) -> None:
        """Goes back to such a state, so that trials can take turns."""
        ...

    def random_tensor(self, wanted: RandomTensor, seed: int) -> object:
        """Standard normal numbers, or integers from 0 to below `wanted.below`."""
        ...

    def array(self, values: object, shape: Sequence[int], dtype: str) -> object:
        """A tensor of the raw numbers (bytes, array or memoryview) of a dataset."""
        ...

    def is_tensor(self, value: object) -> bool:
        """Whether it is a tensor or an array that becomes one."""
        ...

    def rows(self, value: object) -> int | None:
        """Length of a tensor's first axis."""
        ...

    def take(self, value: object, rows: Sequence[int]) -> object:
        """Some rows of a tensor."""
        ...

    def iterable(self, value: object, batch_size: int | None, shuffle: bool) -> object:
        """A data set without batches of its own as something that gives them; anything else as it is."""
        ...
