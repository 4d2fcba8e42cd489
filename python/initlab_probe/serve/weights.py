"""The weights of trials at their start and end, kept for as long as the process lives."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

End = Literal['initial', 'final']

# Bytes of a piece at most, which is on its way for a moment also on a busy machine.
PIECE_BYTES = 2**20
# Bytes of all trials together at most: the editor keeps as many.
MOST_BYTES = 256 * 2**20
ITEM = 4


class Kept(NamedTuple):
    """A tensor of one end of a trial: its shape, and its numbers as the bytes of float32."""

    name: str
    shape: list[int]
    values: memoryview


class KeptWeights:
    """Tensors in the order in which they came; read and added to from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: list[tuple[int, End, list[Kept]]] = []

    def add(self, trial: int, end: End, tensors: Iterable[Kept]) -> None:
        kept = list(tensors)
        with self._lock:
            self._ends.append((trial, end, kept))

    def pieces(self) -> Iterator[list[dict[str, Any]]]:
        """Lists of parts of tensors, each of at most `PIECE_BYTES`."""
        with self._lock:
            ends = list(self._ends)
        parts: list[dict[str, Any]] = []
        room = PIECE_BYTES
        for trial, end, tensors in ends:
            for tensor in tensors:
                at = 0
                while True:
                    values = tensor.values[at : at + room // ITEM]
                    head = {'trial': trial, 'end': end, 'count': len(tensors), 'name': tensor.name}
                    parts.append({**head, 'shape': tensor.shape, 'at': at, 'values': values})
                    at += len(values)
                    room -= values.nbytes
                    if room < ITEM:
                        yield parts
                        parts, room = [], PIECE_BYTES
                    if at >= len(tensor.values):
                        break
        if parts:
            yield parts


def float32(values: bytes, dtype: str) -> memoryview:
    """Numbers as float32, from bytes of `float32` or `float64`."""
    wide = dtype == 'float64'
    return memoryview(array('f', memoryview(values).cast('d')) if wide else array('f', values))
