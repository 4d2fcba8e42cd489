"""The layers of a Keras model with their paths, and which of their variables are kernels."""

from __future__ import annotations

import inspect
import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import keras

from ....target import place_of
from ...base import ModuleInfo

_L = keras.layers
DENSE = (_L.Dense,)
EINSUM = (_L.EinsumDense,)
CONVOLUTIONS = (_L.Conv1D, _L.Conv2D, _L.Conv3D)
DEPTHWISE = (_L.DepthwiseConv1D, _L.DepthwiseConv2D)
SEPARABLE = (_L.SeparableConv1D, _L.SeparableConv2D)
TRANSPOSED = tuple(getattr(_L, name) for name in ('Conv1DTranspose', 'Conv2DTranspose', 'Conv3DTranspose'))
EMBEDDINGS = (_L.Embedding,)
CELLS = (_L.SimpleRNNCell, _L.LSTMCell, _L.GRUCell)
NORMS = tuple(
    getattr(_L, name)
    for name in dir(_L)
    if name.endswith('Normalization') and name != 'Normalization' and isinstance(getattr(_L, name), type)
)
ATTENTIONS = (_L.MultiHeadAttention, _L.GroupQueryAttention)
LOOPS = (_L.RNN, _L.TimeDistributed)
"""Layers that call the layers inside in a loop of the backend, where nothing can be measured."""
TAKES_AXES = 'input_axes' in inspect.signature(keras.initializers.VarianceScaling.__init__).parameters
"""Whether this Keras tells its initializers the axes of an `EinsumDense` kernel; older ones ignore them."""
_PLAIN = DENSE + EINSUM + CONVOLUTIONS + DEPTHWISE + SEPARABLE + TRANSPOSED
_KERNELS = ('kernel', 'depthwise_kernel', 'pointwise_kernel')


@dataclass(frozen=True)
class LayerAt:
    """A layer of a model: its names from the model on, joined by dots. The model itself has the path ''."""

    path: str
    layer: Any
    around: tuple[Any, ...] = ()
    """The layers around it, the model first."""

    @property
    def is_keras(self) -> bool:
        """Whether its class is Keras' own."""
        return type(self.layer).__module__.partition('.')[0] == 'keras'

    @property
    def leaf(self) -> bool:
        return not _children(self.layer)

    def within(self, kinds: tuple[Any, ...]) -> bool:
        return any(isinstance(one, kinds) for one in self.around)

    def variables(self, trained: bool = True) -> list[tuple[str, Any]]:
        """Its own variables that can be trained, or those that cannot, by names that are unique in the layer."""
        found: dict[str, Any] = {}
        for one in self.layer._trainable_variables if trained else self.layer._non_trainable_variables:
            name, count = one.name, 1
            while name in found:
                name, count = f'{one.name}_{count}', count + 1
            found[name] = one
        return list(found.items())

    def at(self, name: str) -> str:
        """The path of a variable of its own."""
        return f'{self.path}.{name}' if self.path else name


@dataclass(frozen=True)
class Kernel:
    """A kernel of a layer, inputs first as Keras has them, and the bias beside it."""

    path: str
    at: LayerAt
    variable: Any
    bias: Any
    bias_path: str
    plain: bool
    """Of a dense or convolutional layer: drawn unless an exception says otherwise."""


def _children(layer: Any) -> list[Any]:
    return [one for one in layer._flatten_layers(include_self=False, recursive=False) if isinstance(one, keras.Layer)]


def walk(model: Any) -> list[LayerAt]:
    """The model and all layers in it in the order of its layers, nested models and layers walked in place."""
    found: list[LayerAt] = []
    seen: set[int] = set()

    def visit(at: LayerAt) -> None:
        seen.add(id(at.layer))
        found.append(at)
        taken: set[str] = set()
        for one in _children(at.layer):
            if id(one) in seen or isinstance(one, _L.InputLayer):
                continue
            # Layers of a subclass may have one name, as copies do.
            name, count = one.name, 2
            while name in taken:
                name, count = f'{one.name}~{count}', count + 1
            taken.add(name)
            visit(LayerAt(f'{at.path}.{name}' if at.path else name, one, (*at.around, at.layer)))

    visit(LayerAt('', model))
    return found


def kernels_of(at: LayerAt) -> Iterator[Kernel]:
    """The kernels of one layer itself, in the order of its variables."""
    variables = dict(at.variables())
    layer = at.layer
    if isinstance(layer, _PLAIN):
        names: Sequence[str] = _KERNELS
    elif isinstance(layer, EMBEDDINGS):
        names = ('embeddings',)
    elif isinstance(layer, CELLS):
        names = ('kernel', 'recurrent_kernel')
    else:
        return
    plain = isinstance(layer, _PLAIN) and not at.within(ATTENTIONS)
    last = [name for name in names if name in variables][-1:]
    for name in names:
        if name in variables:
            # The bias of two kernels is added after the last one.
            bias = variables.get('bias') if [name] == last else None
            yield Kernel(at.at(name), at, variables[name], bias, at.at('bias'), plain)


def _shape_fans(shape: Sequence[int]) -> tuple[int, int]:
    """Of a shape as that of a convolution: inputs and units last; 0, 0 for a vector."""
    if len(shape) < 2:
        return 0, 0
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


def einsum_axes(layer: Any) -> tuple[list[int], list[int]]:
    """The axes of an `EinsumDense` kernel that are summed over, and those that are in the output."""
    inputs, output = layer.equation.split('->')
    labels = inputs.split(',')[1].replace('.', '').strip()
    kept = [axis for axis, label in enumerate(labels) if label in output]
    return [axis for axis in range(len(labels)) if axis not in kept], kept


def fans(layer: Any, shape: Sequence[int]) -> tuple[int, int]:
    """Fan-in and fan-out as `keras.initializers` computes them for a kernel of a layer."""
    if isinstance(layer, EINSUM) and TAKES_AXES and len(shape) >= 2:
        axes = einsum_axes(layer)
        return math.prod(shape[axis] for axis in axes[0]), math.prod(shape[axis] for axis in axes[1])
    return _shape_fans(shape)


def true_fans(layer: Any, name: str, shape: Sequence[int], parts: int) -> tuple[int, int]:
    """Inputs of a unit and units of an input as the layer computes; strides are left out."""
    fan_in, fan_out = _shape_fans(shape)
    if isinstance(layer, DEPTHWISE) or name == 'depthwise_kernel':
        return math.prod(shape[:-2]), fan_out
    if isinstance(layer, TRANSPOSED):
        return fan_out, fan_in
    if isinstance(layer, EINSUM):
        axes = einsum_axes(layer)
        return math.prod(shape[axis] for axis in axes[0]), math.prod(shape[axis] for axis in axes[1])
    return fan_in, fan_out // groups_of(layer, name, shape) // parts


def groups_of(layer: Any, name: str, shape: Sequence[int]) -> int:
    """Groups of a convolution: of a depthwise one, its inputs."""
    if isinstance(layer, DEPTHWISE) or name == 'depthwise_kernel':
        return int(shape[-2])
    return int(layer.groups) if isinstance(layer, CONVOLUTIONS) else 1


@cache
def _class_place(kind: Hashable) -> tuple[str | None, int | None]:
    return place_of(kind)


def info(at: LayerAt) -> ModuleInfo:
    """What is told of a layer."""
    kernel = next(kernels_of(at), None)
    shape = tuple(kernel.variable.shape) if kernel is not None else ()
    fan_in, fan_out = fans(at.layer, shape)
    return ModuleInfo(
        at.path,
        type(at.layer).__name__,
        *_class_place(type(at.layer)),  # type: ignore[arg-type]
        parameters=tuple(name for name, _ in at.variables()),
        leaf=at.leaf,
        fan_in=fan_in,
        fan_out=fan_out,
        shape=shape,
    )
