"""What the parameters of a Keras model are, for the recognition of their laws."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import keras
import numpy

from ..base import Weight
from .initialization.layers import CELLS, EMBEDDINGS, NORMS, LayerAt, fans, groups_of, kernels_of, true_fans
from .values import as_array

SAMPLE = 1024
"""Numbers of a parameter that its distribution is judged by."""

_ROUNDING = {'float64': 2.0**-53, 'float32': 2.0**-24, 'float16': 2.0**-12, 'bfloat16': 2.0**-9}
_PACKED = re.compile(r'(^|[._])(c_attn|qkv|to_qkv|in_proj|qkv_proj|query_key_value|wqkv|kqv)($|[._])', re.I)
_LARGEST_GRAM = 1024


def _structure(matrix: Any) -> tuple[str | None, float]:
    """Identity or orthogonal form of units × inputs, and its gain; by the shorter side."""
    if min(matrix.shape) < 2:
        return None, 0.0
    if matrix.shape[0] > matrix.shape[1]:
        matrix = matrix.T
    squares = numpy.square(matrix).sum(1)
    largest = float(squares.max())
    # Vectors of different lengths are no orthogonal matrix; this ends most checks.
    if matrix.shape[0] > _LARGEST_GRAM or not largest > 0 or float(squares.min()) < largest * (1 - 4e-4):
        return None, 0.0
    gain = float(numpy.sqrt(squares.mean()))
    gram = matrix @ matrix.T / gain**2
    if float(numpy.abs(gram - numpy.eye(len(gram))).max()) > 1e-3:
        return None, 0.0
    return ('identity' if int((matrix != 0).sum()) == len(matrix) else 'orthogonal'), gain


def _parts(at: LayerAt, path: str, shape: tuple[int, ...]) -> int:
    """Projections or gates in one matrix, along its units."""
    if isinstance(at.layer, keras.layers.LSTMCell):
        return 4
    if isinstance(at.layer, keras.layers.GRUCell):
        return 3
    return 3 if len(shape) == 2 and shape[1] == 3 * shape[0] and _PACKED.search(path) else 1


def _role(at: LayerAt, name: str, shape: tuple[int, ...], parts: int) -> str:
    if isinstance(at.layer, NORMS):
        return 'scale' if name == 'gamma' else 'bias'
    if 'bias' in name:
        return 'bias'
    if len(shape) < 2:
        return 'other'
    if isinstance(at.layer, EMBEDDINGS):
        return 'embedding'
    if isinstance(at.layer, CELLS):
        return 'recurrent'
    if parts > 1:
        return 'packed'
    return 'kernel' if any(kernel.path == at.at(name) for kernel in kernels_of(at)) else 'other'


def _facts(at: LayerAt, name: str, numbers: Any) -> dict[str, float]:
    """Mean of what an LSTM adds to its forget gate, the second of four."""
    layer = at.layer
    if not isinstance(layer, keras.layers.LSTMCell):
        return {}
    if name == 'kernel' and not layer.use_bias:
        return {'forgetBias': 0.0}
    return {'forgetBias': float(numbers[layer.units : 2 * layer.units].mean())} if name == 'bias' else {}


def weights_of(layers: Sequence[LayerAt]) -> list[Weight]:
    """One entry for each parameter of floating point, those of shared layers once."""
    found = []
    seen: set[int] = set()
    for at in layers:
        for name, one in at.variables():
            if id(one) not in seen and 'float' in one.dtype and 0 not in one.shape:
                seen.add(id(one))
                found.append(_weight(at, name, one))
    return found


def _weight(at: LayerAt, name: str, one: Any) -> Weight:
    array = as_array(one.value)
    shape, path = tuple(array.shape), at.at(name)
    wide = array.reshape(-1).astype(numpy.float64)
    squares = numpy.square(wide - wide.mean())
    variance = float(squares.mean())
    parts = _parts(at, path, shape)
    # A bias of several heads has two axes.
    matrix = len(shape) >= 2 and 'bias' not in name
    fan_in, fan_out = fans(at.layer, shape) if matrix else (0, 0)
    true_in, true_out = true_fans(at.layer, name, shape, parts) if matrix else (0, 0)
    structure, scale = _structure(wide.reshape(-1, shape[-1]).T) if matrix else (None, 0.0)
    return Weight(
        path,
        at.path,
        name,
        shape,
        _role(at, name, shape, parts),
        bool(one.trainable),
        blake2b(numpy.ascontiguousarray(array).tobytes(), digest_size=16).hexdigest(),
        float(numpy.square(squares).mean()) / variance**2 if variance > 0 else float('nan'),
        numpy.sort(wide[:: -(-wide.size // SAMPLE)]).tolist(),
        _ROUNDING.get(one.dtype, 0.0),
        bool((wide == wide[0]).all()),
        fan_in,
        fan_out,
        true_in,
        true_out,
        parts,
        groups_of(at.layer, name, shape) if matrix else 1,
        structure,
        scale,
        _facts(at, name, wide),
    )
